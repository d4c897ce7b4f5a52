import { rsaModulusBits } from '#crypto'

import type { RsaKey } from './rsa-key.js'

/**
 * Reads the size of an RSA public key, so that weak keys can be refused when they are registered.
 *
 * @param publicKey SPKI PEM or a `CryptoKey`.
 * @param option The option that errors name.
 *
 * @returns The length of the modulus in bits.
 *
 * @throws `TypeError` when it is not SPKI PEM or not an RSA key; its `cause` is the platform's own
 *   error when the PEM cannot be read.
 *
 * @see [RFC 8017, section 3.1](https://www.rfc-editor.org/rfc/rfc8017#section-3.1)
 *
 * @internal
 */
export async function rsaKeyBits(publicKey: RsaKey, option: string): Promise<number> {
  return rsaModulusBits({ key: publicKey, option })
}
