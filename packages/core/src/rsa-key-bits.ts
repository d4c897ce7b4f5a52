import { namedError } from './argument-error.js'
import { rsaModulusBits } from '#crypto'

import { isRsaKey } from './argument-checks.js'
import { assertArgument } from './assert-options.js'
import type { RsaKey } from './rsa-key.js'

/**
 * Reads the size of an RSA public key, so that weak ones can be refused when they are registered.
 *
 * @example
 *
 * ```ts
 * if ((await rsaKeyBits(pem)) < 2048) throw new TypeError('The key is too short')
 * ```
 *
 * @param publicKey SPKI PEM or a `CryptoKey`.
 *
 * @returns The length of the modulus in bits.
 *
 * @throws `TypeError` when it is not SPKI PEM or not an RSA key; its `cause` is the platform's own
 *   error when the PEM cannot be read.
 *
 * @see [RFC 8017, section 3.1](https://www.rfc-editor.org/rfc/rfc8017#section-3.1)
 */
export async function rsaKeyBits(publicKey: RsaKey): Promise<number> {
  assertArgument('rsaKeyBits', { publicKey }, isRsaKey)
  try {
    return await rsaModulusBits(publicKey)
  } catch (error) {
    throw namedError('rsaKeyBits', error)
  }
}
