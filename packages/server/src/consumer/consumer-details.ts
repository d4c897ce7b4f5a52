import type { ConsumerInfo } from '../results.js'
import type { ConsumerRecord } from '../store/consumer-record.js'

/** A consumer as its owner may see it at any time: everything but its secrets. */
export type ConsumerDetails = Omit<ConsumerRecord, 'secrets' | 'publicKeys' | 'revision'> & {
  /** The RSA public keys, as SPKI PEM, the newest first. */
  readonly publicKeys: readonly string[]
}

/** A consumer with the secret that it has just been given: the one time to hand it over. */
export type ConsumerWithSecret = ConsumerDetails & {
  /** The secret; `undefined` for a consumer that signs with RSA. */
  readonly secret: string | undefined
}

/** Leaves of a consumer what its owner may see. */
export function toConsumerDetails(consumer: ConsumerRecord): ConsumerDetails {
  const { secrets, revision, publicKeys, ...details } = consumer
  return { ...details, publicKeys: publicKeys.map(({ value }) => value) }
}

/** Leaves of a consumer what may be shown to anyone. */
export function toConsumerInfo(consumer: ConsumerRecord): ConsumerInfo {
  const { key, name, description, website, iconUrl, status } = consumer
  return { key, name, description, website, iconUrl, status }
}
