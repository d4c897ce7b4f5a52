import { decodeKeyBlock, createKindError } from './key-block.js'
import type { KeyBlock } from './key-block.js'
import { RSA_ALGORITHM } from './rsa-algorithm.js'
import { writeDer } from './write-der.js'

/**
 * Converts a private key that is not encrypted to PKCS#8. Throws `TypeError` for any other key.
 *
 * @see [RFC 5208, section 5](https://www.rfc-editor.org/rfc/rfc5208#section-5)
 *
 * @internal
 */
export function toPkcs8(block: KeyBlock, option: string): Uint8Array {
  const { label } = block
  if (label !== 'PRIVATE KEY' && label !== 'RSA PRIVATE KEY') {
    throw createKindError(block, option, 'private')
  }
  const der = decodeKeyBlock(block, option, 'private')
  if (label === 'PRIVATE KEY') return der
  const version = writeDer(0x02, [0])
  return writeDer(0x30, version, RSA_ALGORITHM, writeDer(0x04, der))
}
