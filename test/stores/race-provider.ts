import { signRequest } from '@oauthplus/core'
import type { SignedRequest, SignRequestOptions } from '@oauthplus/core'
import { createProvider } from '@oauthplus/server'
import type { AuthorizationDecision, Provider, ProviderRequest, Store } from '@oauthplus/server'

/** A token on the wire. */
export interface Key {
  readonly key: string
  readonly secret: string
}

/** A call for a process, in the form that is sent between processes. */
export type RaceCall =
  | { readonly authenticate: SignedRequest }
  | { readonly exchange: Key; readonly verifier: string }
  | { readonly renew: Key; readonly handle: string }
  | { readonly approve: AuthorizationDecision }
  | { readonly deny: AuthorizationDecision }
  | { readonly revoke: string }

/** Calls that a process makes, ten at a time. With a seed, each call of its store is delayed. */
export interface RaceTask {
  readonly calls: readonly RaceCall[]
  readonly seed?: number | undefined
}

/** The result of a call. */
export interface RaceOutcome {
  /** `ok`, or the problem code; of a revocation, how many tokens that were. */
  readonly told: string
  /** The body of the response, if there is one. */
  readonly body: string
  /** How often it had to be asked because the store was busy. */
  readonly attempts: number
}

interface User {
  readonly id: string
}

export const CONSUMER: Key = { key: 'dpf43f3p2l4k3l03', secret: 'kd94hf93k423kf44' }
export const PUBLIC_URL = 'https://photos.example'
const MOST_ATTEMPTS = 1000

/** Makes the provider that all processes of a race have. */
export function raceProvider(store: Store): Provider<User> {
  return createProvider<User>({
    publicUrl: PUBLIC_URL,
    store,
    findUser: (id) => ({ id }),
    scopes: { photos: { description: 'See your photos' } },
    accessTokenLifetimeSeconds: 3600,
    sessionLifetimeSeconds: 7200,
    timestampWindowSeconds: 3000,
    limits: { invalidSignatures: false, requestTokens: false },
  })
}

/** Puts a signed request into the neutral form, as an adapter would. */
export function neutral({ method, url, headers, body }: SignedRequest): ProviderRequest {
  const bytes = new TextEncoder().encode(typeof body === 'string' ? body : '')
  return {
    method,
    url: url.slice(PUBLIC_URL.length),
    headers,
    readBody: async () => Promise.resolve(bytes),
    peer: { address: '127.0.0.1', secure: true },
  }
}

/** Signs a request for a token, without one or with what is exchanged for it. */
export function signedForToken(
  path: 'request_token' | 'access_token',
  token: Key | undefined,
  options: SignRequestOptions,
): Promise<SignedRequest> {
  const request = { method: 'POST', url: `${PUBLIC_URL}/oauth/${path}` }
  return signRequest(request, { consumer: CONSUMER, token }, options)
}

/** Makes a call, and repeats it while the store is busy, as clients do. */
export async function outcomeOf(provider: Provider<User>, call: RaceCall): Promise<RaceOutcome> {
  for (let attempts = 1; ; attempts++) {
    const outcome = await attempt(provider, call)
    if (outcome !== 'unavailable') return { ...outcome, attempts }
    if (attempts === MOST_ATTEMPTS) throw new Error('the store was busy for too long')
  }
}

async function attempt(
  provider: Provider<User>,
  call: RaceCall,
): Promise<Omit<RaceOutcome, 'attempts'> | 'unavailable'> {
  if ('revoke' in call) {
    const count = await provider.tokens.revoke({ tokenKey: call.revoke }).catch(() => undefined)
    return count === undefined ? 'unavailable' : { told: String(count), body: '' }
  }
  const result = await resultOf(provider, call)
  if (!result.ok && result.response.status === 503) return 'unavailable'
  const body = 'response' in result ? result.response.body : ''
  return { told: result.ok ? 'ok' : result.problem.code, body }
}

async function resultOf(provider: Provider<User>, call: Exclude<RaceCall, { revoke: string }>) {
  if ('authenticate' in call) return provider.authenticate(neutral(call.authenticate))
  if ('exchange' in call) {
    const { exchange, verifier } = call
    return provider.accessToken(
      neutral(await signedForToken('access_token', exchange, { verifier })),
    )
  }
  if ('renew' in call) {
    const parameters = [['oauth_session_handle', call.handle]] as const
    return provider.accessToken(
      neutral(await signedForToken('access_token', call.renew, { parameters })),
    )
  }
  if ('approve' in call) return provider.authorization.approve(call.approve)
  return provider.authorization.deny(call.deny)
}
