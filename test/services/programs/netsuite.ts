import { createClient, readProblem } from '@oauthplus/client'
import { netsuite } from '@oauthplus/client/presets'

const { NS_KEY = '', NS_SECRET = '', NS_TOKEN = '', NS_TOKEN_SECRET = '' } = process.env
const client = createClient({
  provider: netsuite({ accountId: '1234567_SB1' }),
  consumer: { key: NS_KEY, secret: NS_SECRET },
})
const { fetch } = client.withToken({ key: NS_TOKEN, secret: NS_TOKEN_SECRET })

const records = 'https://1234567-sb1.suitetalk.api.netsuite.com/services/rest/record/v1'
const response = await fetch(`${records}/customer?limit=5`)
if (!response.ok) throw new Error(JSON.stringify(await readProblem(response)))
console.log(await response.json())
