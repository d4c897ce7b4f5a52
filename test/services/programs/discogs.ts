import { createClient, readProblem } from '@oauthplus/client'
import { discogs } from '@oauthplus/client/presets'
import { authorizeWithPin } from '@oauthplus/client/terminal'

const { DISCOGS_KEY = '', DISCOGS_SECRET = '' } = process.env
const client = createClient({
  provider: discogs,
  consumer: { key: DISCOGS_KEY, secret: DISCOGS_SECRET },
  userAgent: 'Records/1.0 +https://records.example',
})

// Once for each user: keep the token.
const { token } = await authorizeWithPin(client, { show: (url) => console.log(url) })
const response = await client.withToken(token).fetch('https://api.discogs.com/oauth/identity')
if (!response.ok) throw new Error(JSON.stringify(await readProblem(response)))
console.log(await response.json())
