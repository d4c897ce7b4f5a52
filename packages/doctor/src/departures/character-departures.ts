import { percentEncode } from '@oauthplus/core'

import type { KnownDeparture } from '../departure.js'
import { decodePath } from './path-departures.js'
import { decodeHost } from './punycode.js'
import { recode, replaceEncoding } from './recode.js'
import { citeRfc } from './sections.js'

const NOT_ASCII = /[^\0-\x7f]/g
const SURROGATE = /^[\ud800-\udfff]$/

/** Mistakes in converting characters to octets and escapes. */
export const CHARACTER_DEPARTURES: readonly KnownDeparture[] = [
  {
    id: 'not-utf-8',
    stage: 'encoding',
    rarity: 2,
    title: 'Strings were encoded as ASCII, Latin-1, CESU-8 or with escape(), not as UTF-8.',
    section: citeRfc('3.6'),
    libraries: ['signers that use JavaScript’s escape()'],
    remedy: 'Encode the octets of the UTF-8 form.',
    apply: (plan) => [
      ...replaceEncoding(plan, encodeLatin1),
      ...replaceEncoding(plan, (text) => percentEncode(text.replace(NOT_ASCII, '?'))),
      ...replaceEncoding(plan, encodeSurrogates),
      ...replaceEncoding(plan, encodeAsEscape),
    ],
  },
  {
    id: 'utf-8-encoded-twice',
    stage: 'encoding',
    rarity: 2,
    title: 'UTF-8 strings were treated as Latin-1 and encoded as UTF-8 again, or the reverse.',
    section: citeRfc('3.6'),
    libraries: ['PHP clients that call utf8_encode'],
    remedy: 'Convert strings to UTF-8 once, before you sign and send them.',
    apply: (plan) =>
      [misreadUtf8, repairUtf8].flatMap((change) =>
        replaceEncoding(plan, (text) => percentEncode(change(text))),
      ),
  },
  {
    id: 'not-ascii-as-undefined',
    stage: 'encoding',
    rarity: 2,
    title: 'Characters outside ASCII were signed as the string "undefined".',
    section: citeRfc('3.6'),
    libraries: ['@hapi/bell 13.2.0'],
    remedy: 'Encode the octets of the UTF-8 form. This library cannot do that.',
    apply: (plan) => {
      const encode = (text: string): string => percentEncode(text.replace(NOT_ASCII, 'undefined'))
      const { host, path } = plan.uri
      const typed = { ...plan.uri, host: decodeHost(host), path: decodePath(path) }
      const uris = isAscii(typed.host + typed.path) ? [plan.uri] : [plan.uri, typed]
      return uris.flatMap((uri) => replaceEncoding({ ...plan, uri, encodeUri: encode }, encode))
    },
  },
  {
    id: 'escape-of-one-digit',
    stage: 'encoding',
    rarity: 3,
    title: 'Characters below 16 were escaped with one digit: %A instead of %0A.',
    section: citeRfc('3.6'),
    libraries: ['@hapi/bell 13.2.0'],
    remedy: 'Write two hexadecimal digits for every octet.',
    apply: (plan) => [
      ...recode(plan, (encoded) => encoded.replace(/%0([0-9A-F])/g, '%$1')),
      ...recode(plan, (encoded) =>
        encoded.replace(/%0([0-9A-F])/g, (_, digit: string) => `%${digit.toLowerCase()}`),
      ),
    ],
  },
]

function isAscii(text: string): boolean {
  return text.length === new TextEncoder().encode(text).length
}

function encodeLatin1(text: string): string {
  return text.replace(/[^A-Za-z0-9\-._~]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0
    return code > 255 ? '%3F' : `%${code.toString(16).toUpperCase().padStart(2, '0')}`
  })
}

function encodeAsEscape(text: string): string {
  return text.replace(/[^A-Za-z0-9@*_+\-./]/g, (unit) => {
    const digits = unit.charCodeAt(0).toString(16).toUpperCase()
    return digits.length > 2 ? `%u${digits.padStart(4, '0')}` : `%${digits.padStart(2, '0')}`
  })
}

/** Encodes each half of a surrogate pair separately, as Java's modified UTF-8 does. */
function encodeSurrogates(text: string): string {
  return text
    .split(/([\ud800-\udfff])/)
    .map((part) => (SURROGATE.test(part) ? encodeUnit(part.charCodeAt(0)) : percentEncode(part)))
    .join('')
}

function encodeUnit(unit: number): string {
  const octets = [0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f)]
  return octets.map((octet) => `%${octet.toString(16).toUpperCase()}`).join('')
}

function misreadUtf8(text: string): string {
  return Array.from(new TextEncoder().encode(text), (octet) => String.fromCharCode(octet)).join('')
}

function repairUtf8(text: string): string {
  if (/[^\0-\xff]/.test(text)) return text
  try {
    const octets = Uint8Array.from(text, (character) => character.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true }).decode(octets)
  } catch {
    return text
  }
}
