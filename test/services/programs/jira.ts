import { readFileSync } from 'node:fs'

import { createClient, readProblem } from '@oauthplus/client'
import { jira } from '@oauthplus/client/presets'
import { authorizeWithPin } from '@oauthplus/client/terminal'

const { JIRA_KEY = '', JIRA_KEY_FILE = 'jira.pem' } = process.env
const client = createClient({
  provider: jira({ baseUrl: 'https://jira.example' }),
  consumer: { key: JIRA_KEY, privateKey: readFileSync(JIRA_KEY_FILE, 'utf8') },
})

// Once for each user: keep the token.
const { token } = await authorizeWithPin(client, { show: (url) => console.log(url) })
const response = await client.withToken(token).fetch('https://jira.example/rest/api/2/myself')
if (!response.ok) throw new Error(JSON.stringify(await readProblem(response)))
console.log(await response.json())
