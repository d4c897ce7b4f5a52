import { loadRsa } from './load-rsa.js'
import type { RsaKey } from './rsa-key.js'

const LINE = /.{1,64}/g

/**
 * Reads an RSA public key, so that weak keys can be refused and others kept in one format.
 *
 * @param publicKey The key.
 * @param option The option that errors name.
 *
 * @returns SPKI PEM, the length of the modulus in bits, and the public exponent.
 *
 * @throws `TypeError` when it is not an RSA public key; its `cause` is the platform's own error when
 *   the key cannot be read.
 *
 * @see [RFC 8017, section 3.1](https://www.rfc-editor.org/rfc/rfc8017#section-3.1)
 *
 * @internal
 */
export async function readRsaPublicKey(
  publicKey: RsaKey,
  option: string,
): Promise<{
  readonly pem: string
  readonly modulusBits: number
  readonly publicExponent: bigint
}> {
  const { exportRsaPublicKey } = await loadRsa()
  const { spkiBase64, ...size } = await exportRsaPublicKey({ key: publicKey, option })
  const lines = spkiBase64.match(LINE) ?? []
  const pem = ['-----BEGIN PUBLIC KEY-----', ...lines, '-----END PUBLIC KEY-----', ''].join('\n')
  return { pem, ...size }
}
