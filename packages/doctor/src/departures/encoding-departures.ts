import { percentEncode } from '@oauthplus/core'

import type { KnownDeparture } from '../departure.js'
import type { PlannedParameter } from '../signing-plan.js'
import { restore, createEscapes } from './escapes.js'
import { recode, recodeAnywhere, recodeParts, replaceEncoding } from './recode.js'
import { changeParameters } from './query-departures.js'
import { citeRfc } from './sections.js'

const LEFT_BY_URI_COMPONENT = createEscapes("!'()*")
const LEFT_BY_URI = createEscapes("!#$&'()*+,/:;=?@")
const LEFT_BY_FORMS = createEscapes('*')
const BRACKETS = createEscapes('[]')
const SLASH = createEscapes('/')
const UNRESERVED = new Map([
  ['-', '%2D'],
  ['.', '%2E'],
  ['_', '%5F'],
  ['~', '%7E'],
])
const ESCAPE = /%[0-9A-F]{2}/gi

/** Reverses what encodeURIComponent does not do. */
function keepReserved(encoded: string): string {
  return restore(encoded, LEFT_BY_URI_COMPONENT)
}

/** Mistakes in encoding names and values. */
export const ENCODING_DEPARTURES: readonly KnownDeparture[] = [
  {
    id: 'encoded-as-form',
    stage: 'encoding',
    rarity: 1,
    title: 'Names and values were form-encoded: a space as "+", "~" as %7E, and "*" unencoded.',
    section: citeRfc('3.6'),
    libraries: ['signers that use URLSearchParams or http_build_query'],
    remedy: 'Encode with RFC 3986: a space becomes %20, "~" is not encoded, "*" becomes %2A.',
    apply: (plan) =>
      recode(plan, (encoded) =>
        restore(encoded.replaceAll('%20', '+').replaceAll('~', '%7E'), LEFT_BY_FORMS),
      ),
  },
  {
    id: 'space-as-plus',
    stage: 'encoding',
    rarity: 1,
    title: 'A space was encoded as "+", not as %20.',
    section: citeRfc('3.6'),
    libraries: ['signers that use urlencode or quote_plus'],
    remedy: 'Encode a space as %20.',
    apply: (plan) => [
      ...recode(plan, (encoded) => encoded.replaceAll('%20', '+')),
      ...recode(plan, (encoded) => encoded.replaceAll('%20', '%2B')),
    ],
  },
  {
    id: 'reserved-not-encoded',
    stage: 'encoding',
    rarity: 1,
    title: "The characters !'()* were not encoded.",
    section: citeRfc('3.6'),
    libraries: ['oauth1-signature 1.0.5', 'signers that use only encodeURIComponent'],
    remedy: "Also encode !'()*, which encodeURIComponent does not encode.",
    apply: (plan) => [
      ...recode(plan, keepReserved),
      // The base string is encoded the same way.
      ...recode(plan, keepReserved).flatMap((changed) => recodeParts(changed, keepReserved)),
      ..."!'()*"
        .split('')
        .flatMap((character) =>
          recode(plan, (encoded) => encoded.replaceAll(percentEncode(character), character)),
        ),
    ],
  },
  {
    id: 'reserved-encoded-once',
    stage: 'encoding',
    rarity: 3,
    title: "Of each of the characters !'()*, only the first one in a string was encoded.",
    section: citeRfc('3.6'),
    libraries: ['mastercard-oauth1-signer 1.2.0'],
    remedy: 'Replace every occurrence, not only the first.',
    apply: (plan) => recode(plan, (encoded) => encodeFirstOnly(encoded)),
  },
  {
    id: 'tilde-encoded',
    stage: 'encoding',
    rarity: 1,
    title: 'The character ~ was encoded as %7E.',
    section: citeRfc('3.6'),
    libraries: ['signers of PHP before 5.3 and of Java’s URLEncoder'],
    remedy: 'Leave "~" unencoded.',
    apply: (plan) => recode(plan, (encoded) => encoded.replaceAll('~', '%7E')),
  },
  {
    id: 'brackets-not-encoded',
    stage: 'encoding',
    rarity: 2,
    title: 'Brackets were not encoded.',
    section: citeRfc('3.6'),
    libraries: ['request 2.88.2'],
    remedy: 'Encode [ and ] as %5B and %5D.',
    apply: (plan) => recode(plan, (encoded) => restore(encoded, BRACKETS)),
  },
  {
    id: 'slash-not-encoded',
    stage: 'encoding',
    rarity: 2,
    title: 'The character / was not encoded.',
    section: citeRfc('3.6'),
    libraries: ['signers that use Python’s quote without safe=""'],
    remedy: 'Encode "/" as %2F in names, in values and in the parts of the base string.',
    apply: (plan) => {
      const keepSlash = (encoded: string): string => restore(encoded, SLASH)
      return [
        ...recodeAnywhere(plan, keepSlash),
        { ...plan, encodeUri: (text) => keepSlash(plan.encodeUri(text)) },
      ]
    },
  },
  {
    id: 'unreserved-encoded',
    stage: 'encoding',
    rarity: 2,
    title: 'The characters - . _ ~ were encoded.',
    section: citeRfc('3.6'),
    libraries: ['signers that use Swift’s CharacterSet.alphanumerics'],
    remedy: 'Leave "-", ".", "_" and "~" unencoded.',
    apply: (plan) => {
      const encode = (encoded: string): string =>
        encoded.replace(/[-._~]/g, (character) => UNRESERVED.get(character) ?? character)
      return [
        ...recodeAnywhere(plan, encode),
        { ...plan, encodeValue: (text) => encode(plan.encodeValue(text)) },
      ]
    },
  },
  {
    id: 'encoded-as-uri',
    stage: 'encoding',
    rarity: 2,
    title:
      'Names and values were encoded like whole URIs, which leaves ";,/?:@&=+$" and others unencoded.',
    section: citeRfc('3.6'),
    libraries: ['signers that use encodeURI'],
    remedy: 'Encode everything except letters, digits and "-._~".',
    apply: (plan) => recode(plan, (encoded) => restore(encoded, LEFT_BY_URI)),
  },
  {
    id: 'not-encoded',
    stage: 'encoding',
    rarity: 1,
    title: 'Names and values were not encoded before the base string was.',
    section: citeRfc('3.4.1.3.2'),
    libraries: [],
    remedy:
      'Encode each name and each value. The base string then encodes the joined string again.',
    apply: (plan) => replaceEncoding(plan, (text) => text),
  },
  {
    id: 'query-not-decoded-or-encoded',
    stage: 'encoding',
    rarity: 2,
    title: 'The query was signed as it is in the URL, and nothing was encoded.',
    section: citeRfc('3.4.1.3.2'),
    libraries: ['mastercard-oauth1-signer 1.2.0'],
    remedy: 'Decode the names and values of the query, then encode all names and values once.',
    apply: (plan) =>
      changeParameters(plan, readWire).flatMap((changed) =>
        replaceEncoding(changed, (text) => text),
      ),
  },
  {
    id: 'names-not-encoded',
    stage: 'encoding',
    rarity: 2,
    title: 'Names were not encoded.',
    section: citeRfc('3.4.1.3.2'),
    libraries: ['ims-lti 3.0.2'],
    remedy: 'Encode names as well as values.',
    apply: (plan) => [{ ...plan, encodeName: (text) => text }],
  },
  {
    id: 'encoded-twice',
    stage: 'encoding',
    rarity: 1,
    title: 'Names and values were encoded twice.',
    section: citeRfc('3.4.1.3.2'),
    libraries: ['Postman (before its issue 1874)', 'dart-oauth1'],
    remedy: 'Pass unencoded names and values to the signer.',
    apply: (plan) => [
      ...recode(plan, percentEncode),
      {
        ...plan,
        encodeValue: (text) => percentEncode(plan.encodeValue(text)),
      },
    ],
  },
  {
    id: 'escapes-in-lower-case',
    stage: 'encoding',
    rarity: 1,
    title: 'Escapes were written in lower case: %2f, not %2F.',
    section: citeRfc('3.6'),
    libraries: ['signers that use .NET’s HttpUtility.UrlEncode'],
    remedy: 'Write escapes in upper case.',
    apply: (plan) =>
      recodeAnywhere(plan, (text) => text.replace(ESCAPE, (match) => match.toLowerCase())),
  },
]

/** Takes a parameter of the query as it is in the URL. */
function readWire(parameter: PlannedParameter): PlannedParameter {
  const { place, wire } = parameter
  if (place !== 'query' || wire === undefined) return parameter
  const [name = '', ...rest] = wire.split('=')
  return { ...parameter, name, value: rest.join('=') }
}

function encodeFirstOnly(encoded: string): string {
  let text = encoded
  for (const [escape, character] of LEFT_BY_URI_COMPONENT) {
    const end = text.indexOf(escape) + escape.length
    if (end < escape.length) continue
    text = text.slice(0, end) + text.slice(end).replaceAll(escape, character)
  }
  return text
}
