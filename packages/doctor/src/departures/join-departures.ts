import { percentEncode } from '@oauthplus/core'

import type { KnownDeparture } from '../departure.js'
import type { SigningPlan } from '../signing-plan.js'
import { citeRfc } from './sections.js'
import { isShared } from './is-shared.js'

const SECTION = citeRfc('3.4.1.1')
const BYTE_ORDER_MARK = '\uFEFF'

/** Joins the parts of the base string in another way. */
function replaceJoin(plan: SigningPlan, joinParts: SigningPlan['joinParts']): SigningPlan {
  return { ...plan, joinParts }
}

/** Changes the joined parameters before they are encoded. */
function changeJoined(plan: SigningPlan, change: (joined: string) => string): SigningPlan {
  return { ...plan, encodeJoined: (text) => plan.encodeJoined(change(text)) }
}

/** Changes the base string as a whole. */
function changeBaseString(plan: SigningPlan, change: (text: string) => string): SigningPlan {
  return replaceJoin(plan, (...parts) => change(plan.joinParts(...parts)))
}

/** Mistakes in joining pairs and parts. */
export const JOIN_DEPARTURES: readonly KnownDeparture[] = [
  {
    id: 'empty-value-without-equals',
    stage: 'base-string',
    rarity: 2,
    title: 'The "=" after a name without a value was omitted.',
    section: citeRfc('3.4.1.3.2'),
    libraries: [],
    remedy: 'Sign "name=" for a parameter without a value.',
    apply: (plan) => [changeJoined(plan, (joined) => joined.replace(/=(?=&|$)/g, ''))],
  },
  {
    id: 'ampersand-left-over',
    stage: 'base-string',
    rarity: 2,
    title: 'A "&" was signed before the first parameter or after the last one.',
    section: citeRfc('3.4.1.3.2'),
    libraries: ['signers that join the parameters in a loop'],
    remedy: 'Put "&" only between parameters.',
    apply: (plan) => [
      changeJoined(plan, (joined) => `${joined}&`),
      changeJoined(plan, (joined) => `&${joined}`),
      changeBaseString(plan, (text) => `${text}&`),
    ],
  },
  {
    id: 'pairs-joined-for-html',
    stage: 'base-string',
    rarity: 2,
    title: 'The parameters or the parts were joined with "&amp;" or ";", not with "&".',
    section: citeRfc('3.4.1.3.2'),
    libraries: ['signers that use PHP’s http_build_query with arg_separator.output'],
    remedy: 'Join with "&": http_build_query($parameters, "", "&", PHP_QUERY_RFC3986).',
    apply: (plan) => {
      const escapeParts: SigningPlan['joinParts'] = (...parts) => parts.join('&amp;')
      const escaped = changeJoined(plan, (joined) => joined.replaceAll('&', '&amp;'))
      return [
        escaped,
        changeJoined(plan, (joined) => joined.replaceAll('&', ';')),
        replaceJoin(plan, escapeParts),
        replaceJoin(escaped, escapeParts),
      ]
    },
  },
  {
    id: 'base-string-part-left-out',
    stage: 'base-string',
    rarity: 2,
    title: 'A part of the base string was omitted: the method, the URI, the parameters, or a "&".',
    section: SECTION,
    libraries: [],
    remedy: 'Join the method, the encoded URI and the encoded parameters with "&".',
    apply: (plan) => [
      replaceJoin(plan, (_, uri, parameters) => `${uri}&${parameters}`),
      replaceJoin(plan, (method, _, parameters) => `${method}&${parameters}`),
      replaceJoin(plan, (method, uri) => `${method}&${uri}`),
      replaceJoin(plan, (method, uri) => `${method}&${uri}&`),
      replaceJoin(plan, (_, __, parameters) => parameters),
      replaceJoin(plan, (method, uri, parameters) => method + uri + parameters),
    ],
  },
  {
    id: 'base-string-encoded-again',
    stage: 'base-string',
    rarity: 2,
    title: 'The whole base string was encoded again.',
    section: SECTION,
    libraries: [],
    remedy: 'Sign the base string with its two "&" unencoded.',
    apply: (plan) => [changeBaseString(plan, percentEncode)],
  },
  {
    id: 'base-string-not-in-utf-8',
    stage: 'base-string',
    rarity: 3,
    title: 'The base string was signed as UTF-16, or with a byte order mark.',
    section: citeRfc('3.4.2'),
    libraries: ['signers that use .NET’s Encoding.Unicode'],
    remedy: 'Sign the octets of the base string in UTF-8 or ASCII, without a byte order mark.',
    apply: (plan) => {
      const wide = changeBaseString(plan, widen)
      const { join } = plan.key
      const key = {
        ...plan.key,
        join: (...secrets: Parameters<typeof join>) => widen(join(...secrets)),
      }
      return [
        wide,
        ...(isShared(plan)
          ? [
              { ...wide, key },
              { ...plan, key },
            ]
          : []),
        changeBaseString(plan, (text) => text.replace(/[\0-\x7f]/g, '\0$&')),
        changeBaseString(plan, (text) => BYTE_ORDER_MARK + text),
      ]
    },
  },
]

/** Writes ASCII text so that its UTF-8 form has the octets of UTF-16. */
function widen(text: string): string {
  return text.replace(/[\0-\x7f]/g, '$&\0')
}
