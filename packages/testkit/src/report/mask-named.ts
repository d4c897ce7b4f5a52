const NAME =
  /(?:oauth_token_secret|oauth_verifier|oauth_session_handle|x_auth_password|oauth_consumer_secret)(?![a-z0-9_-])/gi
const NAME_OR_SIGNATURE =
  /(?:oauth_token_secret|oauth_verifier|oauth_session_handle|x_auth_password|oauth_consumer_secret|oauth_signature)(?![a-z0-9_-])/gi
const IS_PLAINTEXT = /oauth_signature_method[^a-z0-9]+(?:[0-9a-f]{2}[^a-z0-9]*){0,8}PLAINTEXT/i
// What stands between a name and its value: quotes, however escaped, and a sign that parts them.
const QUOTED = /\\*["']|&quot;|&#0*3[49];|&#x2[27];|&apos;|%(?:25){0,8}2[27]/iy
const PARTED =
  /(?:\\*["']|&quot;|&#0*3[49];|&#x2[27];|&apos;|%(?:25){0,8}2[27])?\s*(=|:|%(?:25){0,8}3[AD])\s*(?:<[^<>]*>\s*){0,16}/iy
const TAGGED = /(?:\s*:)?\s*(?:<[^<>]*>\s*){1,16}/y
const ATTRIBUTE = /\s(?:value|content)\s*=\s*(?:(\\?["'])(.*?)(?:\1|$)|([^\s"'>\\]+))/dgis
const END_OF_BARE = /[&\s"'<>,;}\])]|\\["'nrt\\]/g
// What is shorter may be a word of the report, such as a verifier that a check has made up.
const SHORTEST_LEARNT = 6

/** Where a value stands in a text. */
interface Span {
  readonly start: number
  readonly end: number
}

/**
 * Finds the values of secret parameters in a message by their names: in headers, forms, JSON, HTML,
 * XML and URLs, also if a form stands inside a string inside JSON.
 */
export function namedSecrets(
  text: string,
  isPlaintext: boolean = sendsPlaintext(text),
): readonly Span[] {
  const spans: Span[] = []
  for (const { 0: name, index } of text.matchAll(isPlaintext ? NAME_OR_SIGNATURE : NAME)) {
    spans.push(...valuesAfter(text, index + name.length), ...valuesInTag(text, index))
  }
  return spans.filter(({ start, end }) => end > start)
}

/** Tells whether a message is signed by PLAINTEXT, whose signature consists of the secrets. */
export function sendsPlaintext(text: string): boolean {
  return IS_PLAINTEXT.test(text)
}

/** Gives a value as whoever wrote it may have meant it: as it stands, and each escaping undone. */
export function meanings(value: string): readonly string[] {
  const found = new Set([value])
  for (const undo of [unescaped, percentDecoded, percentDecoded, unescaped]) {
    for (const each of [...found]) found.add(undo(each))
  }
  return [...found].filter((each) => each.length >= SHORTEST_LEARNT)
}

function valuesAfter(text: string, index: number): readonly Span[] {
  PARTED.lastIndex = index
  const parted = PARTED.exec(text)
  if (parted) {
    const [all, sign = ''] = parted
    return [valueAt(text, index + all.length, sign)]
  }
  TAGGED.lastIndex = index
  const tagged = TAGGED.exec(text)
  if (!tagged) return []
  const start = index + tagged[0].length
  return [{ start, end: endAt(text, start, '<') }]
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

/** Gives the values in the tag that holds a name, and the text right behind that tag. */
function valuesInTag(text: string, index: number): readonly Span[] {
  const begin = text.lastIndexOf('<', index)
  const end = begin < 0 ? 0 : endOfTag(text, begin)
  if (end < index) return []
  const values = [...text.slice(begin, end).matchAll(ATTRIBUTE)].map(({ indices }) => {
    const [start, stop] = indices?.[2] ?? indices?.[3] ?? [0, 0]
    return { start: begin + start, end: begin + stop }
  })
  return [...values, { start: end + 1, end: endAt(text, end + 1, '<') }]
}

/** Finds the end of a tag, whose attributes may hold ">". */
function endOfTag(text: string, begin: number): number {
  let quote: string | undefined
  for (let at = begin; at < text.length; at++) {
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
