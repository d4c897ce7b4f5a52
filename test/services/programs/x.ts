import { createClient, readProblem } from '@oauthplus/client'
import { x } from '@oauthplus/client/presets'

const { X_KEY = '', X_SECRET = '', X_TOKEN = '', X_TOKEN_SECRET = '' } = process.env
const client = createClient({ provider: x, consumer: { key: X_KEY, secret: X_SECRET } })
const { fetch } = client.withToken({ key: X_TOKEN, secret: X_TOKEN_SECRET })

const response = await fetch('https://api.x.com/2/tweets', {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ text: 'Hello' }),
})
if (!response.ok) throw new Error(JSON.stringify(await readProblem(response)))
console.log(await response.json())
