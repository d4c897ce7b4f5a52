/** Text, which stands for its UTF-8 octets, or octets. */
export type Octets = string | Uint8Array

const UNRESERVED = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~'

/** Encodes by RFC 5849 section 3.6, octet by octet. Throws a `RangeError` for half a surrogate pair. */
export function percentEncode(octets: Octets): string {
  let encoded = ''
  for (const octet of toBuffer(octets)) {
    const character = String.fromCharCode(octet)
    if (UNRESERVED.includes(character)) encoded += character
    else encoded += `%${octet.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return encoded
}

/**
 * Decodes the escapes of section 3.6, and nothing else, to octets. Throws a `RangeError` for an
 * escape without two hexadecimal digits.
 */
export function percentDecode(text: string): Buffer {
  const octets: Buffer[] = []
  const encoded = toBuffer(text)
  for (let position = 0; position < encoded.length; position += 1) {
    if (encoded[position] !== 0x25) {
      octets.push(encoded.subarray(position, position + 1))
      continue
    }
    const digits = encoded.toString('latin1', position + 1, position + 3)
    if (!/^[0-9A-Fa-f]{2}$/.test(digits)) throw new RangeError('An escape lacks its two digits.')
    octets.push(Buffer.from([Number.parseInt(digits, 16)]))
    position += 2
  }
  return Buffer.concat(octets)
}

/** Gives the octets of a text by UTF-8. Throws a `RangeError` for half a surrogate pair. */
export function toBuffer(octets: Octets): Buffer {
  if (typeof octets !== 'string') return Buffer.from(octets)
  if (/\p{Surrogate}/u.test(octets)) throw new RangeError('Half a surrogate pair is no text.')
  return Buffer.from(octets, 'utf8')
}
