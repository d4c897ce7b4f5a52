import { findEncodedStrings } from './find-encoded-strings.js'
import { findSecretNames, isPlaintextMessage } from './secret-names.js'
import type { SecretName } from './secret-names.js'
import { toOriginalSpan, unescapeLayers } from './unescape-layers.js'

// The characters between a name and its value: quotes, however escaped, and a separator.
const QUOTED = /\\*["']|&quot;|&#0*3[49];|&#x2[27];|&apos;|%(?:25){0,8}2[27]/iy
const PARTED =
  /(?:(\\*["'\]]|&quot;|&#0*3[49];|&#x2[27];|&apos;|%(?:25){0,8}2[27])\s*)?(=>?|:|%(?:25){0,8}3[AD])\s*(?:[[{(]\s*|["']value["']\s*:\s*|<!\[CDATA\[|<[^<>]*>\s*){0,16}/iy
// In a list of names and values: ["name","value"], {"name":"…","value":"…"}.
const LISTED = /["']\s*,\s*(?:["'](?:value|content)["']\s*:\s*)?(?=["'](?!x?_?oauth))/iy
const TAGGED = /(?:\s*:)?\s*(?:(?:<!\[CDATA\[|<[^<>]*>)\s*(?::\s*)?){1,16}/iy
const ATTRIBUTE = /\s(?:value|content)\s*=\s*(?:(\\?["'])(.*?)(?:\1|$)|([^\s"'>\\]+))/dgis
const END_OF_BARE = /[&\s"'<>,;}\])]|\\["'nrt\\]/g
// Elements whose content is not a value.
const LABELLING = /^<(?:a|button|form|h\d|input|label|legend|link|meta|option|title)\b/i
const CDATA = '<![CDATA['
const MAX_TAG_CHARACTERS = 4096
const MAX_LINE_CHARACTERS = 256
// Headers that contain secrets without a name; the scheme OAuth has named parameters.
const CREDENTIALS =
  /authorization["'\]]?\s{0,8}[:=]\s{0,8}["']?(?!oauth\b)[a-z][a-z0-9-]{0,31}\s{1,8}([^\s"',;<>]+)|\bset-cookie["']?\s{0,8}:\s{0,8}["']?[^\s=;"']{1,256}=([^\s;"']+)/dgi
// RFC 3986, section 3.2.1: a user and a password before the host.
const USERINFO = /[a-z][a-z0-9+.-]{0,15}:\/\/([^\s/?#@"'<>\\]{1,512})@/dgi
// A shorter value may be a word of the report, such as a made-up verifier of a check.
const MIN_LEARNT_CHARACTERS = 6
const MAX_ENCODINGS = 2

/** The position of a value in a string. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A value and its position. */
interface NamedSecret extends Span {
  /** The value, without the escapes that were undone to find it. */
  readonly value: string
}

/**
 * Finds the values of secret parameters in a message by their names, in headers, forms, multipart
 * forms, JSON, HTML, XML and URLs, and the users and passwords of URLs, even if they are escaped or
 * encoded, also one inside the other.
 */
export function findNamedSecrets(
  string: string,
  isPlaintext: boolean = isPlaintextMessage(string),
  encodings: number = MAX_ENCODINGS,
): readonly NamedSecret[] {
  return unescapeLayers(string).flatMap((layer) => {
    const toNamedSecret = ({ start, end }: Span, value: string): NamedSecret => ({
      ...toOriginalSpan(layer, start, end),
      value,
    })
    const plain = findSpans(layer.string, isPlaintext)
      .filter(({ start, end }) => end > start)
      .map((span) => toNamedSecret(span, layer.string.slice(span.start, span.end)))
    if (encodings === 0) return plain
    const encoded = findEncodedStrings(layer.string).flatMap((run) =>
      run.decodings
        .flatMap((meaning) => findNamedSecrets(meaning, isPlaintext, encodings - 1))
        .map(({ value }) => toNamedSecret(run, value)),
    )
    return [...plain, ...encoded]
  })
}

/** Lists what a value may mean: the value itself, and the value with each kind of escape decoded. */
export function listDecodings(value: string): readonly string[] {
  const found = new Set([value])
  for (const undo of [decodeEscapes, decodePercentEncoding, decodePercentEncoding, decodeEscapes]) {
    for (const each of [...found]) found.add(undo(each))
  }
  for (const each of [...found]) for (const part of decodeCredentials(each)) found.add(part)
  return [...found].filter(
    (each) => each.length >= MIN_LEARNT_CHARACTERS && !/^x?_?oauth_[a-z_]+$/.test(each),
  )
}

function findSpans(string: string, isPlaintext: boolean): readonly Span[] {
  const spans: Span[] = [...string.matchAll(CREDENTIALS), ...string.matchAll(USERINFO)].map(
    ({ indices }) => {
      const [start, end] = indices?.[1] ?? indices?.[2] ?? [0, 0]
      return { start, end }
    },
  )
  let covered = 0
  let tag: Span = { start: -1, end: -1 }
  for (const name of findSecretNames(string, isPlaintext)) {
    // A name inside a value is part of the value.
    if (name.start < covered) continue
    const after = findValuesAfter(string, name)
    covered = Math.max(covered, ...after.map(({ end }) => end))
    spans.push(...after)
    if (name.start < tag.end) continue
    tag = findTagAround(string, name.start, tag.end)
    spans.push(...findValuesInTag(string, tag))
  }
  return spans
}

function findValuesAfter(
  string: string,
  { start, end: index, isWord }: SecretName,
): readonly Span[] {
  const before = string.slice(Math.max(0, start - MAX_LINE_CHARACTERS), start)
  if (/^content-disposition:/i.test(before.slice(before.lastIndexOf('\n') + 1))) {
    return findPartContent(string, index)
  }
  PARTED.lastIndex = index
  const parted = PARTED.exec(string)
  if (parted) {
    const [all, quote, sign = ''] = parted
    // "The password: five letters" is a sentence.
    if (isWord && quote === undefined && sign === ':') return []
    return [findValueAt(string, index + all.length, sign)]
  }
  LISTED.lastIndex = index
  const listed = LISTED.exec(string)
  if (listed) return [findValueAt(string, index + listed[0].length, '')]
  TAGGED.lastIndex = index
  const tagged = TAGGED.exec(string)
  if (!tagged || (isWord && /d$/i.test(string.slice(start, index)))) return []
  const begin = index + tagged[0].length
  return [{ start: begin, end: findEnd(string, begin, '<') }]
}

/** Finds the content of a part of a multipart message, after its headers. */
function findPartContent(string: string, index: number): readonly Span[] {
  const blank = /\r?\n\r?\n/.exec(string.slice(index, index + MAX_TAG_CHARACTERS))
  if (blank === null) return []
  const start = index + blank.index + blank[0].length
  const end = findEnd(string, start, '\n--')
  return [{ start, end: string[end - 1] === '\r' ? end - 1 : end }]
}

function findValueAt(string: string, start: number, sign: string): Span {
  QUOTED.lastIndex = start
  const quote = QUOTED.exec(string)?.[0]
  if (quote !== undefined) {
    const inside = start + quote.length
    return { start: inside, end: findEndOfQuoted(string, inside, quote) }
  }
  END_OF_BARE.lastIndex = start
  const end = END_OF_BARE.exec(string)?.index ?? string.length
  // If the separator is encoded, so is the "&" after the value.
  const ampersand = sign.startsWith('%') ? `${sign.slice(0, -2)}26` : undefined
  return {
    start,
    end: Math.min(end, ampersand === undefined ? end : findEnd(string, start, ampersand)),
  }
}

function findEndOfQuoted(string: string, start: number, quote: string): number {
  for (
    let at = findEnd(string, start, quote);
    at < string.length;
    at = findEnd(string, at + 1, quote)
  ) {
    if (quote !== '"' || countBackslashes(string, at) % 2 === 0) return at
  }
  return string.length
}

function countBackslashes(string: string, end: number): number {
  let count = 0
  while (string[end - 1 - count] === '\\') count++
  return count
}

/** Finds the tag around an index, or the characters before the index if there is none. */
function findTagAround(string: string, index: number, from: number): Span {
  const begin = Math.max(from, index - MAX_TAG_CHARACTERS, 0)
  const start = begin + string.slice(begin, index).lastIndexOf('<')
  if (start < begin) return { start: -1, end: index }
  const end = start + findEndOfTag(string.slice(start, start + MAX_TAG_CHARACTERS))
  return end < index ? { start: -1, end: index } : { start, end }
}

/** Finds the values in a tag and the content right after it. */
function findValuesInTag(string: string, { start, end }: Span): readonly Span[] {
  if (start < 0) return []
  const tag = string.slice(start, end)
  const values = [...tag.matchAll(ATTRIBUTE)].map(({ indices }) => {
    const [first, last] = indices?.[2] ?? indices?.[3] ?? [0, 0]
    return { start: start + first, end: start + last }
  })
  if (LABELLING.test(tag)) return values
  const inside = string.startsWith(CDATA, end + 1) ? end + 1 + CDATA.length : end + 1
  return [...values, { start: inside, end: findEnd(string, inside, '<') }]
}

/** Finds the end of a tag, whose attributes may contain ">". */
function findEndOfTag(string: string): number {
  let quote: string | undefined
  for (let at = 0; at < string.length; at++) {
    const character = string[at]
    if (character === '>' && quote === undefined) return at
    if (character !== '"' && character !== "'") continue
    if (quote === undefined) quote = character
    else if (quote === character) quote = undefined
  }
  return string.length
}

function findEnd(string: string, start: number, sought: string): number {
  const at = string.indexOf(sought, start)
  return at < 0 ? string.length : at
}

function decodePercentEncoding(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '))
  } catch {
    return value
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
}

/** Decodes the escapes of JSON and HTML. */
function decodeEscapes(value: string): string {
  return value
    .replaceAll(/\\u([0-9a-f]{4})/gi, (_all, digits: string) =>
      String.fromCharCode(parseInt(digits, 16)),
    )
    .replaceAll(/\\(.)/g, '$1')
    .replaceAll(/&#(x?)([0-9a-f]{1,6});/gi, (_all, hex: string, digits: string) =>
      String.fromCharCode(parseInt(digits, hex === '' ? 10 : 16)),
    )
    .replaceAll(/&([a-z]+);/gi, (all, name: string) => ENTITIES[name.toLowerCase()] ?? all)
}

/** Decodes Base64 that contains "key:secret". */
function decodeCredentials(value: string): readonly string[] {
  if (!/^[a-z0-9+/_-]{8,}={0,2}$/i.test(value)) return []
  const decoded = Buffer.from(value, 'base64').toString('utf8')
  if (/[\p{Cc}\ufffd]/u.test(decoded)) return []
  return [decoded, decoded.slice(decoded.indexOf(':') + 1)]
}
