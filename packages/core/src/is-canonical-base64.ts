// The one way to write bytes (RFC 4648, section 3.5): no line breaks, no missing padding, and zeros for the
// bits that the padding leaves over. Decoders accept more, so that two strings could decode to the same bytes.
const CANONICAL_BASE64 = /^[A-Za-z0-9+/]+(?:[AQgw]==|[AEIMQUYcgkosw048]=)?$/

/**
 * Returns whether a string is Base64 as an encoder writes it.
 *
 * @internal
 */
export function isCanonicalBase64(text: string): boolean {
  return text.length % 4 === 0 && CANONICAL_BASE64.test(text)
}
