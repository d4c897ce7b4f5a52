import type { ConsumerCredential, ConsumerRecord } from '../store/consumer-record.js'
import type { AccessTokenRecord, RequestTokenRecord } from '../store/token-records.js'
import { createOpenError } from './seal.js'
import type { Seal } from './seal.js'
import { getApprovalPlace, getConsumerPlace, getTokenPlace } from './sealed-fields.js'

/** Returns the keyed digest under which something is looked up. */
export type DigestForLookup = (kind: 'token' | 'session' | 'nonce', text: string) => Promise<string>

/** The content of an approval, to be sealed: the user, and the verifier. */
interface Approval {
  /** The request token's key as the underlying store knows it. */
  readonly key: string
  readonly userId?: string | undefined
  readonly verifierDigest: string
}

/** Turns records into what the underlying store sees, and back. */
export interface SealedRecords {
  sealConsumer(consumer: ConsumerRecord): Promise<ConsumerRecord>
  openConsumer(consumer: ConsumerRecord): Promise<ConsumerRecord>
  /** Returns whether a consumer, as the underlying store has it, is sealed with the newest key. */
  isNewestConsumer(consumer: ConsumerRecord): Promise<boolean>
  sealRequestToken(token: RequestTokenRecord): Promise<RequestTokenRecord>
  openRequestToken(token: RequestTokenRecord): Promise<RequestTokenRecord>
  /** Opens who has approved a request token, with which verifier; `undefined` if nobody has. */
  openApproval(token: RequestTokenRecord): Promise<string | undefined>
  /** Returns what replaces the verifier's digest, and proves who has approved. */
  sealApproval(approval: Approval): Promise<string>
  sealAccessToken(token: AccessTokenRecord): Promise<AccessTokenRecord>
  openAccessToken(token: AccessTokenRecord): Promise<AccessTokenRecord>
}

/** The states that a request token has only after an approval. */
const APPROVED_STATES: ReadonlySet<string> = new Set<RequestTokenRecord['state']>([
  'approved',
  'used',
  'locked',
])

/**
 * Makes {@link SealedRecords}. Of a token, its key, secret and what else would help a thief are
 * sealed together in the field of the secret; the field of the key contains the digest that finds it.
 * All secrets of a consumer are sealed as one value. It can be opened only if the rest of the record
 * is unchanged.
 */
export function createSealedRecords(seal: Seal, digestForLookup: DigestForLookup): SealedRecords {
  const sealApproval: SealedRecords['sealApproval'] = (approval) =>
    seal.close([approval.verifierDigest], getApprovalPlace(approval))

  async function openApproval(token: RequestTokenRecord): Promise<string | undefined> {
    const { key, state, userId, verifierDigest } = token
    if (verifierDigest !== undefined) {
      const [opened] = await seal.open(verifierDigest, getApprovalPlace({ key, userId }))
      return opened as string
    }
    if (APPROVED_STATES.has(state)) throw createOpenError(getApprovalPlace(token), 'it is missing')
    return undefined
  }

  return {
    async sealConsumer(consumer) {
      const secrets = JSON.stringify(consumer.secrets)
      return {
        ...consumer,
        secrets: [{ value: await seal.close([secrets], getConsumerPlace(consumer)) }],
      }
    },

    async openConsumer(consumer) {
      const place = getConsumerPlace(consumer)
      const [secrets] = await seal.open(getSealedSecrets(consumer), place)
      return { ...consumer, secrets: JSON.parse(String(secrets)) as ConsumerCredential[] }
    },

    isNewestConsumer: (consumer) => seal.isNewest(getSealedSecrets(consumer)),

    sealApproval,

    openApproval,

    async sealRequestToken(token) {
      const { secret, consentKey, userId, verifierDigest } = token
      const key = await digestForLookup('token', token.key)
      const found = { ...token, key, consentKey: '' }
      return {
        ...found,
        secret: await seal.close([token.key, secret, consentKey], getTokenPlace(found)),
        verifierDigest:
          verifierDigest === undefined
            ? undefined
            : await sealApproval({ key, userId, verifierDigest }),
      }
    },

    async openRequestToken(token) {
      const opened = await seal.open(token.secret, getTokenPlace(token))
      const [key, secret, consentKey] = opened as [string, string, string]
      return { ...token, key, secret, consentKey, verifierDigest: await openApproval(token) }
    },

    async sealAccessToken(token) {
      const { key, secret, sessionHandleDigest: session, keepUntilSeconds } = token
      const found = {
        ...token,
        key: await digestForLookup('token', key),
        sessionHandleDigest:
          session === undefined ? undefined : await digestForLookup('session', session),
      }
      const hidden = [key, secret, session ?? null, keepUntilSeconds ?? null]
      return { ...found, secret: await seal.close(hidden, getTokenPlace(found)) }
    },

    async openAccessToken(token) {
      const place = getTokenPlace(token)
      const opened = await seal.open(token.secret, place)
      const [key, secret, session, kept] = opened as [string, string, string | null, number | null]
      if (!isKeptAsSealed(token, kept ?? Infinity)) {
        throw createOpenError(place, 'keepUntilSeconds was changed')
      }
      return { ...token, key, secret, sessionHandleDigest: session ?? undefined }
    },
  }
}

/** Returns the one text in which the secrets of a consumer are sealed. */
function getSealedSecrets({ secrets: [sealed, ...others] }: ConsumerRecord): string {
  const isAlone = others.length === 0 && sealed?.expiresAtSeconds === undefined
  // No key can open a value that a sealed store has not written.
  return isAlone && sealed !== undefined ? sealed.value : ''
}

/** Returns whether a token is kept as long as it was to be: only a revocation brings that forward. */
function isKeptAsSealed({ state, keepUntilSeconds }: AccessTokenRecord, sealed: number): boolean {
  const kept = keepUntilSeconds ?? Infinity
  return state === 'revoked' ? kept <= sealed : kept === sealed
}
