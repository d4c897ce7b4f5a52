const BASE = 36
const T_MIN = 1
const T_MAX = 26
const SKEW = 38
const DAMP = 700
const MAX_LABEL_LENGTH = 63

/**
 * Returns a host as people write it: its labels that begin with `xn--` are decoded (RFC 3492,
 * section 6.2). Other labels do not change.
 */
export function decodeHost(host: string): string {
  return host
    .split('.')
    .map((label) => (label.startsWith('xn--') ? (decodeLabel(label.slice(4)) ?? label) : label))
    .join('.')
}

function decodeLabel(text: string): string | undefined {
  if (text.length > MAX_LABEL_LENGTH) return undefined
  const delimiter = text.lastIndexOf('-')
  const output = Array.from(text.slice(0, Math.max(delimiter, 0)), (character) =>
    character.charCodeAt(0),
  )
  let index = 0
  let codePoint = 128
  let bias = 72
  let position = delimiter + 1
  while (position < text.length) {
    const start = index
    let weight = 1
    for (let k = BASE; ; k += BASE) {
      const digit = parseDigit(text[position++])
      if (digit === undefined) return undefined
      index += digit * weight
      const threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX)
      if (digit < threshold) break
      weight *= BASE - threshold
    }
    const length = output.length + 1
    bias = adaptBias(index - start, length, start === 0)
    codePoint += Math.floor(index / length)
    if (codePoint > 0x10ffff) return undefined
    index %= length
    output.splice(index++, 0, codePoint)
  }
  return String.fromCodePoint(...output)
}

function parseDigit(character: string | undefined): number | undefined {
  const digit = 'abcdefghijklmnopqrstuvwxyz0123456789'.indexOf(character?.toLowerCase() ?? '.')
  return digit === -1 ? undefined : digit
}

function adaptBias(delta: number, length: number, isFirst: boolean): number {
  let rest = Math.floor(delta / (isFirst ? DAMP : 2))
  rest += Math.floor(rest / length)
  let k = 0
  while (rest > ((BASE - T_MIN) * T_MAX) / 2) {
    rest = Math.floor(rest / (BASE - T_MIN))
    k += BASE
  }
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW))
}
