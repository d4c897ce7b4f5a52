import { headerValues, parseForm } from '@oauthplus/core'
import { hasFormContentType } from '@oauthplus/core/internal'

import type { DepartureContext, KnownDeparture } from '../departure.js'
import type { PlannedParameter, SigningPlan } from '../signing-plan.js'
import { removeParameters } from './query-departures.js'
import { BODY_HASH, citeRfc } from './sections.js'

const SECTION = citeRfc('3.4.1.3.1')
const MAX_CHARACTERS = 2000
const MAX_MEMBERS = 1000
const MAX_DEPTH = 32
const FORM_TEXT = /^[^\s={}<>"]+=[^\s{}<>"]*$/
// RFC 2046, section 5.1.1.
const MAX_BOUNDARY_CHARACTERS = 70

/** Mistakes with bodies. */
export const BODY_DEPARTURES: readonly KnownDeparture[] = [
  {
    id: 'form-left-out',
    stage: 'parameters',
    rarity: 1,
    title: 'The parameters of the form were not signed.',
    section: SECTION,
    libraries: [
      'axios-oauth-1.0a 0.4.1 (with axios 1.2 and later)',
      'mastercard-oauth1-signer 1.2.0',
    ],
    remedy: 'Sign the form parameters with every method.',
    apply: (plan) => removeParameters(plan, ({ place }) => place === 'form'),
  },
  {
    id: 'form-for-post-alone',
    stage: 'parameters',
    rarity: 1,
    title: 'The parameters of the form were not signed, because the method is not POST.',
    section: SECTION,
    libraries: [
      'python-oauth2',
      'jersey (before its issue 3125)',
      'django-oauth-plus 2.2.9 (as a server)',
    ],
    remedy: 'Sign the form parameters with every method, including PUT, PATCH and DELETE.',
    apply: (plan, { request }) =>
      request.method.toUpperCase() === 'POST'
        ? []
        : removeParameters(plan, ({ place }) => place === 'form'),
  },
  {
    id: 'form-with-charset-left-out',
    stage: 'parameters',
    rarity: 2,
    title:
      'The parameters of the form were not signed, because its Content-Type contains a charset.',
    section: SECTION,
    libraries: ['dghubble/oauth1 0.7.3'],
    remedy: 'Compare only the media type, ignoring its parameters.',
    apply: (plan, { headers }) =>
      headerValues(headers, 'content-type').some((value) => value.includes(';'))
        ? removeParameters(plan, ({ place }) => place === 'form')
        : [],
  },
  {
    id: 'json-signed',
    stage: 'parameters',
    rarity: 1,
    title: 'The members of the JSON body were signed as parameters.',
    section: SECTION,
    libraries: ['oauth-1.0a 2.2.6 (its data)', 'python-oauth2', 'connect-auth'],
    remedy:
      'Do not pass a JSON body to the signer: only forms are signed. oauth_body_hash covers other bodies.',
    apply: (plan, context) => signJson(plan, context),
  },
  {
    id: 'body-text-signed',
    stage: 'parameters',
    rarity: 1,
    title: 'The body was signed as one name, or character by character.',
    section: SECTION,
    libraries: ['oauth-1.0a 2.2.6 (a string as its data)'],
    remedy: 'Pass a body to the signer only if it is a form.',
    apply: (plan, { bodyText, headers }) => {
      if (!bodyText || hasFormContentType(headers)) return []
      const added = [addBody(plan, [[bodyText, '']]), addBody(plan, [['', bodyText]])]
      if (bodyText.length > MAX_CHARACTERS) return added
      const characters = bodyText.split('')
      return [
        ...added,
        addBody(
          plan,
          characters.map((character, index) => [`${index}`, character]),
        ),
      ]
    },
  },
  {
    id: 'body-signed-as-form',
    stage: 'parameters',
    rarity: 1,
    title: 'The body was signed as a form, but its Content-Type is not that of a form.',
    section: SECTION,
    libraries: ['clients that pass a form to fetch as a string'],
    remedy: 'Send Content-Type: application/x-www-form-urlencoded with a form.',
    apply: (plan, { bodyText, headers }) => {
      const isForm = bodyText && FORM_TEXT.test(bodyText) && !hasFormContentType(headers)
      const pairs = isForm ? parsePairs(bodyText).slice(0, MAX_MEMBERS) : []
      return pairs.length === 0 ? [] : [addBody(plan, pairs)]
    },
  },
  {
    id: 'multipart-signed',
    stage: 'parameters',
    rarity: 1,
    title: 'The fields of the multipart body were signed as parameters.',
    section: SECTION,
    libraries: ['clients that sign all kinds of forms the same way'],
    remedy:
      'Do not sign the fields of multipart/form-data: only application/x-www-form-urlencoded is signed.',
    apply: (plan, { bodyText, headers }) => {
      const type = headerValues(headers, 'content-type')[0] ?? ''
      const boundary = /^multipart\/form-data\b.*?boundary="?([^";]+)/i.exec(type)?.[1]
      const isUsable = boundary !== undefined && boundary.length <= MAX_BOUNDARY_CHARACTERS
      const fields = isUsable && bodyText ? readMultipartFields(bodyText, boundary) : []
      return fields.length === 0 ? [] : [addBody(plan, fields)]
    },
  },
  {
    id: 'body-hash-not-sent',
    stage: 'parameters',
    rarity: 2,
    title: 'oauth_body_hash was signed, but not sent.',
    section: BODY_HASH,
    libraries: [],
    remedy: 'Send oauth_body_hash if it is signed.',
    apply: (plan, { bodyHashes }) =>
      bodyHashes.map((value) => ({
        ...plan,
        parameters: [...plan.parameters, { place: 'header', name: 'oauth_body_hash', value }],
      })),
  },
  {
    id: 'body-hash-left-out',
    stage: 'parameters',
    rarity: 2,
    title: 'oauth_body_hash was sent, but not signed.',
    section: BODY_HASH,
    libraries: [],
    remedy: 'Add oauth_body_hash before signing.',
    apply: (plan) => removeParameters(plan, ({ name }) => name === 'oauth_body_hash'),
  },
]

