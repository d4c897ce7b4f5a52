/**
 * Writes an element of DER.
 *
 * @param tag Its type, such as 0x30 for a sequence.
 * @param parts What is in it, one after the other.
 *
 * @internal
 */
export function writeDer(
  tag: number,
  ...parts: readonly (Uint8Array | readonly number[])[]
): Uint8Array<ArrayBuffer> {
  const content = parts.flatMap((part) => [...part])
  const { length } = content
  const header =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Uint8Array.of(tag, ...header, ...content)
}
