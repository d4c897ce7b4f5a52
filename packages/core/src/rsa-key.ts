import { argumentError } from './argument-error.js'
/** The hash functions that signature methods are built on. */
export type HashName = 'SHA-1' | 'SHA-256' | 'SHA-512'

/**
 * The shape of a WebCrypto `CryptoKey`, so that these declarations need no library of any platform.
 */
export interface CryptoKeyLike {
  /** `private` or `public`. */
  readonly type: string
  /** The algorithm the key was imported for. */
  readonly algorithm: {
    /** Its name, such as `RSASSA-PKCS1-v1_5`. */
    readonly name: string
  }
  /** Whether the platform gives the key away. */
  readonly extractable: boolean
  /** What the key may do. */
  readonly usages: readonly string[]
}

/**
 * An RSA key: PEM text (PKCS#8 for a private key, SPKI for a public one), or a `CryptoKey` for
 * `RSASSA-PKCS1-v1_5`, which serves the one hash it was made for. A PEM text may hold other text and
 * certificates around the key, but not two keys.
 */
export type RsaKey = string | CryptoKeyLike

/**
 * Makes the error of PEM whose bytes are no RSA key, or one that the platform refuses.
 *
 * @internal
 */
export function unreadablePem(cause: unknown): TypeError {
  return argumentError(
    'The PEM holds no RSA key that this platform takes',
    'ERR_INVALID_ARG_VALUE',
    { cause },
  )
}

/**
 * Makes sure that a `CryptoKey` is one for RSASSA-PKCS1-v1_5.
 *
 * @internal
 */
export function requireRsaCryptoKey(key: CryptoKeyLike): CryptoKey {
  const algorithm = key.algorithm as CryptoKeyLike['algorithm'] | undefined
  if (algorithm?.name === 'RSASSA-PKCS1-v1_5') return key as CryptoKey
  throw argumentError('The key is not an RSA key: a CryptoKey must be one for RSASSA-PKCS1-v1_5')
}

/**
 * Makes sure that a `CryptoKey` does what is asked of it. WebCrypto would sign and verify with the
 * key's own hash, whatever the method.
 *
 * @internal
 */
export function requireUsableCryptoKey(
  key: CryptoKeyLike,
  usage: 'sign' | 'verify',
  hash: HashName,
): CryptoKey {
  const usable = requireRsaCryptoKey(key)
  const hashOfKey = (usable.algorithm as RsaHashedKeyAlgorithm).hash.name
  if (hashOfKey === hash && usable.usages.includes(usage)) return usable
  throw argumentError(
    `The CryptoKey is to ${usable.usages.join(' and ')} with ${hashOfKey}; one to ${usage} with ${hash} is needed`,
  )
}