function addBody(
  plan: SigningPlan,
  pairs: readonly (readonly [name: string, value: string])[],
): SigningPlan {
  const added = pairs.map(([name, value]): PlannedParameter => ({ place: 'body', name, value }))
  return { ...plan, parameters: [...plan.parameters, ...added] }
}

function signJson(
  plan: SigningPlan,
  { bodyText, headers }: DepartureContext,
): readonly SigningPlan[] {
  if (!bodyText || hasFormContentType(headers)) return []
  const value = parseJson(bodyText)
  if (typeof value !== 'object' || value === null || !isShallow(value, MAX_DEPTH)) return []
  const members = Object.entries(value).slice(0, MAX_MEMBERS)
  const asText = members.map(([name, member]) => [name, stringify(member)] as const)
  const asJson = members.map(
    ([name, member]) =>
      [name, typeof member === 'string' ? member : JSON.stringify(member)] as const,
  )
  const flat = members.flatMap(([name, member]) => flattenMember(name, member))
  return members.length === 0 ? [] : [asText, asJson, flat].map((pairs) => addBody(plan, pairs))
}

/** Names nested members as PHP does: `filter[a]`, one level deep. */
function flattenMember(
  name: string,
  member: unknown,
): readonly (readonly [name: string, value: string])[] {
  if (typeof member !== 'object' || member === null) return [[name, stringify(member)]]
  return Object.entries(member)
    .slice(0, MAX_MEMBERS)
    .map(([inner, value]) => [`${name}[${inner}]`, stringify(value)] as const)
}

/** Returns whether the nesting is shallow: serializing takes the square of the depth. */
function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return depth > 0 && Object.values(value).every((member) => isShallow(member, depth - 1))
}

// Escapes may be malformed or not valid UTF-8.
function parsePairs(text: string): ReturnType<typeof parseForm> {
  try {
    return parseForm(text)
  } catch {
    return []
  }
}

function stringify(member: unknown): string {
  try {
    return String(member)
  } catch {
    // A member may contain a member called toString.
    return ''
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function readMultipartFields(
  text: string,
  boundary: string,
): readonly (readonly [name: string, value: string])[] {
  return text
    .split(`--${boundary}`, MAX_MEMBERS)
    .flatMap((part): readonly (readonly [string, string])[] => {
      const end = part.indexOf('\r\n\r\n')
      const head = end === -1 ? '' : part.slice(0, end)
      const name = /;\s*name="([^"]*)"/i.exec(head)?.[1]
      const isFile = /;\s*filename/i.test(head)
      return name === undefined || isFile ? [] : [[name, part.slice(end + 4).replace(/\r\n$/, '')]]
    })
}
