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
   * 3.4.2), or the result of a {@link Dialect}.
   */
  readonly signingKey: string
}

/** The keys for verifying one signature. */
export type VerificationKeys = Omit<SigningKeys, 'privateKey'> & {
  /** The consumer's public key, for methods of the `public-key` family. */
  readonly publicKey?: RsaKey | undefined
}

/**
 * A signature method, which computes an `oauth_signature` from a base string. You can pass a custom one in place of
 * the name of a method. Its functions may return a promise, for example of a key service.
 *
 * @see [RFC 5849, section 3.4](https://www.rfc-editor.org/rfc/rfc5849#section-3.4)
 */
export interface SignatureMethod {
  /** The value of `oauth_signature_method`, which is case-sensitive. */
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
   * Verifies the signature of a base string. Must compare in constant time; must not throw for any
   * signature.
   */
  verify(
    signed: { readonly baseString: string; readonly signature: string },
    keys: VerificationKeys,
  ): boolean | Promise<boolean>
}
