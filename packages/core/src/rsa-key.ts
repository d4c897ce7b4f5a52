import { argumentError } from './argument-error.js'

/** The hash functions that signature methods are built on. */
export type HashName = 'SHA-1' | 'SHA-256' | 'SHA-512'

/**
 * How a method signs with RSA, in the words of WebCrypto. The salt of `RSA-PSS` is as long as the hash.
 *
 * @internal
 */
export interface RsaScheme {
  readonly algorithm: 'RSASSA-PKCS1-v1_5' | 'RSA-PSS'
  readonly hash: HashName
}

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
 * An RSA key: a PEM string (PKCS#8 for a private key, SPKI for a public one), or a `CryptoKey` for
 * `RSASSA-PKCS1-v1_5` or `RSA-PSS`, which serves the algorithm and the hash it was created for. A PEM
 * string may contain text and certificates around the key, but not two keys.
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
export function otherAlgorithm(
  option: string,
  algorithm: RsaScheme['algorithm'] = 'RSASSA-PKCS1-v1_5',
): TypeError {
  return argumentError(`${option} must be an RSA key for ${algorithm}`)
}

/**
 * Makes sure that a `CryptoKey` is one for an RSA method of this package.
 *
 * @internal
 */
export function toRsaCryptoKey(
  { key, option }: NamedKey,
  algorithm?: RsaScheme['algorithm'],
): CryptoKey {
  const { name } = (key as Partial<CryptoKeyLike>).algorithm ?? {}
  const isKnown = name === 'RSASSA-PKCS1-v1_5' || name === 'RSA-PSS'
  if (isKnown && name === (algorithm ?? name)) return key as CryptoKey
  throw otherAlgorithm(option, algorithm)
}

/**
 * Makes sure that a `CryptoKey` is for the algorithm, the hash and the usage of a method. WebCrypto
 * would sign and verify with the key's own hash.
 *
 * @internal
 */
export function toUsableCryptoKey(
  named: NamedKey,
  usage: 'sign' | 'verify',
  { algorithm, hash }: RsaScheme,
): CryptoKey {
  const usable = toRsaCryptoKey(named, algorithm)
  const hashOfKey = (usable.algorithm as RsaHashedKeyAlgorithm).hash.name
  if (hashOfKey === hash && usable.usages.includes(usage)) return usable
  throw argumentError(
    `${named.option} must be a CryptoKey to ${usage} with ${hash}, received one to ${usable.usages.join(' and ')} with ${hashOfKey}`,
  )
}
