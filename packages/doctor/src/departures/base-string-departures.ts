import { percentEncode } from '@oauthplus/core'

import type { KnownDeparture } from '../departure.js'
import { findQuery } from '../signing-plan.js'
import type { SigningPlan } from '../signing-plan.js'
import { createEscapes, restore } from './escapes.js'
import { replaceUri } from './replace-uri.js'
import { citeRfc } from './sections.js'

const SECTION = citeRfc('3.4.1.1')
const LEFT_BY_URI_COMPONENT = createEscapes("!'()*")
const QUOTE_AND_PARENTHESES = createEscapes("'()")

/** Mistakes in joining the three parts to a base string. */
export const BASE_STRING_DEPARTURES: readonly KnownDeparture[] = [
  {
    id: 'parameters-encoded-once',
    stage: 'base-string',
    rarity: 1,
    title: 'The joined parameters were not encoded in the base string.',
    section: SECTION,
    libraries: [],
    remedy: 'Encode the joined parameters as one string: "=" becomes %3D, "&" becomes %26.',
    apply: (plan) => [{ ...plan, encodeJoined: (text) => text }],
  },
  {
    id: 'parameters-encoded-thrice',
    stage: 'base-string',
    rarity: 2,
    title: 'The joined parameters were encoded twice in the base string.',
    section: SECTION,
    libraries: [],
    remedy: 'Encode the joined parameters once.',
    apply: (plan) => [{ ...plan, encodeJoined: (text) => percentEncode(plan.encodeJoined(text)) }],
  },
  {
    id: 'uri-not-encoded',
    stage: 'base-string',
    rarity: 1,
    title: 'The URI was not encoded in the base string.',
    section: SECTION,
    libraries: [],
    remedy: 'Encode the URI: "://" becomes %3A%2F%2F.',
    apply: (plan) => [{ ...plan, encodeUri: (text) => text }],
  },
  {
    id: 'uri-encoded-twice',
    stage: 'base-string',
    rarity: 2,
    title: 'The URI was encoded twice in the base string.',
    section: SECTION,
    libraries: [],
    remedy: 'Encode the URI once.',
    apply: (plan) => [{ ...plan, encodeUri: (text) => percentEncode(plan.encodeUri(text)) }],
  },
  {
    id: 'pairs-joined-by-commas',
    stage: 'base-string',
    rarity: 3,
    title: 'The parameters were joined with commas, as in the Authorization header, not with "&".',
    section: citeRfc('3.4.1.3.2'),
    libraries: [],
    remedy: 'Join the sorted parameters with "&" before you encode them.',
    apply: (plan) => [
      ...[',', ', '].map((separator): SigningPlan => ({
        ...plan,
        encodeJoined: (text) => plan.encodeJoined(text.replaceAll('&', separator)),
      })),
      { ...plan, encodeJoined: (text) => plan.encodeJoined(quoteValues(text)) },
    ],
  },
  {
    id: 'uri-and-parameters-encoded-together',
    stage: 'base-string',
    rarity: 2,
    title: 'The URI and the parameters were encoded as one string, including the separator.',
    section: SECTION,
    libraries: [],
    remedy: 'Encode the URI and the joined parameters separately, then join them with "&".',
    apply: (plan, { request }) => {
      const query = findQuery(request.url)
      const [withQuery] = query === '' ? [] : replaceUri(plan, { suffix: `?${query}` })
      const others = plan.parameters.filter(({ place }) => place !== 'query')
      return [
        { ...plan, joinParts: createJoin('&', '%3F') },
        { ...plan, joinParts: createJoin('&', '%26') },
        { ...plan, joinParts: createJoin('%26', '%26') },
        ...(withQuery === undefined
          ? []
          : [{ ...withQuery, parameters: others, joinParts: createJoin('&', '%26') }]),
      ]
    },
  },
  {
    id: 'base-string-as-form',
    stage: 'base-string',
    rarity: 2,
    title: "The parts of the base string were encoded without !'()*, as encodeURIComponent does.",
    section: citeRfc('3.6'),
    libraries: [
      'oauth1-signature 1.0.5',
      'ims-lti 3.0.2 (the path)',
      'mastercard-oauth1-signer 1.2.0',
    ],
    remedy: "Encode !'()* in every part of the base string.",
    apply: (plan) => [
      {
        ...plan,
        encodeUri: (text) => keepCharacters(plan.encodeUri(text)),
        encodeJoined: (text) => keepCharacters(plan.encodeJoined(text)),
      },
      { ...plan, encodeUri: (text) => keepCharacters(plan.encodeUri(text)) },
      // Some signers encode only "!" and "*" in addition to encodeURIComponent.
      {
        ...plan,
        encodeUri: (text) => restore(plan.encodeUri(text), QUOTE_AND_PARENTHESES),
        encodeJoined: (text) => restore(plan.encodeJoined(text), QUOTE_AND_PARENTHESES),
      },
      // Node's url.parse escapes the apostrophe in a path.
      {
        ...plan,
        encodeUri: (text) => keepCharacters(plan.encodeUri(text.replaceAll("'", '%27'))),
      },
    ],
  },
  {
    id: 'tilde-encoded-in-base-string',
    stage: 'base-string',
    rarity: 3,
    title: 'The character ~ was encoded in every part of the base string.',
    section: citeRfc('3.6'),
    libraries: [],
    remedy: 'Leave "~" unencoded.',
    apply: (plan) => [
      {
        ...plan,
        encodeUri: (text) => plan.encodeUri(text).replaceAll('~', '%7E'),
        encodeJoined: (text) => plan.encodeJoined(text).replaceAll('~', '%7E'),
      },
    ],
  },
  // It changes the end of the base string, which no other departure must encode.
  {
    id: 'base-string-with-line-break',
    stage: 'base-string',
    rarity: 2,
    title: 'The base string was signed with a trailing line break.',
    section: SECTION,
    libraries: ['scripts that pipe the output of echo to openssl dgst'],
    remedy: 'Sign the base string without a trailing line break: use printf %s or echo -n.',
    apply: (plan) =>
      ['\n', '\r\n'].map((end): SigningPlan => ({
        ...plan,
        joinParts: (method, uri, parameters) => plan.joinParts(method, uri, parameters) + end,
      })),
  },
]

function createJoin(beforeUri: string, afterUri: string): SigningPlan['joinParts'] {
  return (method, uri, parameters) => method + beforeUri + uri + afterUri + parameters
}

/** Writes pairs as the Authorization header does: `a="1", b="2"`. */
function quoteValues(joined: string): string {
  return joined
    .split('&')
    .map((pair) => {
      const equals = pair.indexOf('=')
      return `${pair.slice(0, equals)}="${pair.slice(equals + 1)}"`
    })
    .join(', ')
}

function keepCharacters(encoded: string): string {
  return restore(encoded, LEFT_BY_URI_COMPONENT)
}
