import { createClient, readProblem } from '@oauthplus/client'
import { flickr } from '@oauthplus/client/presets'
import { authorizeWithPin } from '@oauthplus/client/terminal'

const { FLICKR_KEY = '', FLICKR_SECRET = '' } = process.env
const client = createClient({
  provider: flickr,
  consumer: { key: FLICKR_KEY, secret: FLICKR_SECRET },
})

// Once for each user: keep the token.
const { token } = await authorizeWithPin(client, {
  show: (url) => console.log(url),
  authorizeParameters: [['perms', 'write']],
})

const body = new FormData()
body.append('title', 'Sunset')
body.append('photo', new Blob(['bytes of a photo']), 'sunset.jpg')
const response = await client
  .withToken(token)
  .fetch('https://up.flickr.com/services/upload/', { method: 'POST', body })
// Flickr reports errors with the status 200.
const problem = await readProblem(response)
if (problem !== undefined) throw new Error(JSON.stringify(problem))
console.log(await response.text())
