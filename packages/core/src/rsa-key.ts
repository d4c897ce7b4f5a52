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

/** An RSA key, and the option that errors name. @internal */
export interface NamedKey<Key extends RsaKey = RsaKey> {
  readonly key: Key
  readonly option: string
}

/** Whether a key is PEM, and not a `CryptoKey`. @internal */
export function isPem(named: NamedKey): named is NamedKey<string> {
  return typeof named.key === 'string'
}

/**
 * Creates the error for PEM whose bytes are not an RSA key, or a key that the platform refuses.
 *
 * @internal
 */
export function unreadablePem(option: string, cause: unknown): TypeError {
  return argumentError(
    `${option} must hold an RSA key that this platform can read`,
    'ERR_INVALID_ARG_VALUE',
    { cause },
  )
}

/** Creates the error for a key of another algorithm. @internal */
export function otherAlgorithm(option: string): TypeError {
  return argumentError(`${option} must be an RSA key for RSASSA-PKCS1-v1_5`)
}

/**
 * Makes sure that a `CryptoKey` is one for RSASSA-PKCS1-v1_5.
 *
 * @internal
 */
export function requireRsaCryptoKey({ key, option }: NamedKey): CryptoKey {
  const { algorithm } = key as Partial<CryptoKeyLike>
  if (algorithm?.name === 'RSASSA-PKCS1-v1_5') return key as CryptoKey
  throw otherAlgorithm(option)
}

/**
 * Makes sure that a `CryptoKey` does what is asked of it. WebCrypto would sign and verify with the
 * key's own hash, whatever the method.
 *
 * @internal
 */
export function requireUsableCryptoKey(
  named: NamedKey,
  usage: 'sign' | 'verify',
  hash: HashName,
): CryptoKey {
  const usable = requireRsaCryptoKey(named)
  const hashOfKey = (usable.algorithm as RsaHashedKeyAlgorithm).hash.name
  if (hashOfKey === hash && usable.usages.includes(usage)) return usable
  throw argumentError(
    `${named.option} must be a CryptoKey to ${usage} with ${hash}, received one to ${usable.usages.join(' and ')} with ${hashOfKey}`,
  )
}
