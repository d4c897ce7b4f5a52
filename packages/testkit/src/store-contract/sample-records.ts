import type {
  AccessTokenRecord,
  ConsumerRecord,
  NonceRecord,
  RequestTokenRecord,
  RequestTokenState,
  Store,
} from '@oauthplus/server'
import { assertEqual } from './assert-equal.js'

/** The lifetime of sample tokens and nonces. */
export const LIFETIME_SECONDS = 600

/** The key of the sample consumer, which is in the store of every case and has the sample tokens. */
export const CONSUMER_KEY = 'printer'

/**
 * Creates a consumer for a case.
 *
 * @example
 *
 * ```ts
 * await store.createConsumer(sampleConsumer(nowSeconds, { key: 'camera' }))
 * ```
 *
 * @param nowSeconds When it is registered.
 * @param fields Fields that differ from the defaults.
 *
 * @returns A new record.
 *
 * @see {@link ConsumerRecord}
 */
export function makeConsumer(
  nowSeconds: number,
  fields: Partial<ConsumerRecord> = {},
): ConsumerRecord {
  return {
    key: CONSUMER_KEY,
    revision: 0,
    name: 'Printer',
    description: '',
    status: 'accepted',
    secrets: [{ value: 'consumer-secret' }],
    publicKeys: [],
    signatureMethods: ['HMAC-SHA1'],
    callbacks: ['oob'],
    allowXauth: false,
    allowTwoLegged: false,
    requireBodyHash: false,
    allowPlaintextInQuery: false,
    addressRanges: [],
    createdAtSeconds: nowSeconds,
    ...fields,
  }
}

/**
 * Creates a request token for a case, pending by default.
 *
 * @example
 *
 * ```ts
 * await store.createRequestToken(sampleRequestToken(nowSeconds, { key: 'second' }))
 * ```
 *
 * @param nowSeconds When it is issued.
 * @param fields Fields that differ from the defaults.
 *
 * @returns A new record.
 *
 * @see {@link RequestTokenRecord}
 */
export function makeRequestToken(
  nowSeconds: number,
  fields: Partial<RequestTokenRecord> = {},
): RequestTokenRecord {
  return {
    kind: 'request',
    key: 'request-token',
    secret: 'request-token-secret',
    consumerKey: CONSUMER_KEY,
    callback: 'oob',
    scopes: ['photos'],
    state: 'pending',
    wrongVerifiers: 0,
    consentKey: 'consent-key',
    createdAtSeconds: nowSeconds,
    expiresAtSeconds: nowSeconds + LIFETIME_SECONDS,
    ...fields,
  }
}

/**
 * Creates an access token for a case. By default it does not expire. It is kept as long as it is valid.
 *
 * @example
 *
 * ```ts
 * await store.createAccessToken(sampleAccessToken(nowSeconds, { key: 'second' }))
 * ```
 *
 * @param nowSeconds When it is issued.
 * @param fields Fields that differ from the defaults.
 *
 * @returns A new record.
 *
 * @see {@link AccessTokenRecord}
 */
export function makeAccessToken(
  nowSeconds: number,
  fields: Partial<AccessTokenRecord> = {},
): AccessTokenRecord {
  const { expiresAtSeconds } = fields
  return {
    kind: 'access',
    key: 'access-token',
    secret: 'access-token-secret',
    consumerKey: CONSUMER_KEY,
    userId: 'jane',
    scopes: ['photos'],
    grantedBy: 'consent',
    state: 'valid',
    createdAtSeconds: nowSeconds,
    ...(expiresAtSeconds === undefined ? {} : { keepUntilSeconds: expiresAtSeconds }),
    ...fields,
  }
}

/**
 * Creates a nonce for a case.
 *
 * @example
 *
 * ```ts
 * await store.recordNonce(sampleNonce(nowSeconds, { digest: 'second' }))
 * ```
 *
 * @param nowSeconds The time of the call.
 * @param fields Fields that differ from the defaults.
 *
 * @returns A new record.
 *
 * @see {@link NonceRecord}
 */
export function makeNonce(nowSeconds: number, fields: Partial<NonceRecord> = {}): NonceRecord {
  return {
    digest: 'digest',
    consumerKey: CONSUMER_KEY,
    expiresAtSeconds: nowSeconds + LIFETIME_SECONDS,
    nowSeconds,
    ...fields,
  }
}

/**
 * Saves a request token in a state.
 *
 * @example
 *
 * ```ts
 * const token = await savedRequestToken(store, nowSeconds, { state: 'approved' })
 * ```
 *
 * @param store The store.
 * @param nowSeconds When it was issued.
 * @param fields Fields that differ from the defaults. User and verifier follow from `state`.
 *
 * @returns The record.
 *
 * @throws `Error` if the store did not save it.
 *
 * @see {@link RequestTokenState}
 */
export async function saveRequestToken(
  store: Store,
  nowSeconds: number,
  fields: Partial<RequestTokenRecord> = {},
): Promise<RequestTokenRecord> {
  const token = makeRequestToken(nowSeconds, { ...makeDecision(fields.state), ...fields })
  assertEqual(await store.createRequestToken(token), 'created', `saving ${token.key}`)
  return token
}

/**
 * Saves an access token.
 *
 * @example
 *
 * ```ts
 * const token = await savedAccessToken(store, nowSeconds, { key: 'second' })
 * ```
 *
 * @param store The store.
 * @param nowSeconds When it was issued.
 * @param fields Fields that differ from the defaults.
 *
 * @returns The record.
 *
 * @throws `Error` if the store did not save it.
 *
 * @see {@link AccessTokenRecord}
 */
export async function saveAccessToken(
  store: Store,
  nowSeconds: number,
  fields: Partial<AccessTokenRecord> = {},
): Promise<AccessTokenRecord> {
  const token = makeAccessToken(nowSeconds, fields)
  assertEqual(await store.createAccessToken(token), 'created', `saving ${token.key}`)
  return token
}

/**
 * Finds a token of either kind.
 *
 * @example
 *
 * ```ts
 * assertEqual(await findToken(store, 'access-token'), token, 'the access token')
 * ```
 *
 * @param store The store.
 * @param key The token's key.
 *
 * @returns The token that the store returns for the key and the sample consumer.
 *
 * @see {@link Store}, `findCredentials`
 */
export async function findToken(
  store: Store,
  key: string,
): Promise<RequestTokenRecord | AccessTokenRecord | undefined> {
  return (await store.findCredentials(CONSUMER_KEY, key)).token
}

function makeDecision(state: RequestTokenState = 'pending'): Partial<RequestTokenRecord> {
  if (state === 'pending') return {}
  return state === 'denied' ? { userId: 'jane' } : { userId: 'jane', verifierDigest: 'verifier' }
}
