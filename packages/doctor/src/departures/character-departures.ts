import { percentEncode } from '@oauthplus/core'

import type { KnownDeparture } from '../departure.js'
import { decodePath } from './path-departures.js'
import { decodeHost } from './punycode.js'
import { recode, replaceEncoding } from './recode.js'
import { citeRfc } from './sections.js'

const NOT_ASCII = /[^\0-\x7f]/g

/** What goes wrong when characters become octets and escapes. */
export const CHARACTER_DEPARTURES: readonly KnownDeparture[] = [
  {
    id: 'not-utf-8',
    stage: 'encoding',
    rarity: 2,
    title: 'Texts were encoded as Latin-1 or by escape(), not as UTF-8.',
    section: citeRfc('3.6'),
    libraries: ['signers that use JavaScript’s escape()'],
    remedy: 'Encode the octets of the UTF-8 form.',
    apply: (plan) => [
      ...replaceEncoding(plan, encodeLatin1),
      ...replaceEncoding(plan, encodeAsEscape),
    ],
  },
  {
    id: 'not-ascii-as-undefined',
    stage: 'encoding',
    rarity: 2,
    title: 'Characters that are not ASCII were signed as the string "undefined".',
    section: citeRfc('3.6'),
    libraries: ['@hapi/bell 13.2.0'],
    remedy: 'Encode the octets of the UTF-8 form; this library cannot.',
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
    title: 'Characters below 16 were escaped with one digit: %A in the place of %0A.',
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
