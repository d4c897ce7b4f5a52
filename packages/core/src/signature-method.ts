import type { HashName, RsaKey, RsaPrivateKey } from './rsa-key.js'

/** The secrets and keys of one side of a request. */
export interface SigningKeys {
  /** The consumer secret. */
  readonly consumerSecret: string
  /** The token secret; empty if there is no token. */
  readonly tokenSecret: string
  /** The consumer's private key, for methods of the `public-key` family. */
  readonly privateKey?: RsaPrivateKey | undefined
  /**
   * The key that shared-secret methods use: both secrets percent-encoded and joined by `&` (section
   * 3.4.2), or what a {@link Dialect} makes of them.
   */
  readonly signingKey: string
}

/** The keys to judge one signature with. */
export type VerificationKeys = Omit<SigningKeys, 'privateKey'> & {
  /** The consumer's public key, for methods of the `public-key` family. */
  readonly publicKey?: RsaKey | undefined
}

/**
 * A signature method: how a base string becomes an `oauth_signature`. Give one of your own wherever
 * the name of a method is taken; it may ask a key service and resolve later.
 *
 * @see [RFC 5849, section 3.4](https://www.rfc-editor.org/rfc/rfc5849#section-3.4)
 */
export interface SignatureMethod {
  /** The value of `oauth_signature_method`. Letter case counts. */
  readonly name: string
  /** The keys of the two sides: one shared secret, or the two halves of a key pair. */
  readonly family: 'shared-secret' | 'public-key'
  /**
   * The hash of `oauth_body_hash` with this method; absent if the method ignores that
   * parameter.
   */
  readonly bodyHash?: HashName | undefined
  /**
   * Whether requests may come without timestamp and nonce, as they may under PLAINTEXT (section
   * 3.1).
   */
  readonly allowMissingTimestamp?: boolean | undefined
  /** Creates the signature of a base string. */
  sign(baseString: string, keys: SigningKeys): string | Promise<string>
  /**
   * Judges the signature of a base string. Must compare in constant time; must not throw for any
   * signature.
   */
  verify(
    signed: { readonly baseString: string; readonly signature: string },
    keys: VerificationKeys,
  ): boolean | Promise<boolean>
}
