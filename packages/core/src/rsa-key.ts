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
  /** The permitted uses of the key. */
  readonly usages: readonly string[]
}

/**
 * The shape of a `KeyObject` of `node:crypto`, so that these declarations need no library of any
 * platform.
 */
export interface KeyObjectLike {
  /** `private` or `public`. */
  readonly type: string
  /** The algorithm, such as `rsa`. */
  readonly asymmetricKeyType?: string | undefined
  /** Exports the key in one of many formats. */
  export(options?: never): unknown
}

/**
 * An RSA key:
 *
 * - PEM as a string or as bytes. A private key is PKCS#8 or PKCS#1; a public key is SPKI, PKCS#1 or an
 *   X.509 certificate, of which only the key is used. There may be text and certificates around the
 *   key, line breaks may be written as `\n`, but two keys are refused.
 * - The same as DER. On Node.js the bytes of a private key can be PKCS#12 (`.p12`, `.pfx`).
 * - A `KeyObject`, on Node.js.
 * - A `CryptoKey` for `RSASSA-PKCS1-v1_5` or `RSA-PSS`, which serves the algorithm and the hash it was
 *   created for.
 */
export type RsaKey = string | Uint8Array | KeyObjectLike | CryptoKeyLike

/** A private key that is encrypted, as PEM or DER, or PKCS#12. Only Node.js can decrypt it. */
export interface EncryptedKey {
  /** The key. */
  readonly key: string | Uint8Array
  /** The passphrase that it is encrypted with. */
  readonly passphrase: string
}

/** An RSA private key, which may be encrypted. */
export type RsaPrivateKey = RsaKey | EncryptedKey

/** The properties of an RSA public key. @internal */
export interface ReadPublicKey {
  /** The key as SPKI, in Base64. */
  readonly spkiBase64: string
  /** The length of the modulus in bits. */
  readonly modulusBits: number
  /** The public exponent. */
  readonly publicExponent: bigint
}

/** An RSA key, and the option that errors name. @internal */
export interface NamedKey<Key extends RsaPrivateKey = RsaKey> {
  readonly key: Key
  readonly option: string
}

/** Whether a key is text or bytes, and not an object of the platform. @internal */
export function isEncodedKey(
  named: NamedKey<RsaPrivateKey>,
): named is NamedKey<string | Uint8Array> {
  return typeof named.key === 'string' || ArrayBuffer.isView(named.key)
}

/** Whether a key was given with a passphrase. @internal */
export function isEncryptedKey(named: NamedKey<RsaPrivateKey>): named is NamedKey<EncryptedKey> {
  return typeof named.key === 'object' && 'passphrase' in named.key
}

/**
 * Creates the error for bytes that are not an RSA key, or for a key that the platform refuses.
 *
 * @internal
 */
export function createUnreadableKeyError(option: string, cause: unknown): TypeError {
  return argumentError(
    `${option} must be an RSA key that this platform can read`,
    'ERR_INVALID_ARG_VALUE',
    { cause },
  )
}

/** Creates the error for a key of another algorithm. @internal */
export function createAlgorithmError(
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
  { key, option }: NamedKey<RsaPrivateKey>,
  algorithm?: RsaScheme['algorithm'],
): CryptoKey {
  const { name } = (key as Partial<CryptoKeyLike>).algorithm ?? {}
  const isKnown = name === 'RSASSA-PKCS1-v1_5' || name === 'RSA-PSS'
  if (isKnown && name === (algorithm ?? name)) return key as CryptoKey
  throw createAlgorithmError(option, algorithm)
}

/**
 * Makes sure that a `CryptoKey` is for the algorithm, the hash and the usage of a method. WebCrypto
 * would sign and verify with the key's own hash.
 *
 * @internal
 */
export function toUsableCryptoKey(
  named: NamedKey<RsaPrivateKey>,
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
