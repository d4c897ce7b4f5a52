/** A string with decoded escapes, and the original index of each of its characters. */
export interface Layer {
  readonly string: string
  /** The index in the original string for each character and for the end. */
  readonly starts: readonly number[] | undefined
}

const ESCAPE =
  /%([0-9a-f]{2})|\\(?:u([0-9a-f]{4})|x([0-9a-f]{2})|(["'\\/nrt]))|&#(?:0{0,6}(\d{1,7})|x0{0,6}([0-9a-f]{1,6}));|&(amp|lt|gt|quot|apos|lowbar|equals|colon|num|sol);/gi
const MAX_LAYERS = 4
const LETTERS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  lowbar: '_',
  equals: '=',
  colon: ':',
  num: '#',
  sol: '/',
}

/**
 * Returns a string as it is, and with the escapes of URLs, JSON and HTML decoded once, twice and so on,
 * because each reader of a message decodes one layer. Octets stay octets.
 */
export function unescapeLayers(string: string): readonly Layer[] {
  const layers: Layer[] = [{ string, starts: undefined }]
  while (layers.length < MAX_LAYERS) {
    const layer = layers.at(-1)
    const next = layer && unescapeOnce(layer)
    if (next === undefined) break
    layers.push(next)
  }
  return layers
}

/** Converts a range of a layer to the range in the original string. */
export function toOriginalSpan(
  { starts }: Layer,
  start: number,
  end: number,
): { readonly start: number; readonly end: number } {
  return { start: starts?.[start] ?? start, end: starts?.[end] ?? end }
}

function unescapeOnce(layer: Layer): Layer | undefined {
  const { string, starts: before } = layer
  const pieces: string[] = []
  const starts: number[] = []
  let copied = 0
  const copyTo = (end: number): void => {
    pieces.push(string.slice(copied, end))
    for (let at = copied; at < end; at++) starts.push(before?.[at] ?? at)
  }
  for (const match of string.matchAll(ESCAPE)) {
    const character = decodeEscape(match)
    copyTo(match.index)
    pieces.push(character)
    const start = before?.[match.index] ?? match.index
    starts.push(...Array.from({ length: character.length }, () => start))
    copied = match.index + match[0].length
  }
  if (copied === 0) return undefined
  copyTo(string.length)
  starts.push(before?.[string.length] ?? string.length)
  return { string: pieces.join(''), starts }
}

function decodeEscape([, octet, unit, x, letter, decimal, hex, entity]: RegExpExecArray): string {
  if (letter !== undefined) return LETTERS[letter] ?? letter
  if (entity !== undefined) return ENTITIES[entity.toLowerCase()] ?? ''
  const digits = octet ?? unit ?? x ?? hex
  const code = digits === undefined ? Number(decimal) : parseInt(digits, 16)
  return code > 0x10_ff_ff ? '\ufffd' : String.fromCodePoint(code)
}
