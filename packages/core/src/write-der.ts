/**
 * Writes an element of DER.
 *
 * @param tag Its type, such as 0x30 for a sequence.
 * @param parts Its content, in order.
 *
 * @internal
 */
export function writeDer(
  tag: number,
  ...parts: readonly (Uint8Array | readonly number[])[]
): Uint8Array<ArrayBuffer> {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const header = [tag, ...encodeLength(length)]
  const element = new Uint8Array(header.length + length)
  let offset = 0
  for (const part of [header, ...parts]) {
    element.set(part, offset)
    offset += part.length
  }
  return element
}

function encodeLength(length: number): readonly number[] {
  if (length < 0x80) return [length]
  const digits: number[] = []
  for (let rest = length; rest > 0; rest >>= 8) digits.unshift(rest & 0xff)
  return [0x80 + digits.length, ...digits]
}
