import { encodedTexts } from './encoded-texts.js'
import { secretNames, sendsPlaintext } from './secret-names.js'
import type { SecretName } from './secret-names.js'
import { placeIn, unescapeLayers } from './unescape-layers.js'

// What stands between a name and its value: quotes, however escaped, and a sign that parts them.
const QUOTED = /\\*["']|&quot;|&#0*3[49];|&#x2[27];|&apos;|%(?:25){0,8}2[27]/iy
const PARTED =
  /(?:(\\*["'\]]|&quot;|&#0*3[49];|&#x2[27];|&apos;|%(?:25){0,8}2[27])\s*)?(=>?|:|%(?:25){0,8}3[AD])\s*(?:[[{(]\s*|["']value["']\s*:\s*|<!\[CDATA\[|<[^<>]*>\s*){0,16}/iy
// In a list of names and values: ["name","value"], {"name":"…","value":"…"}.
const LISTED = /["']\s*,\s*(?:["'](?:value|content)["']\s*:\s*)?(?=["'](?!x?_?oauth))/iy
const TAGGED = /(?:\s*:)?\s*(?:(?:<!\[CDATA\[|<[^<>]*>)\s*(?::\s*)?){1,16}/iy
const ATTRIBUTE = /\s(?:value|content)\s*=\s*(?:(\\?["'])(.*?)(?:\1|$)|([^\s"'>\\]+))/dgis
const END_OF_BARE = /[&\s"'<>,;}\])]|\\["'nrt\\]/g
// Elements whose text is no value.
const LABELLING = /^<(?:a|button|form|h\d|input|label|legend|link|meta|option|title)\b/i
const CDATA = '<![CDATA['
const LONGEST_TAG = 4096
const LONGEST_LINE = 256
// Headers that hold secrets whatever they are called there; the scheme OAuth has names of its own.
const CREDENTIALS =
  /authorization["'\]]?\s{0,8}[:=]\s{0,8}["']?(?!oauth\b)[a-z][a-z0-9-]{0,31}\s{1,8}([^\s"',;<>]+)|\bset-cookie["']?\s{0,8}:\s{0,8}["']?[^\s=;"']{1,256}=([^\s;"']+)/dgi
// RFC 3986, section 3.2.1: a user and a password before the host.
const USERINFO = /[a-z][a-z0-9+.-]{0,15}:\/\/([^\s/?#@"'<>\\]{1,512})@/dgi
// What is shorter may be a word of the report, such as a verifier that a check has made up.
const SHORTEST_LEARNT = 6
const MOST_ENCODINGS = 2

/** Where a value stands in a text. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A value, and where it stands. */
interface NamedSecret extends Span {
  /** The value, without the escapes that were undone to find it. */
  readonly value: string
}

/**
 * Finds the values of secret parameters in a message by their names, in headers, forms, multipart
 * forms, JSON, HTML, XML and URLs, and the users and passwords of URLs, even if they are escaped or
 * encoded, also one inside another.
 */
export function namedSecrets(
  text: string,
  isPlaintext: boolean = sendsPlaintext(text),
  encodings: number = MOST_ENCODINGS,
): readonly NamedSecret[] {
  return unescapeLayers(text).flatMap((layer) => {
    const placed = ({ start, end }: Span, value: string): NamedSecret => ({
      ...placeIn(layer, start, end),
      value,
    })
    const plain = spansIn(layer.text, isPlaintext)
      .filter(({ start, end }) => end > start)
      .map((span) => placed(span, layer.text.slice(span.start, span.end)))
    if (encodings === 0) return plain
    const encoded = encodedTexts(layer.text).flatMap((run) =>
      run.meanings
        .flatMap((meaning) => namedSecrets(meaning, isPlaintext, encodings - 1))
        .map(({ value }) => placed(run, value)),
    )
    return [...plain, ...encoded]
  })
}

/** Gives a value as whoever wrote it may have meant it: as it stands, and each escaping undone. */
export function meanings(value: string): readonly string[] {
  const found = new Set([value])
  for (const undo of [unescaped, percentDecoded, percentDecoded, unescaped]) {
    for (const each of [...found]) found.add(undo(each))
  }
  for (const each of [...found]) for (const part of credentials(each)) found.add(part)
  return [...found].filter(
    (each) => each.length >= SHORTEST_LEARNT && !/^x?_?oauth_[a-z_]+$/.test(each),
  )
}

function spansIn(text: string, isPlaintext: boolean): readonly Span[] {
  const spans: Span[] = [...text.matchAll(CREDENTIALS), ...text.matchAll(USERINFO)].map(
    ({ indices }) => {
      const [start, end] = indices?.[1] ?? indices?.[2] ?? [0, 0]
      return { start, end }
    },
  )
  let covered = 0
  let tag: Span = { start: -1, end: -1 }
  for (const name of secretNames(text, isPlaintext)) {
    // A name inside a value is a part of it.
    if (name.start < covered) continue
    const after = valuesAfter(text, name)
    covered = Math.max(covered, ...after.map(({ end }) => end))
    spans.push(...after)
    if (name.start < tag.end) continue
    tag = tagAround(text, name.start, tag.end)
    spans.push(...valuesInTag(text, tag))
  }
  return spans
}

function valuesAfter(text: string, { start, end: index, isWord }: SecretName): readonly Span[] {
  const before = text.slice(Math.max(0, start - LONGEST_LINE), start)
  if (/^content-disposition:/i.test(before.slice(before.lastIndexOf('\n') + 1))) {
    return partOf(text, index)
  }
  PARTED.lastIndex = index
  const parted = PARTED.exec(text)
  if (parted) {
    const [all, quote, sign = ''] = parted
    // "The password: five letters" is a sentence.
    if (isWord && quote === undefined && sign === ':') return []
    return [valueAt(text, index + all.length, sign)]
  }
  LISTED.lastIndex = index
  const listed = LISTED.exec(text)
  if (listed) return [valueAt(text, index + listed[0].length, '')]
  TAGGED.lastIndex = index
  const tagged = TAGGED.exec(text)
  if (!tagged || (isWord && /d$/i.test(text.slice(start, index)))) return []
  const begin = index + tagged[0].length
  return [{ start: begin, end: endAt(text, begin, '<') }]
}

/** Gives the content of a part of a multipart message, behind its headers. */
function partOf(text: string, index: number): readonly Span[] {
  const blank = /\r?\n\r?\n/.exec(text.slice(index, index + LONGEST_TAG))
  if (blank === null) return []
  const start = index + blank.index + blank[0].length
  const end = endAt(text, start, '\n--')
  return [{ start, end: text[end - 1] === '\r' ? end - 1 : end }]
}

function valueAt(text: string, start: number, sign: string): Span {
  QUOTED.lastIndex = start
  const quote = QUOTED.exec(text)?.[0]
  if (quote !== undefined) {
    const inside = start + quote.length
    return { start: inside, end: endOfQuoted(text, inside, quote) }
  }
  END_OF_BARE.lastIndex = start
  const end = END_OF_BARE.exec(text)?.index ?? text.length
  // Where the sign is encoded, so is the "&" behind the value.
  const ampersand = sign.startsWith('%') ? `${sign.slice(0, -2)}26` : undefined
  return {
    start,
    end: Math.min(end, ampersand === undefined ? end : endAt(text, start, ampersand)),
  }
}

function endOfQuoted(text: string, start: number, quote: string): number {
  for (let at = endAt(text, start, quote); at < text.length; at = endAt(text, at + 1, quote)) {
    if (quote !== '"' || countBackslashes(text, at) % 2 === 0) return at
  }
  return text.length
}

function countBackslashes(text: string, end: number): number {
  let count = 0
  while (text[end - 1 - count] === '\\') count++
  return count
}

/** Finds the tag that holds a place, or what lies before that place and is no tag. */
function tagAround(text: string, index: number, from: number): Span {
  const begin = Math.max(from, index - LONGEST_TAG, 0)
  const start = begin + text.slice(begin, index).lastIndexOf('<')
  if (start < begin) return { start: -1, end: index }
  const end = start + endOfTag(text.slice(start, start + LONGEST_TAG))
  return end < index ? { start: -1, end: index } : { start, end }
}

/** Gives the values in a tag, and the text right behind it. */
function valuesInTag(text: string, { start, end }: Span): readonly Span[] {
  if (start < 0) return []
  const tag = text.slice(start, end)
  const values = [...tag.matchAll(ATTRIBUTE)].map(({ indices }) => {
    const [first, last] = indices?.[2] ?? indices?.[3] ?? [0, 0]
    return { start: start + first, end: start + last }
  })
  if (LABELLING.test(tag)) return values
  const inside = text.startsWith(CDATA, end + 1) ? end + 1 + CDATA.length : end + 1
  return [...values, { start: inside, end: endAt(text, inside, '<') }]
}

/** Finds the end of a tag, whose attributes may hold ">". */
function endOfTag(text: string): number {
  let quote: string | undefined
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '>' && quote === undefined) return at
    if (character !== '"' && character !== "'") continue
    if (quote === undefined) quote = character
    else if (quote === character) quote = undefined
  }
  return text.length
}

function endAt(text: string, start: number, sought: string): number {
  const at = text.indexOf(sought, start)
  return at < 0 ? text.length : at
}

function percentDecoded(value: string): string {
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

/** Undoes the escaping of JSON and of HTML. */
function unescaped(value: string): string {
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

/** Reads what Base64 may hold: "key:secret". */
function credentials(value: string): readonly string[] {
  if (!/^[a-z0-9+/_-]{8,}={0,2}$/i.test(value)) return []
  const decoded = Buffer.from(value, 'base64').toString('utf8')
  if (/[\p{Cc}\ufffd]/u.test(decoded)) return []
  return [decoded, decoded.slice(decoded.indexOf(':') + 1)]
}
