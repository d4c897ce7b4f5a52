import { expect, it } from 'vitest'

import { testProvider } from '../src/index.js'
import type { ProviderConfig } from '../src/index.js'

const CONFIG: ProviderConfig = {
  requestTokenUrl: 'http://localhost:1/request_token',
  authorizeUrl: 'http://localhost:1/authorize',
  accessTokenUrl: 'http://localhost:1/access_token',
  resourceUrl: 'http://localhost:1/',
  approve: { url: 'http://localhost:1/decide' },
  consumer: { key: 'main', secret: 'the-secret' },
}

it.each<[string, Partial<ProviderConfig>]>([
  [
    'otherConsumer must have another key than consumer.',
    { otherConsumer: { key: 'main', secret: 'another' } },
  ],
  ['consumer must have a secret or a privateKey.', { consumer: { key: 'main' } }],
  ['approve must have a command, a url, or person: true.', { approve: {} }],
])('rejects a configuration whose parts do not fit: %s', async (message, changed) => {
  await expect(testProvider({ ...CONFIG, ...changed })).rejects.toThrow(new TypeError(message))
})

it('rejects a method of token requests other than GET and POST', async () => {
  const config = { ...CONFIG, tokenMethod: 'PUT' as 'POST' }
  await expect(testProvider(config)).rejects.toThrow(/tokenMethod must be 'GET' or 'POST'/)
})
