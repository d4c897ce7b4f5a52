import { parseArgs } from 'node:util'

import { createClient, isOAuthResponseError } from '@oauthplus/client'

import { ask } from './ask.js'

const { values } = parseArgs({
  options: { origin: { type: 'string', default: 'http://127.0.0.1:3000' } },
})

try {
  await printPhotoTitles(values.origin)
} catch (error) {
  const problem = isOAuthResponseError(error) ? error.problem : undefined
  console.error(
    problem === undefined
      ? String(error)
      : `The photo site refused: ${problem.advice ?? problem.code}`,
  )
  process.exitCode = 1
}

async function printPhotoTitles(origin: string): Promise<void> {
  const client = createClient({
    provider: { accessTokenUrl: `${origin}/oauth/access_token` },
    // The photo provider's own demonstration consumer; the secret of a desktop application is not secret anyway.
    consumer: {
      key: process.env.CONSUMER_KEY ?? 'dpf43f3p2l4k3l03',
      secret: process.env.CONSUMER_SECRET ?? 'kd94hf93k423kf44',
    },
  })
  const [username = '', password = ''] = await ask('Username: ', 'Password: ')
  const { token, parameters } = await client.xauth({
    username,
    password,
    parameters: [['scope', 'photos']],
  })
  console.log(`Logged in as ${Object.fromEntries(parameters).screen_name ?? username}.`)

  const response = await client.withToken(token).fetch(`${origin}/photos`)
  if (!response.ok) throw new Error(`The photo site returned ${response.status}.`)
  const { photos } = (await response.json()) as { readonly photos: readonly { title: string }[] }
  for (const { title } of photos) console.log(`- ${title}`)
}
