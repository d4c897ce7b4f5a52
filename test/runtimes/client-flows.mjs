// How the cases of the client begin.
import { createClient, isOAuthError } from '@oauthplus/client'

import { equal, thrownBy } from './checks.mjs'
import { createProvider, PASSWORD } from './provider.mjs'

/** Starts a flow. */
export async function started(options = {}) {
  const provider = createProvider(options.answer)
  const client = createClient({ ...provider.options, ...options.client })
  const flow = await client.authorize({ state: { next: '/home' } })
  const cookie = `theme=dark; ${flow.setCookie.split(';', 1)[0]}; session=abc`
  return { provider, client, ...flow, browser: { cookie } }
}

/** Fails unless a call rejects with an OAuthError of this code; gives it. */
export async function rejectsWith(code, call) {
  const error = await thrownBy(call)
  equal([isOAuthError(error), error.code], [true, code])
  return error
}

/** Gets an access token, and a `fetch` that signs with it. */
export async function signedIn(answer, options = {}) {
  const provider = createProvider(answer)
  const client = createClient({ ...provider.options, ...options })
  const { token } = await client.xauth({ username: 'jane', password: PASSWORD })
  provider.sent.length = 0
  return { ...provider, client, token, fetch: client.withToken(token).fetch }
}
