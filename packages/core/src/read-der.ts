/** An element of DER. @internal */
export interface DerElement {
  /** Its type, such as 0x30 for a sequence. */
  readonly tag: number
  /** Its content. */
  readonly content: Uint8Array
  /** The element with its tag and length. */
  readonly whole: Uint8Array
}

// No key needs more: 16 MB, and as many elements as PKCS#12 has of keys and certificates.
const MAX_LENGTH_BYTES = 3
const MAX_ELEMENTS = 1000

/**
 * Splits DER into the elements that follow each other, without those inside of them. Returns none for
 * bytes that are not DER, use an indefinite length or have more than 1,000 elements.
 *
 * @see [ITU-T X.690, section 8.1](https://www.itu.int/rec/T-REC-X.690)
 *
 * @internal
 */
export function readDer(bytes: Uint8Array): readonly DerElement[] {
  const elements: DerElement[] = []
  let start = 0
  while (start < bytes.length) {
    const contentLength = readLength(bytes, start + 1)
    if (contentLength === undefined || elements.length === MAX_ELEMENTS) return []
    const contentStart = start + 2 + contentLength.extraBytes
    const end = contentStart + contentLength.length
    if (end > bytes.length) return []
    elements.push({
      tag: bytes[start] ?? 0,
      content: bytes.subarray(contentStart, end),
      whole: bytes.subarray(start, end),
    })
    start = end
  }
  return elements
}

/** Lists the elements inside of an element. @internal */
export function readInside(element: DerElement | undefined): readonly DerElement[] {
  return element === undefined ? [] : readDer(element.content)
}

function readLength(
  bytes: Uint8Array,
  at: number,
): { readonly length: number; readonly extraBytes: number } | undefined {
  const first = bytes[at]
  if (first === undefined) return undefined
  if (first < 0x80) return { length: first, extraBytes: 0 }
  const extraBytes = first - 0x80
  if (extraBytes === 0 || extraBytes > MAX_LENGTH_BYTES) return undefined
  const digits = bytes.subarray(at + 1, at + 1 + extraBytes)
  if (digits.length < extraBytes) return undefined
  return { length: digits.reduce((sum, digit) => sum * 256 + digit, 0), extraBytes }
}
