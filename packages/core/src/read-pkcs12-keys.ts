import { readDer, readInside } from './read-der.js'
import type { DerElement } from './read-der.js'

/** A private key in PKCS#12. @internal */
export interface Pkcs12Key {
  /** Its PKCS#8, as DER. */
  readonly der: Uint8Array
  /** Whether the PKCS#8 is encrypted. */
  readonly isEncrypted: boolean
}

// The bytes of object identifiers, joined.
const DATA = '42,134,72,134,247,13,1,7,1'
const KEY_BAG = '42,134,72,134,247,13,1,12,10,1,1'
const SHROUDED_KEY_BAG = '42,134,72,134,247,13,1,12,10,1,2'

/**
 * Lists the private keys in PKCS#12. Everything else in it, such as certificates and the MAC, is not
 * read: the key itself is encrypted.
 *
 * @see [RFC 7292, section 4](https://www.rfc-editor.org/rfc/rfc7292#section-4)
 *
 * @internal
 */
export function readPkcs12Keys(bytes: Uint8Array): readonly Pkcs12Key[] {
  const [pfx] = readDer(bytes)
  const [, authenticatedSafe] = readInside(pfx)
  return readData(authenticatedSafe)
    .flatMap((contentInfo) => readData(contentInfo))
    .flatMap((bag) => {
      const [id, value] = readInside(bag)
      const type = id?.content.join(',')
      if (value === undefined || (type !== KEY_BAG && type !== SHROUDED_KEY_BAG)) return []
      return [{ der: value.content, isEncrypted: type === SHROUDED_KEY_BAG }]
    })
}

// A ContentInfo of the type data contains octets, which contain a sequence. One that is encrypted is skipped.
function readData(contentInfo: DerElement | undefined): readonly DerElement[] {
  const [type, wrapped] = readInside(contentInfo)
  if (type?.content.join(',') !== DATA) return []
  const [octets] = readInside(wrapped)
  const [sequence] = readInside(octets)
  return readInside(sequence)
}
