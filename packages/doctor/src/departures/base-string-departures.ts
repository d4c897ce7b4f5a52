import { percentEncode } from '@oauthplus/core'

import type { KnownDeparture } from '../departure.js'
import { citeRfc } from './sections.js'

const SECTION = citeRfc('3.4.1.1')

/** What goes wrong when the three parts become a base string. */
export const BASE_STRING_DEPARTURES: readonly KnownDeparture[] = [
  {
    id: 'parameters-encoded-once',
    stage: 'base-string',
    rarity: 1,
    title: 'The joined parameters were not encoded in the base string.',
    section: SECTION,
    libraries: [],
    remedy: 'Encode the joined parameters as a whole: "=" becomes %3D, "&" becomes %26.',
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
    id: 'base-string-as-form',
    stage: 'base-string',
    rarity: 2,
    title: "The parts of the base string were encoded without !'()*, as encodeURIComponent does.",
    section: citeRfc('3.6'),
    libraries: ['oauth1-signature 1.0.5', 'ims-lti 3.0.2 (the path)'],
    remedy: "Encode !'()* in every part of the base string.",
    apply: (plan) => [
      {
        ...plan,
        encodeUri: (text) => keepCharacters(plan.encodeUri(text)),
        encodeJoined: (text) => keepCharacters(plan.encodeJoined(text)),
      },
      { ...plan, encodeUri: (text) => keepCharacters(plan.encodeUri(text)) },
    ],
  },
  {
    id: 'tilde-encoded-in-base-string',
    stage: 'base-string',
    rarity: 3,
    title: 'The character ~ was encoded in every part of the base string.',
    section: citeRfc('3.6'),
    libraries: [],
    remedy: 'Leave "~" as it is.',
    apply: (plan) => [
      {
        ...plan,
        encodeUri: (text) => plan.encodeUri(text).replaceAll('~', '%7E'),
        encodeJoined: (text) => plan.encodeJoined(text).replaceAll('~', '%7E'),
      },
    ],
  },
]

function keepCharacters(encoded: string): string {
  return encoded
    .replaceAll('%21', '!')
    .replaceAll('%27', "'")
    .replaceAll('%28', '(')
    .replaceAll('%29', ')')
    .replaceAll('%2A', '*')
}
