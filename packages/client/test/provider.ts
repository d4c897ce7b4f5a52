import { formatForm, parameterValue, verifySignature } from '@oauthplus/core'
import type { ParameterList } from '@oauthplus/core'

import type { ClientOptions, HmacServiceProvider } from '../src/index.js'
import { headerOf, listen } from './listen.js'
import type { Answer, Seen, TestServer } from './listen.js'

export const CONSUMER = { key: 'printer', secret: 'consumer-secret' } as const
export const CALLBACK_URL = 'https://printer.example/cb'

/** A request with a correct signature. */
export interface Verified extends Seen {
  readonly protocol: ParameterList
  readonly form: ParameterList
}

/**
 * A provider for one test. It responds with 401 to requests with a wrong signature or a repeated
 * nonce.
 */
export interface TestProvider extends TestServer {
  /** The requests with correct signatures. */
  readonly verified: readonly Verified[]
  readonly options: Pick<
    ClientOptions<HmacServiceProvider>,
    'provider' | 'consumer' | 'callbackUrl'
  >
  /** Approves a request token and returns the callback's query. */
  approve(authorizeUrl: string): string
}

/**
 * The changes of a test: responses to correctly signed requests, by path. `undefined` keeps the
 * default response.
 */
export type Answers = (request: Verified) => Answer | undefined | Promise<Answer | undefined>

export async function startProvider(answers: Answers = () => undefined): Promise<TestProvider> {
  const secrets = new Map<string, string>()
  const verifiers = new Map<string, string>()
  const nonces = new Set<string>()
  const verified: Verified[] = []
  const token = (kind: string, more: ParameterList): Answer => {
    const key = `${kind}-${String(secrets.size + 1)}`
    secrets.set(key, `secret of ${key}`)
    return {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: formatForm([['oauth_token', key], ['oauth_token_secret', `secret of ${key}`], ...more]),
    }
  }
  const server = await listen(async (seen) => {
    const tokenKey = /oauth_token="([^"]*)"/.exec(headerOf(seen, 'authorization'))?.[1] ?? ''
    const result = await verifySignature(
      seen,
      {
        secrets: [CONSUMER.secret],
        tokenSecrets: [secrets.get(decodeURIComponent(tokenKey)) ?? ''],
      },
      { signatureMethods: ['HMAC-SHA1', 'HMAC-SHA256', 'PLAINTEXT'] },
    )
    const refused = (problem: string): Answer => ({ status: 401, body: `oauth_problem=${problem}` })
    if (!result.ok) return refused(result.problem.code)
    const { protocol, form } = result.request
    const nonce = parameterValue(protocol, 'oauth_nonce') ?? ''
    if (nonces.has(nonce)) return refused('nonce_used')
    nonces.add(nonce)
    const request = { ...seen, protocol, form }
    verified.push(request)
    const answer = await answers(request)
    if (answer !== undefined) return answer
    switch (seen.target.replace('/oauth', '')) {
      case '/request_token':
        return token('request', [['oauth_callback_confirmed', 'true']])
      case '/access_token': {
        const isXauth = parameterValue(form, 'x_auth_mode') === 'client_auth'
        const key = parameterValue(protocol, 'oauth_token') ?? ''
        const verifier = parameterValue(protocol, 'oauth_verifier')
        if (!isXauth && (verifier === undefined || verifiers.get(key) !== verifier)) {
          return refused('verifier_invalid')
        }
        verifiers.delete(key)
        return token('access', [['user_id', 'jane']])
      }
      default:
        return { body: 'ok' }
    }
  })
  return {
    ...server,
    verified,
    options: {
      provider: {
        requestTokenUrl: `${server.origin}/request_token`,
        authorizeUrl: `${server.origin}/authorize`,
        accessTokenUrl: `${server.origin}/access_token`,
      },
      consumer: CONSUMER,
      callbackUrl: CALLBACK_URL,
    },
    approve(authorizeUrl) {
      const key = new URL(authorizeUrl).searchParams.get('oauth_token') ?? ''
      verifiers.set(key, `verifier of ${key}`)
      return `?${formatForm([
        ['oauth_token', key],
        ['oauth_verifier', `verifier of ${key}`],
      ])}`
    },
  }
}
