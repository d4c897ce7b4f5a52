import { constantTimeEqual } from '@oauthplus/core'

import {
  createBaseString,
  computeBodyHash,
  decodeForm,
  getHashName,
  isForm,
  parseAuthorizationHeader,
  createSignature,
  getHeaderValues,
} from '../../packages/testkit/src/reference/index.js'
import type { Pair } from '../../packages/testkit/src/reference/index.js'
import { PUBLIC_ORIGIN } from './fuzzed-site.js'
import type { FuzzedSite, Sighting } from './fuzzed-site.js'

type Text = readonly [name: string, value: string]

/** The signed parts of a sighting, as the testkit reads the RFC. */
interface SignedView {
  readonly query: readonly Text[]
  readonly form: readonly Text[]
  readonly baseString: string
  readonly signatureMethod: string
  readonly signature: string
  readonly bodyHash: string
}

type Rule = readonly [
  fault: string,
  isBroken: (
    sighting: Sighting,
    signed: SignedView,
    credentials: FuzzedSite['credentials'],
  ) => boolean,
]

const RULES: readonly Rule[] = [
  [
    'the handler saw another request than the one that was signed',
    (_sighting, signed, { consumer, token }) => {
      const expected = createSignature(signed.signatureMethod, signed.baseString, {
        consumerSecret: consumer.secret ?? '',
        tokenSecret: token.secret,
      })
      return !constantTimeEqual(expected, signed.signature)
    },
  ],
  [
    'the grant belongs to somebody else',
    ({ grant }, _signed, { token }) => grant.userId !== 'jane' || grant.tokenKey !== token.key,
  ],
  [
    'the handler saw another body than the one whose hash was signed',
    (sighting, signed) =>
      signed.bodyHash !== '' &&
      computeBodyHash(availableBody(sighting), getHashName(signed.signatureMethod)) !==
        signed.bodyHash,
  ],
  [
    'the handler saw another form than the one that was signed',
    (sighting, { form }) =>
      isForm(sighting) &&
      !sameParameters(textsOf(decodeForm(availableBody(sighting).toString('utf8'))), form),
  ],
  [
    'a body that is not a form was verified as one',
    (sighting, { form }) => !isForm(sighting) && form.length > 0,
  ],
  [
    'the stream holds other bytes than the ones that were verified',
    ({ rest, grant }) =>
      rest.length > 0 && grant.body !== undefined && !rest.equals(Buffer.from(grant.body)),
  ],
  [
    'the framework parsed another query than the one that was signed',
    ({ query }, signed) => !sameParameters(flattened(query), signed.query),
  ],
  [
    'a body parser found another form than the one that was signed',
    ({ parsedBody, headers }, { form }) => {
      const [contentType = ''] = getHeaderValues({ headers }, 'content-type')
      const isParsed =
        typeof parsedBody === 'object' &&
        parsedBody !== null &&
        !(parsedBody instanceof Uint8Array) &&
        !/json/i.test(contentType)
      const parsed = flattened(parsedBody).filter(isKeptByParsers)
      return isParsed && !sameParameters(parsed, form.filter(isKeptByParsers))
    },
  ],
]

/** Compares what a handler found with what was signed. Returns what is wrong, or nothing. */
export function judgeSighting(
  sighting: Sighting,
  credentials: FuzzedSite['credentials'],
): string[] {
  const signed = readSigned(sighting)
  return RULES.filter(([, isBroken]) => isBroken(sighting, signed, credentials)).map(
    ([fault]) => fault,
  )
}

function readSigned(sighting: Sighting): SignedView {
  const { grant, headers, method } = sighting
  // RFC 9112, section 3.2.2: servers accept the absolute form of a target.
  const target = sighting.target.replace(/^http:\/\/[^/?#]*/i, '')
  const [path = ''] = target.split('?', 1)
  const query = decodeForm(target.slice(path.length + 1))
  const [authorization = ''] = getHeaderValues({ headers }, 'authorization')
  const header = parseAuthorizationHeader(inCanonicalForm(authorization))?.parameters ?? []
  const form = grant.form.concat(protocolOf(grant.body, headers))
  const parameters = [
    ...query,
    ...header,
    ...form.map(([name, value]): Pair => [Buffer.from(name), Buffer.from(value)]),
  ]
  const values = new Map(textsOf(parameters))
  return {
    query: textsOf(query),
    form,
    baseString: createBaseString({
      method,
      scheme: 'http',
      host: new URL(PUBLIC_ORIGIN).host,
      path,
      parameters,
    }),
    signatureMethod: values.get('oauth_signature_method') ?? '',
    signature: values.get('oauth_signature') ?? '',
    bodyHash: values.get('oauth_body_hash') ?? '',
  }
}

/** The bytes of the body that the handler can read, from wherever it finds them. */
function availableBody({ grant, rest }: Sighting): Buffer {
  return grant.body === undefined ? rest : Buffer.from(grant.body)
}

/** The protocol parameters of a form, which a grant leaves out. */
function protocolOf(body: Uint8Array | undefined, headers: Sighting['headers']): readonly Text[] {
  if (body === undefined || !isForm({ headers })) return []
  return textsOf(decodeForm(Buffer.from(body).toString('utf8'))).filter(([name]) =>
    name.startsWith('oauth_'),
  )
}

function textsOf(pairs: readonly Pair[]): readonly Text[] {
  return pairs.map(([name, value]) => [
    Buffer.from(name).toString('utf8'),
    Buffer.from(value).toString('utf8'),
  ])
}

/** Grants leave out the protocol's parameters, and qs leaves out `__proto__`. */
function isKeptByParsers([name]: Text): boolean {
  return !name.startsWith('oauth_') && name !== '__proto__'
}

/**
 * Writes a header the way that the reference reads it: RFC 9110 lets recipients ignore empty list
 * elements (section 5.6.1.2) and whitespace around "=", and unescape quoted strings (section 5.6.4).
 */
function inCanonicalForm(header: string): string {
  return header
    .replace(/^([ \t]*oauth[ \t]+)(?:[ \t]*,)+/i, '$1')
    .replaceAll(/"[ \t]*,(?:[ \t]*,)+/g, '",')
    .replace(/(?:[ \t]*,)+[ \t]*$/, '')
    .replaceAll(/([A-Za-z0-9_%.-])[ \t]*=[ \t]*"/g, '$1="')
    .replaceAll(/(oauth_\w+="[^"]*?)\\(?=[^"\\])/g, '$1')
}

/** Flattens what a parser made of parameters: names with a value, or with an array of values. */
function flattened(parsed: unknown): readonly Text[] {
  return Object.entries((parsed ?? {}) as Record<string, unknown>).flatMap(([name, value]) =>
    [value].flat().map((each): Text => [name, String(each)]),
  )
}

function sameParameters(one: readonly Text[], other: readonly Text[]): boolean {
  const key = (texts: readonly Text[]): string =>
    JSON.stringify(texts.map(([name, value]) => JSON.stringify([name, value])).sort())
  return key(one) === key(other)
}
