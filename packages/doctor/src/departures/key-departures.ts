import { parameterValue, percentEncode } from '@oauthplus/core'

import type { KnownDeparture } from '../departure.js'
import type { KeyPlan, SigningPlan } from '../signing-plan.js'
import { citeRfc } from './sections.js'

const SECTION = citeRfc('3.4.2')
const MAX_OTHER_SECRETS = 100
const AROUND_BOTH = [
  ['', '\n'],
  ['', ' '],
  ['"', '"'],
] as const
const AROUND_CONSUMER_SECRET = [
  [' ', ''],
  ["'", "'"],
  ['', '\r\n'],
  ['\uFEFF', ''],
] as const

function replaceKey(plan: SigningPlan, change: Partial<KeyPlan>): readonly SigningPlan[] {
  return plan.signatureMethod.family === 'public-key'
    ? []
    : [{ ...plan, key: { ...plan.key, ...change } }]
}

/** Mistakes in the key of a shared-secret method. */
export const KEY_DEPARTURES: readonly KnownDeparture[] = [
  {
    id: 'token-secret-left-out',
    stage: 'key',
    rarity: 1,
    title: 'The token secret was omitted from the key.',
    section: SECTION,
    libraries: [],
    remedy:
      'Sign with the secret of the token that is sent: the request token’s during the exchange, and the access token’s afterwards.',
    apply: (plan) => (plan.key.tokenSecret === '' ? [] : replaceKey(plan, { tokenSecret: '' })),
  },
  {
    id: 'ampersand-missing',
    stage: 'key',
    rarity: 1,
    title: 'The "&" between the secrets is missing from the key.',
    section: SECTION,
    libraries: ['oauth-1.0a 2.2.6 (last_ampersand: false)'],
    remedy: 'Join the secrets with "&", even if the token secret is empty.',
    apply: (plan) => replaceKey(plan, { join: (first, second) => first + second }),
  },
  {
    id: 'ampersand-encoded',
    stage: 'key',
    rarity: 2,
    title: 'The "&" between the secrets was encoded, or the whole key was.',
    section: SECTION,
    libraries: [],
    remedy: 'Encode each secret separately, then join them with "&".',
    apply: (plan) => [
      ...replaceKey(plan, { join: (first, second) => `${first}%26${second}` }),
      ...replaceKey(plan, { join: (first, second) => percentEncode(`${first}&${second}`) }),
    ],
  },
  {
    id: 'secrets-swapped',
    stage: 'key',
    rarity: 1,
    title: 'The two secrets were swapped.',
    section: SECTION,
    libraries: [],
    remedy: 'The consumer secret comes first.',
    apply: (plan) =>
      replaceKey(plan, {
        consumerSecret: plan.key.tokenSecret,
        tokenSecret: plan.key.consumerSecret,
      }),
  },
  {
    id: 'secrets-not-encoded',
    stage: 'key',
    rarity: 1,
    title: 'The secrets were not encoded in the key.',
    section: SECTION,
    libraries: ['ims-lti 3.0.2', 'WP-API/OAuth1 (as a server)'],
    remedy: 'Percent-encode both secrets before you join them.',
    apply: (plan) => replaceKey(plan, { encode: (text) => text }),
  },
  {
    id: 'secrets-encoded-otherwise',
    stage: 'key',
    rarity: 2,
    title: 'The secrets were encoded with other rules, or twice.',
    section: citeRfc('3.6'),
    libraries: ['@hapi/bell 13.2.0 (secrets outside ASCII)'],
    remedy: 'Encode the secrets once, like every other string.',
    apply: (plan) =>
      [
        encodeURIComponent,
        encodeAsForm,
        encodeByTable,
        (text: string) => percentEncode(percentEncode(text)),
      ].flatMap((encode) => replaceKey(plan, { encode })),
  },
  {
    id: 'secret-of-another-consumer',
    stage: 'key',
    rarity: 1,
    title: 'The secret of another consumer was used, or an old one.',
    section: SECTION,
    libraries: [],
    remedy: 'Use the current key and secret of the same consumer.',
    apply: (plan, { otherSecrets }) =>
      otherSecrets
        .slice(0, MAX_OTHER_SECRETS)
        .flatMap((consumerSecret) => replaceKey(plan, { consumerSecret })),
  },
  {
    id: 'secret-of-another-token',
    stage: 'key',
    rarity: 2,
    title: 'The secret of another token was used, or an old one.',
    section: SECTION,
    libraries: [],
    remedy: 'Store each token together with its secret, and replace both together.',
    apply: (plan, { otherSecrets }) =>
      otherSecrets
        .slice(0, MAX_OTHER_SECRETS)
        .flatMap((tokenSecret) => replaceKey(plan, { tokenSecret })),
  },
  {
    id: 'key-for-secret',
    stage: 'key',
    rarity: 2,
    title: 'A key was used instead of a secret.',
    section: SECTION,
    libraries: [],
    remedy: 'The key identifies the consumer or the token. Sign with the secret that came with it.',
    apply: (plan, { request }) => {
      const consumerSecret = parameterValue(request.protocol, 'oauth_consumer_key') ?? ''
      const tokenSecret = parameterValue(request.protocol, 'oauth_token') ?? ''
      return [{ consumerSecret }, { tokenSecret }, { consumerSecret, tokenSecret }].flatMap(
        (change) => replaceKey(plan, change),
      )
    },
  },
  {
    id: 'consumer-secret-left-out',
    stage: 'key',
    rarity: 2,
    title: 'The consumer secret was omitted from the key.',
    section: SECTION,
    libraries: [],
    remedy: 'Sign with the consumer secret. Check whether the setting that contains it is empty.',
    apply: (plan) => [
      ...replaceKey(plan, { consumerSecret: '' }),
      ...replaceKey(plan, { consumerSecret: 'undefined' }),
      ...replaceKey(plan, { consumerSecret: '', tokenSecret: '' }),
    ],
  },
  {
    id: 'undefined-token-secret',
    stage: 'key',
    rarity: 2,
    title: 'The string "undefined" or "null" was used instead of an absent token secret.',
    section: SECTION,
    libraries: ['passport-http-oauth 0.1.3 (as a server)'],
    remedy: 'Use an empty string if there is no token secret.',
    apply: (plan) =>
      ['undefined', 'null', 'None'].flatMap((tokenSecret) => replaceKey(plan, { tokenSecret })),
  },
  {
    id: 'secret-with-white-space',
    stage: 'key',
    rarity: 2,
    title:
      'A secret has white space or quotation marks around it, for example from a file or from copying.',
    section: SECTION,
    libraries: [],
    remedy: 'Trim strings that you read from a file or the environment.',
    apply: (plan) => {
      const { consumerSecret, tokenSecret } = plan.key
      return [
        ...AROUND_BOTH.flatMap(([before, after]) =>
          [
            { consumerSecret: before + consumerSecret + after },
            { tokenSecret: before + tokenSecret + after },
          ].flatMap((change) => replaceKey(plan, change)),
        ),
        ...AROUND_CONSUMER_SECRET.flatMap(([before, after]) =>
          replaceKey(plan, { consumerSecret: before + consumerSecret + after }),
        ),
        ...replaceKey(plan, {
          consumerSecret: `${consumerSecret}\n`,
          tokenSecret: `${tokenSecret}\n`,
        }),
      ]
    },
  },
]

function encodeAsForm(text: string): string {
  return percentEncode(text).replaceAll('%20', '+').replaceAll('%2A', '*').replaceAll('~', '%7E')
}

/** Encodes like a table of 128 characters, which has no entry for other characters. */
function encodeByTable(text: string): string {
  return percentEncode(text.replace(/[^\0-\x7f]/g, 'undefined'))
}
