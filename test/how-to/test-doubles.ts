import { createClient } from '@oauthplus/client'
import type { Client, ClientOptions } from '@oauthplus/client'
import { dispatcherFetch } from '@oauthplus/client/undici'
import { MockAgent } from 'undici'

/** Makes a client whose requests all get the same response. */
export function clientWithFakeFetch(options: ClientOptions, photos: readonly string[]): Client {
  return createClient({ ...options, fetch: () => Promise.resolve(Response.json(photos)) })
}

/** Makes a client of undici's MockAgent, which refuses every request that is not expected. */
export function clientWithMockAgent(options: ClientOptions, photos: readonly string[]): Client {
  const agent = new MockAgent()
  agent.disableNetConnect()
  agent
    .get('https://photos.example')
    .intercept({ path: '/photos', headers: { authorization: /^OAuth / } })
    .reply(200, photos)
  return createClient({ ...options, fetch: dispatcherFetch(agent) })
}
