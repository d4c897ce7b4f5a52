import type { ConsumerCredential, ConsumerRecord } from '../store/consumer-record.js'
import type { AccessTokenRecord, RequestTokenRecord } from '../store/token-records.js'
import type { SealedPlace } from './seal.js'

/**
 * How a field of a record is protected. `bound`: it stays readable, and what is sealed opens only with
 * this value. `sealed`: its value, or what proves it, is encrypted. `open`: not at all, because
 * the underlying store changes it by itself.
 */
type Protection = 'bound' | 'sealed' | 'open'

// The compiler wants every field of a record here.
const CONSUMER_FIELDS = {
  key: 'bound',
  revision: 'bound',
  name: 'bound',
  description: 'bound',
  website: 'bound',
  iconUrl: 'bound',
  ownerId: 'bound',
  status: 'bound',
  statusReason: 'bound',
  secrets: 'sealed',
  publicKeys: 'bound',
  signatureMethods: 'bound',
  callbacks: 'bound',
  scopes: 'bound',
  defaultCallback: 'bound',
  allowXauth: 'bound',
  allowTwoLegged: 'bound',
  requireBodyHash: 'bound',
  allowPlaintextInQuery: 'bound',
  addressRanges: 'bound',
  requestTokenLifetimeSeconds: 'bound',
  accessTokenLifetimeSeconds: 'bound',
  sessionLifetimeSeconds: 'bound',
  createdAtSeconds: 'bound',
} satisfies Record<keyof ConsumerRecord, Protection>

const REQUEST_TOKEN_FIELDS = {
  kind: 'bound',
  key: 'bound',
  secret: 'sealed',
  consumerKey: 'bound',
  callback: 'bound',
  scopes: 'bound',
  state: 'open',
  // The sealed value in place of the verifier's digest can be opened only for this user.
  userId: 'sealed',
  verifierDigest: 'sealed',
  wrongVerifiers: 'open',
  consentKey: 'sealed',
  createdAtSeconds: 'bound',
  expiresAtSeconds: 'bound',
} satisfies Record<keyof RequestTokenRecord, Protection>

const ACCESS_TOKEN_FIELDS = {
  kind: 'bound',
  key: 'bound',
  secret: 'sealed',
  consumerKey: 'bound',
  userId: 'bound',
  scopes: 'bound',
  grantedBy: 'bound',
  state: 'open',
  createdAtSeconds: 'bound',
  expiresAtSeconds: 'bound',
  sessionHandleDigest: 'bound',
  // A revocation brings it forward: compared with what is sealed, not bound.
  keepUntilSeconds: 'sealed',
  lastUsedAtSeconds: 'open',
} satisfies Record<keyof AccessTokenRecord, Protection>

const BOUND_OF_CONSUMER = listBoundFields<ConsumerRecord>(CONSUMER_FIELDS)
const BOUND_OF_REQUEST_TOKEN = listBoundFields<RequestTokenRecord>(REQUEST_TOKEN_FIELDS)
const BOUND_OF_ACCESS_TOKEN = listBoundFields<AccessTokenRecord>(ACCESS_TOKEN_FIELDS)

/** Returns the place of a consumer's secrets: everything else that its record says. */
export function getConsumerPlace(consumer: ConsumerRecord): SealedPlace {
  const { publicKeys } = consumer
  // As lists: a database that reads JSON keeps no order of the fields of an object.
  const listed = { ...consumer, publicKeys: publicKeys.map(toList) }
  return ['consumer', ...listValues(listed, BOUND_OF_CONSUMER)]
}

/** Returns the place of a token's secrets, as the underlying store knows the token. */
export function getTokenPlace(token: RequestTokenRecord | AccessTokenRecord): SealedPlace {
  return token.kind === 'request'
    ? ['request token', ...listValues(token, BOUND_OF_REQUEST_TOKEN)]
    : ['access token', ...listValues(token, BOUND_OF_ACCESS_TOKEN)]
}

/** Returns the place of a verifier's digest: this request token, approved by this user. */
export function getApprovalPlace(approval: {
  /** The key as the underlying store knows it. */
  readonly key: string
  readonly userId?: string | undefined
}): SealedPlace {
  return ['request token approval', approval.key, approval.userId ?? null]
}

function toList({ value, expiresAtSeconds }: ConsumerCredential) {
  return [value, expiresAtSeconds ?? null]
}

function listBoundFields<Saved>(fields: Readonly<Record<keyof Saved, Protection>>) {
  const names = Object.keys(fields) as (keyof Saved)[]
  return names.filter((name) => fields[name] === 'bound')
}

// By their names, and without what is absent, false or empty: a record then opens that was sealed by
// a version that did not know of a field yet, if that field's default is one of these.
function listValues<Saved>(record: Saved, names: readonly (keyof Saved)[]): readonly unknown[] {
  return names.flatMap((name) => {
    const value: unknown = record[name] ?? false
    const isEmpty = value === false || (Array.isArray(value) && value.length === 0)
    return isEmpty ? [] : [[name, value]]
  })
}
