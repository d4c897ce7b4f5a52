import type { AccessTokenRecord, ConsumerRecord, RequestTokenRecord } from '../store.js'
import type { Seal, SealedPlace } from './seal.js'

/** Gives the keyed digest under which something is looked up. */
export type Lookup = (kind: 'token' | 'session' | 'nonce', text: string) => Promise<string>

/** Turns records into what the store beneath sees, and back. */
export interface SealedRecords {
  sealConsumer(consumer: ConsumerRecord): Promise<ConsumerRecord>
  openConsumer(consumer: ConsumerRecord): Promise<ConsumerRecord>
  sealRequestToken(token: RequestTokenRecord): Promise<RequestTokenRecord>
  openRequestToken(token: RequestTokenRecord): Promise<RequestTokenRecord>
  sealAccessToken(token: AccessTokenRecord): Promise<AccessTokenRecord>
  openAccessToken(token: AccessTokenRecord): Promise<AccessTokenRecord>
}

/**
 * Makes {@link SealedRecords}. Of a token, its key, secret and what else would help a thief are
 * sealed together in the field of the secret; the field of the key holds the digest that finds it.
 */
export function sealedRecords(seal: Seal, lookup: Lookup): SealedRecords {
  async function withSecrets(
    consumer: ConsumerRecord,
    change: (value: string) => Promise<string>,
  ): Promise<ConsumerRecord> {
    const secrets = consumer.secrets.map(async (secret) => ({
      ...secret,
      value: await change(secret.value),
    }))
    return { ...consumer, secrets: await Promise.all(secrets) }
  }

  return {
    sealConsumer: (consumer) =>
      withSecrets(consumer, (value) => seal.close([value], placeOfConsumer(consumer))),

    openConsumer: (consumer) =>
      withSecrets(consumer, async (value) => {
        const [secret = ''] = await seal.open(value, placeOfConsumer(consumer))
        return secret
      }),

    async sealRequestToken(token) {
      const found = { ...token, key: await lookup('token', token.key), consentKey: '' }
      const texts = [token.key, token.secret, token.consentKey]
      return { ...found, secret: await seal.close(texts, placeOfToken(found)) }
    },

    async openRequestToken(token) {
      const opened = await seal.open(token.secret, placeOfToken(token))
      const [key = '', secret = '', consentKey = ''] = opened
      return { ...token, key, secret, consentKey }
    },

    async sealAccessToken(token) {
      const { key, secret, sessionHandleDigest } = token
      const found = { ...token, key: await lookup('token', key) }
      const place = placeOfToken(found)
      if (sessionHandleDigest === undefined) {
        return { ...found, secret: await seal.close([key, secret], place) }
      }
      return {
        ...found,
        secret: await seal.close([key, secret, sessionHandleDigest], place),
        sessionHandleDigest: await lookup('session', sessionHandleDigest),
      }
    },

    async openAccessToken(token) {
      const opened = await seal.open(token.secret, placeOfToken(token))
      const [key = '', secret = '', sessionHandleDigest] = opened
      return { ...token, key, secret, sessionHandleDigest }
    },
  }
}

function placeOfConsumer({ key }: ConsumerRecord): SealedPlace {
  return ['consumer', key]
}

// What never changes of a token and says whom it lets do what: who can write to the database, but
// has no key, gives nobody's token to another.
function placeOfToken(token: RequestTokenRecord | AccessTokenRecord): SealedPlace {
  const { kind, key, consumerKey } = token
  if (kind === 'request') return [kind, key, consumerKey]
  return [kind, key, consumerKey, token.userId, ...token.scopes]
}
