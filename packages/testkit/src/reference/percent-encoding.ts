/** A string, which represents its UTF-8 octets, or octets. */
export type Octets = string | Uint8Array

const UNRESERVED = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~'

/** Encodes by RFC 5849 section 3.6, octet by octet. Throws a `RangeError` for an unpaired surrogate. */
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
 * Decodes only the percent-encoding of section 3.6, to octets. Throws a `RangeError` if a percent sign
 * is not followed by two hexadecimal digits.
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
    if (!/^[0-9A-Fa-f]{2}$/.test(digits))
      throw new RangeError('A percent sign must be followed by two hexadecimal digits.')
    octets.push(Buffer.from([Number.parseInt(digits, 16)]))
    position += 2
  }
  return Buffer.concat(octets)
}

/** Encodes a string as UTF-8. Throws a `RangeError` for an unpaired surrogate. */
export function toBuffer(octets: Octets): Buffer {
  if (typeof octets !== 'string') return Buffer.from(octets)
  if (/\p{Surrogate}/u.test(octets)) throw new RangeError('The string has an unpaired surrogate.')
  return Buffer.from(octets, 'utf8')
}
