import { nameErrors } from './argument-error.js'
import { assertArgument, assertOptions } from './assert-options.js'
import { encodeParameters } from './encoded-parameters.js'
import { OAuthError } from './errors.js'
import { optionChecks } from './object-checks.js'
import { isString } from './option-checks.js'
import type { ParametersInput } from './pairs-input.js'
import type { ParameterList } from './parameter-list.js'
import { removeQuotedStrings } from './remove-quoted-strings.js'
import { toPairs } from './to-pairs.js'
import { percentDecode } from './percent-encode.js'
import { ALWAYS_AND_TIME } from './assert-protocol-parameters.js'
import { joinAuthorizationHeader } from './join-authorization-header.js'

// RFC 9110, section 5.6.1.2: a recipient ignores empty elements of a list. Section 5.6.3: it also ignores
// whitespace around "=". A sender writes neither.
const SCHEME = /^[\t ]*OAuth(?:[\t ][\t ,]*|$)/i
const LATER_OAUTH = /,[\t ]*OAuth(?:[\t ,]|$)/i
const NAME = /^([^\t ",]+)[\t ]*$/
const WHITESPACE = /[\t ]*/y
const KNOWN_NAMES: readonly string[] = /* @__PURE__ */ ALWAYS_AND_TIME.concat(
  'oauth_token',
  'oauth_version',
)
const TOKEN = /[^\t ",=\\]*/y
// The separator between a value and the next parameter, or the end of the header.
const SEPARATOR = /[\t ]*(?:,[\t ,]*|$)/y
// RFC 2617 section 1.2: names of authentication parameters, which realm is, are case-insensitive.
const REALM = /^realm$/i
const QUOTE = 0x22
const COMMA = 0x2c
const SPACE = 0x20
const BACKSLASH = 0x5c
const QUOTED_PAIR = /\\(.)/gs

const FORMAT_OPTIONS = /* @__PURE__ */ optionChecks<{ readonly realm?: string }>({
  required: {},
  optional: { realm: isString },
})

/** An `Authorization` header of the OAuth scheme, taken apart. */
export interface AuthorizationHeader {
  /** The realm, if the header names one. It is not a parameter and never signed. */
  readonly realm: string | undefined
  /** The other parameters, decoded, in the order sent. */
  readonly parameters: ParameterList
}

/**
 * Reads an `Authorization` header.
 *
 * @example
 *
 * ```ts
 * parseAuthorizationHeader('OAuth realm="Photos", oauth_token="a%2Fb"')
 * // { realm: 'Photos', parameters: [['oauth_token', 'a/b']] }
 * ```
 *
 * @param value The header's value.
 *
 * @returns Its realm and parameters, or `undefined` if the header speaks another scheme and so
 *   carries no OAuth credentials.
 *
 * @throws {@link OAuthError} `parameter_rejected` when the scheme is OAuth but the rest cannot be
 *   read.
 *
 * @see [RFC 5849, section 3.5.1](https://www.rfc-editor.org/rfc/rfc5849#section-3.5.1)
 */
export function parseAuthorizationHeader(value: string): AuthorizationHeader | undefined {
  if (typeof (value as unknown) !== 'string') {
    assertArgument('parseAuthorizationHeader', { value }, isString)
  }
  const scheme = SCHEME.exec(value)
  if (!scheme) return undefined

  let realm: string | undefined
  const parameters: [name: string, value: string][] = []
  let start = scheme[0].length
  while (start < value.length) {
    const equals = value.indexOf('=', start)
    if (equals === -1) throw createUnreadableError()
    const writtenName = value.slice(start, equals)
    const known = findKnownName(writtenName)
    const name = known ?? readName(writtenName)
    const { text, next } = readPlainValue(value, equals + 1) ?? readValue(value, equals + 1)
    start = next
    if (known !== undefined || !isRealm(name)) {
      parameters.push([known ?? percentDecode(name), percentDecode(text)])
    } else if (realm === undefined) realm = text
    else throw new OAuthError('parameter_rejected', 'The Authorization header names two realms.')
  }
  return { realm, parameters }
}

/**
 * Returns whether a header speaks the OAuth scheme, readable or not.
 *
 * @internal
 */
export function isOAuthScheme(value: string): boolean {
  return SCHEME.test(value)
}

/**
 * Returns whether a header of another scheme is followed by one of the OAuth scheme: `Headers` join two
 * headers by a comma.
 *
 * @internal
 */
export function hasJoinedOAuthScheme(value: string): boolean {
  return LATER_OAUTH.test(value) && LATER_OAUTH.test(removeQuotedStrings(value))
}

/**
 * Returns whether a name is that of the realm, which is not a parameter of a header.
 *
 * @internal
 */
export function isRealm(name: string): boolean {
  return REALM.test(name)
}

/**
 * Writes an `Authorization` header of the OAuth scheme.
 *
 * @example
 *
 * ```ts
 * formatAuthorizationHeader([['oauth_token', 'a/b']], { realm: 'Photos' })
 * // 'OAuth realm="Photos", oauth_token="a%2Fb"'
 * ```
 *
 * @param parameters The decoded parameters, in the order wanted.
 * @param options `realm`: the realm, if the server wants one.
 *
 * @returns The header's value.
 *
 * @throws `TypeError` when the realm contains what a header cannot: a control character, or a
 *   character outside Latin-1.
 * @throws {@link OAuthError} `parameter_rejected` when a string contains half of a surrogate pair.
 *
 * @see [RFC 5849, section 3.5.1](https://www.rfc-editor.org/rfc/rfc5849#section-3.5.1)
 */
export function formatAuthorizationHeader(
  parameters: ParametersInput,
  options: { readonly realm?: string | undefined } = {},
): string {
  const pairs = toPairs('formatAuthorizationHeader', 'parameters', parameters)
  assertOptions('formatAuthorizationHeader', options, FORMAT_OPTIONS)
  return nameErrors('formatAuthorizationHeader', () =>
    joinAuthorizationHeader(encodeParameters(pairs), options.realm),
  )
}

// Substrings of a header are compared letter by letter from then on; the program's own names are
// not, which makes verifying a fifth faster. A map would have to hash the substrings: twice the time.
function findKnownName(name: string): string | undefined {
  for (const known of KNOWN_NAMES) if (known === name) return known
  return undefined
}

function readName(written: string): string {
  const name = NAME.exec(written)?.[1]
  if (name === undefined) throw createUnreadableError()
  return name
}

/** A value, and where the next parameter begins. */
interface HeaderValue {
  readonly text: string
  readonly next: number
}

// A quoted string without quoted pairs before `, ` or the end, as every known client sends it. The
// expression for every allowed form takes three times as long.
function readPlainValue(value: string, start: number): HeaderValue | undefined {
  if (value.charCodeAt(start) !== QUOTE) return undefined
  const end = value.indexOf('"', start + 1)
  if (end === -1) return undefined
  const text = value.slice(start + 1, end)
  if (text.includes('\\')) return undefined
  if (end + 1 === value.length) return { text, next: end + 1 }
  if (value.charCodeAt(end + 1) !== COMMA) return undefined
  const next = value.charCodeAt(end + 2) === SPACE ? end + 3 : end + 2
  const following = value.charCodeAt(next)
  // At the end of the string the code is NaN, and the comparison is false.
  return following > SPACE && following !== COMMA ? { text, next } : undefined
}

function readValue(value: string, afterEquals: number): HeaderValue {
  const start = findEndOfMatch(WHITESPACE, value, afterEquals)
  const isQuoted = value.charCodeAt(start) === QUOTE
  const end = isQuoted ? findClosingQuote(value, start + 1) : findEndOfMatch(TOKEN, value, start)
  const next = findEndOfMatch(SEPARATOR, value, isQuoted ? end + 1 : end)
  const text = isQuoted
    ? value.slice(start + 1, end).replace(QUOTED_PAIR, '$1')
    : value.slice(start, end)
  return { text, next }
}

// A loop, because an expression that repeats a group runs out of stack in a long text.
function findClosingQuote(value: string, start: number): number {
  for (let index = start; index < value.length; index++) {
    const code = value.charCodeAt(index)
    if (code === QUOTE) return index
    if (code === BACKSLASH) index++
  }
  throw createUnreadableError()
}

function findEndOfMatch(sticky: RegExp, value: string, start: number): number {
  sticky.lastIndex = start
  if (!sticky.test(value)) throw createUnreadableError()
  return sticky.lastIndex
}

function createUnreadableError(): OAuthError {
  return new OAuthError(
    'parameter_rejected',
    'The Authorization header is not a list of name="value" pairs separated by commas.',
  )
}
