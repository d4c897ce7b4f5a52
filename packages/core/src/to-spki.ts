import { decodeKeyBlock, createKindError } from './key-block.js'
import type { KeyBlock } from './key-block.js'
import { readDer, readInside } from './read-der.js'
import { RSA_ALGORITHM } from './rsa-algorithm.js'
import { writeDer } from './write-der.js'

// RFC 5280, section 4.1: the key follows the version, which may be missing, and five other elements.
const VERSION = 0xa0
const ELEMENTS_BEFORE_KEY = 5

/**
 * Converts a public key to SPKI; of a certificate only the key is used. Throws `TypeError` for any
 * other key.
 *
 * @see [RFC 5280, section 4.1](https://www.rfc-editor.org/rfc/rfc5280#section-4.1)
 *
 * @internal
 */
export function toSpki(block: KeyBlock, option: string): Uint8Array {
  const { label } = block
  if (label !== 'PUBLIC KEY' && label !== 'RSA PUBLIC KEY' && label !== 'CERTIFICATE') {
    throw createKindError(block, option, 'public')
  }
  const der = decodeKeyBlock(block, option, 'public')
  if (label === 'PUBLIC KEY') return der
  if (label === 'CERTIFICATE') return readKeyOfCertificate(der)
  return writeDer(0x30, RSA_ALGORITHM, writeDer(0x03, [0], der))
}

function readKeyOfCertificate(der: Uint8Array): Uint8Array {
  const [certificate] = readDer(der)
  const [toBeSigned] = readInside(certificate)
  const elements = readInside(toBeSigned)
  const key = elements[ELEMENTS_BEFORE_KEY + (elements[0]?.tag === VERSION ? 1 : 0)]
  // An empty key cannot be read, which is a separate error.
  return key?.whole ?? new Uint8Array()
}
