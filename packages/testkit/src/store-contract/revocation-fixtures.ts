import type {
  AccessTokenRecord,
  RequestTokenRecord,
  RequestTokenState,
  RevocationTarget,
  Store,
} from '@oauthplus/server'
import { CONSUMER_KEY, makeConsumer, saveAccessToken, saveRequestToken } from './sample-records.js'

const STATES = ['pending', 'approved', 'denied', 'used', 'locked', 'revoked'] as const

/** The tokens of `saveRevocationFixtures` that each kind of revocation revokes. */
export const REVOCATIONS: readonly {
  readonly title: string
  readonly target: RevocationTarget
  readonly accessTokens: readonly string[]
  readonly requestTokens: readonly string[]
}[] = [
  {
    title: 'one access token',
    target: { tokenKey: 'printer jane' },
    accessTokens: ['printer jane'],
    requestTokens: ['printer jane approved'],
  },
  {
    title: 'the grants of a user to a consumer',
    target: { consumerKey: CONSUMER_KEY, userId: 'jane' },
    accessTokens: ['printer jane', 'printer jane 2'],
    requestTokens: ['printer jane approved'],
  },
  {
    title: 'a consumer as a whole',
    target: { consumerKey: CONSUMER_KEY },
    accessTokens: ['printer jane', 'printer jane 2', 'printer bob', 'printer bob 2'],
    requestTokens: ['printer jane approved', 'printer bob approved', 'printer pending'],
  },
  {
    title: 'a user',
    target: { userId: 'jane' },
    accessTokens: ['printer jane', 'printer jane 2', 'other jane', 'other jane 2'],
    requestTokens: ['printer jane approved', 'other jane approved'],
  },
]

/**
 * Targets without tokens in the fixtures. The last five would match with defaults, patterns or
 * collations.
 */
export const UNKNOWN_TARGETS: readonly RevocationTarget[] = [
  { tokenKey: 'unknown' },
  { tokenKey: 'printer jane approved' },
  { tokenKey: CONSUMER_KEY },
  { consumerKey: 'unknown' },
  { consumerKey: 'unknown', userId: 'jane' },
  { consumerKey: 'jane' },
  { userId: 'unknown' },
  { userId: CONSUMER_KEY },
  { consumerKey: CONSUMER_KEY, userId: 'unknown' },
  { tokenKey: '' },
  { userId: '' },
  { consumerKey: CONSUMER_KEY, userId: '' },
  { consumerKey: '%' },
  { userId: 'Jane' },
]

/**
 * Saves tokens of the sample consumer and of another, `other`, each for two users, `jane` and
 * `bob`: two valid access tokens, and a request token in every state. Their keys contain the
 * consumer, the user and the state.
 *
 * @example
 *
 * ```ts
 * const { accessTokens } = await savedWorld(store, nowSeconds)
 * accessTokens[0]?.key // 'printer jane'; the next is 'printer jane 2'
 * ```
 *
 * @param store The store.
 * @param nowSeconds When they were issued.
 *
 * @returns The records.
 *
 * @throws `Error` if the store did not save a record.
 *
 * @see {@link Store}, `revokeTokens`
 */
export async function saveRevocationFixtures(
  store: Store,
  nowSeconds: number,
): Promise<{
  readonly accessTokens: readonly AccessTokenRecord[]
  readonly requestTokens: readonly RequestTokenRecord[]
}> {
  await store.createConsumer(makeConsumer(nowSeconds, { key: 'other' }))
  const accessTokens: AccessTokenRecord[] = []
  const requestTokens: RequestTokenRecord[] = []
  for (const consumerKey of [CONSUMER_KEY, 'other']) {
    for (const userId of ['jane', 'bob']) {
      for (const key of [`${consumerKey} ${userId}`, `${consumerKey} ${userId} 2`]) {
        accessTokens.push(await saveAccessToken(store, nowSeconds, { key, consumerKey, userId }))
      }
    }
    for (const state of STATES) {
      requestTokens.push(...(await saveInState(store, nowSeconds, { consumerKey, state })))
    }
  }
  return { accessTokens, requestTokens }
}

/** Saves a pending request token, which has no user, or one per user in another state. */
async function saveInState(
  store: Store,
  nowSeconds: number,
  { consumerKey, state }: { readonly consumerKey: string; readonly state: RequestTokenState },
): Promise<readonly RequestTokenRecord[]> {
  if (state === 'pending') {
    const key = `${consumerKey} pending`
    return [await saveRequestToken(store, nowSeconds, { key, consumerKey, state })]
  }
  const saved: RequestTokenRecord[] = []
  for (const userId of ['jane', 'bob']) {
    const key = `${consumerKey} ${userId} ${state}`
    saved.push(await saveRequestToken(store, nowSeconds, { key, consumerKey, state, userId }))
  }
  return saved
}
