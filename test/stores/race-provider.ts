import type { SignedRequest } from '@oauthplus/core'
import { createProvider } from '@oauthplus/server'
import type { AuthorizationDecision, Provider, ProviderRequest, Store } from '@oauthplus/server'

/** A call that a process is told to make, as it travels between processes. */
export type RaceCall =
  | { readonly authenticate: SignedRequest }
  | { readonly accessToken: SignedRequest }
  | { readonly approve: AuthorizationDecision }
  | { readonly deny: AuthorizationDecision }
  | { readonly revoke: string }

/** Calls that a process makes, ten at a time. With a seed, each call of its store is delayed. */
export interface RaceTask {
  readonly calls: readonly RaceCall[]
  readonly seed?: number | undefined
}

/** What came of a call. */
export interface RaceOutcome {
  /** `ok`, or the problem code; of a revocation, how many tokens that were. */
  readonly told: string
  /** The answer's body, where there is one. */
  readonly body: string
  /** How often it had to be asked because the store was busy. */
  readonly attempts: number
}

interface User {
  readonly id: string
}

export const PUBLIC_URL = 'https://photos.example'
const MOST_ATTEMPTS = 1000

/** Makes the Provider that all processes of a race have. */
export function raceProvider(store: Store): Provider<User> {
  return createProvider<User>({
    publicUrl: PUBLIC_URL,
    store,
    findUser: (id) => ({ id }),
    scopes: { photos: { description: 'See your photos' } },
    accessTokenLifetimeSeconds: 3600,
    sessionLifetimeSeconds: 7200,
    timestampWindowSeconds: 3000,
    quotas: { badSignatures: false, requestTokens: false },
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

/** Does what it is told, as often as the store is busy, as clients do that are asked to come back. */
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
  const body = 'response' in result && 'accessToken' in call ? result.response.body : ''
  return { told: result.ok ? 'ok' : result.problem.code, body }
}

async function resultOf(provider: Provider<User>, call: Exclude<RaceCall, { revoke: string }>) {
  if ('authenticate' in call) return provider.authenticate(neutral(call.authenticate))
  if ('accessToken' in call) return provider.accessToken(neutral(call.accessToken))
  if ('approve' in call) return provider.authorization.approve(call.approve)
  return provider.authorization.deny(call.deny)
}
