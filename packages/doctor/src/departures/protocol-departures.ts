import { percentEncode } from '@oauthplus/core'

import type { KnownDeparture } from '../departure.js'
import type { PlannedParameter, SigningPlan } from '../signing-plan.js'
import { changeParameters, removeParameters } from './query-departures.js'
import { BODY_HASH, citeRfc } from './sections.js'

const OPTIONAL = [
  'oauth_callback',
  'oauth_verifier',
  'oauth_session_handle',
  'oauth_timestamp',
  'oauth_nonce',
  'oauth_consumer_key',
  'oauth_token',
  'oauth_signature_method',
]
const SECONDS = /^\d{9,11}$/
const MILLISECONDS = /^\d{12,14}$/

function isProtocol({ name }: PlannedParameter): boolean {
  return name.startsWith('oauth_')
}

/** Mistakes in the protocol parameters. */
export const PROTOCOL_DEPARTURES: readonly KnownDeparture[] = [
  {
    id: 'realm-signed',
    stage: 'parameters',
    rarity: 1,
    title: 'The realm was signed as a parameter.',
    section: citeRfc('3.4.1.3.1'),
    libraries: [],
    remedy: 'Omit the realm of the Authorization header from the base string.',
    apply: (plan, { request }) =>
      request.realm === undefined ? [] : [addParameter(plan, 'realm', request.realm)],
  },
  {
    id: 'empty-token-left-out',
    stage: 'parameters',
    rarity: 1,
    title: 'An empty oauth_token was sent, but not signed.',
    section: citeRfc('3.4.1.3.1'),
    libraries: [],
    remedy: 'Sign oauth_token if it is sent, or do not send it.',
    apply: (plan) =>
      removeParameters(plan, ({ name, value }) => name === 'oauth_token' && value === ''),
  },
  {
    id: 'empty-token-signed',
    stage: 'parameters',
    rarity: 1,
    title: 'An empty oauth_token was signed, but not sent.',
    section: citeRfc('3.4.1.3.1'),
    libraries: ['node-oauth1 1.3.0'],
    remedy: 'Send oauth_token="" if it is signed, or do not sign it.',
    apply: (plan) =>
      plan.parameters.some(({ name }) => name === 'oauth_token')
        ? []
        : ['', 'undefined', 'null'].map((value) => addParameter(plan, 'oauth_token', value)),
  },
  {
    id: 'version-signed',
    stage: 'parameters',
    rarity: 2,
    title: 'oauth_version was signed, but not sent.',
    section: citeRfc('3.4.1.3.1'),
    libraries: [],
    remedy: 'Send oauth_version if it is signed.',
    apply: (plan) =>
      plan.parameters.some(({ name }) => name === 'oauth_version')
        ? []
        : [addParameter(plan, 'oauth_version', '1.0')],
  },
  {
    id: 'version-left-out',
    stage: 'parameters',
    rarity: 2,
    title: 'oauth_version was sent, but not signed.',
    section: citeRfc('3.4.1.3.1'),
    libraries: [],
    remedy: 'Sign oauth_version if it is sent.',
    apply: (plan) => removeParameters(plan, ({ name }) => name === 'oauth_version'),
  },
  {
    id: 'protocol-parameter-left-out',
    stage: 'parameters',
    rarity: 2,
    title: 'A protocol parameter was sent, but not signed.',
    section: citeRfc('3.4.1.3.1'),
    libraries: [],
    remedy: 'Sign every oauth_ parameter except oauth_signature.',
    apply: (plan) => [
      ...OPTIONAL.flatMap((left) =>
        removeParameters(plan, ({ name, value }) => name === left && value !== ''),
      ),
      ...removeParameters(plan, isProtocol),
    ],
  },
  {
    id: 'signature-signed',
    stage: 'parameters',
    rarity: 3,
    title: 'An empty oauth_signature was signed.',
    section: citeRfc('3.4.1.3.1'),
    libraries: [],
    remedy: 'Omit oauth_signature from the base string.',
    apply: (plan) => [addParameter(plan, 'oauth_signature', '')],
  },
  {
    id: 'timestamp-in-milliseconds',
    stage: 'parameters',
    rarity: 2,
    title: 'The timestamp was signed in milliseconds and sent in seconds, or the reverse.',
    section: citeRfc('3.3'),
    libraries: ['clients that sign Date.now()'],
    remedy: 'Compute Math.floor(Date.now() / 1000) once, for the signature and the header.',
    apply: (plan) =>
      changeParameters(plan, (parameter) =>
        parameter.name === 'oauth_timestamp'
          ? { ...parameter, value: convertTimestamps(parameter.value) }
          : parameter,
      ),
  },
  {
    id: 'timestamp-of-another-second',
    stage: 'parameters',
    rarity: 3,
    title: 'The clock was read twice: the signed timestamp is not the one that was sent.',
    section: citeRfc('3.3'),
    libraries: [],
    remedy: 'Read the clock once, for the signature and the header.',
    apply: (plan) =>
      [-1, 1, -2, 2].flatMap((seconds) =>
        changeParameters(plan, (parameter) =>
          parameter.name === 'oauth_timestamp' && SECONDS.test(parameter.value)
            ? { ...parameter, value: String(Number(parameter.value) + seconds) }
            : parameter,
        ),
      ),
  },
  {
    id: 'protocol-values-encoded-again',
    stage: 'parameters',
    rarity: 1,
    title: 'Values of protocol parameters, such as oauth_callback, were encoded twice.',
    section: citeRfc('3.4.1.3.2'),
    libraries: ['clients that encode the callback before they pass it to the signer'],
    remedy: 'Pass unencoded values to the signer.',
    apply: (plan) => [
      ...changeParameters(plan, (parameter) =>
        isProtocol(parameter) ? { ...parameter, value: percentEncode(parameter.value) } : parameter,
      ),
      ...changeParameters(plan, (parameter) =>
        parameter.name === 'oauth_callback'
          ? { ...parameter, value: percentEncode(parameter.value) }
          : parameter,
      ),
    ],
  },
  {
    id: 'protocol-values-decoded',
    stage: 'parameters',
    rarity: 2,
    title:
      'Values of protocol parameters, such as oauth_callback, were encoded once more for sending than for signing.',
    section: citeRfc('3.5.1'),
    libraries: [],
    remedy: 'Encode each value once for the header.',
    apply: (plan) =>
      changeParameters(plan, (parameter) =>
        isProtocol(parameter) ? { ...parameter, value: decodeOnce(parameter.value) } : parameter,
      ),
  },
  {
    id: 'protocol-values-not-encoded',
    stage: 'encoding',
    rarity: 2,
    title: 'Values of protocol parameters were not encoded before the base string was.',
    section: citeRfc('3.4.1.3.2'),
    libraries: ['mastercard-oauth1-signer 1.2.0'],
    remedy: 'Encode every value before the parameters are sorted and joined.',
    apply: (plan) => keepOnly(plan, isProtocol),
  },
  {
    id: 'body-hash-single-encoded',
    stage: 'encoding',
    rarity: 1,
    title: 'oauth_body_hash was encoded once in the base string, not twice.',
    section: BODY_HASH,
    libraries: ['mastercard-oauth1-signer 1.2.0 (Mastercard’s own dialect)'],
    remedy: 'Encode the hash like any other value. The base string then encodes it again.',
    apply: (plan) => keepOnly(plan, ({ name }) => name === 'oauth_body_hash'),
  },
]

function addParameter(plan: SigningPlan, name: string, value: string): SigningPlan {
  return { ...plan, parameters: [...plan.parameters, { place: 'header', name, value }] }
}

function keepOnly(
  plan: SigningPlan,
  isChanged: (parameter: PlannedParameter) => boolean,
): readonly SigningPlan[] {
  const values = new Set(
    plan.parameters
      .filter(isChanged)
      .map(({ value }) => value)
      .filter((value) => percentEncode(value) !== value),
  )
  if (values.size === 0) return []
  return [{ ...plan, encodeValue: (text) => (values.has(text) ? text : plan.encodeValue(text)) }]
}

function convertTimestamps(timestamp: string): string {
  if (SECONDS.test(timestamp)) return `${timestamp}000`
  return MILLISECONDS.test(timestamp) ? timestamp.slice(0, -3) : timestamp
}

function decodeOnce(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
