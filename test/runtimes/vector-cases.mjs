// The vectors as core's own tests read them: packages/core/test/published-vectors.test.ts and generated-vectors.test.ts.
/* global TextEncoder */
import {
  baseStringUri,
  bodyHash,
  collectRequest,
  formatAuthorizationHeader,
  formatForm,
  normalizeParameters,
  parseAuthorizationHeader,
  parseForm,
  percentDecode,
  percentEncode,
  SIGNATURE_METHODS,
  signatureBaseString,
  signRequest,
  verifySignature,
} from '@oauthplus/core'
import { createSignatureMethodRegistry } from '@oauthplus/core/internal'

import { equal } from './checks.mjs'
import { KEYS, VECTORS } from './vectors.mjs'

const FORM = 'application/x-www-form-urlencoded'
const methods = createSignatureMethodRegistry(SIGNATURE_METHODS)

/** The cases of the vectors. */
export const vectorCases = [
  ...each('the base string and signature of', VECTORS.requests, reproduce),
  ...each('verifying', VECTORS.requests, async (vector) => {
    equal(await verdictIn(vector), expectedVerdict(vector))
  }),
  ...each('signRequest on', VECTORS.requests.filter(isSignable), signAgain),
  ...each('the base string of', VECTORS.baseStrings, ({ method, url, params, expected }) => {
    equal(signatureBaseString({ method, url, parameters: params }), expected.base_string)
  }),
  ...each('the base string URI of', VECTORS.baseStringUris, ({ uri, expected }) => {
    equal(baseStringUri(uri), expected.base_uri)
  }),
  ...each('the normal form of', VECTORS.normalizations, ({ params, expected }) => {
    equal(normalizeParameters(params), expected.normalized_params)
  }),
  ...each('the percent-encoding of', VECTORS.percentEncodings, ({ input, expected }) => {
    equal(percentEncode(input), expected.encoded)
    equal(percentDecode(expected.encoded), input)
  }),
  ...each('the signature', VECTORS.signatures, (vector) =>
    makesAndJudges(vector.signature_method, vector.base_string, vector),
  ),
  ...each('the signed parameters of', VECTORS.signedParameters, async (vector) => {
    const { method, url, expected } = vector
    const baseString = signatureBaseString({ method, url, parameters: parseForm(vector.form_body) })
    equal(baseString, expected.base_string)
    await makesAndJudges(vector.signature_method, baseString, vector)
  }),
  ...each('the body hash', VECTORS.bodyHashes, async ({ body, hash, expected }) => {
    const name = hash.toUpperCase().replace('SHA', 'SHA-')
    equal(await bodyHash(body, name), expected.oauth_body_hash)
    equal(await bodyHash(new TextEncoder().encode(body), name), expected.oauth_body_hash)
  }),
  ...each('the header', VECTORS.authorizationHeaders, ({ authorization, expected }) => {
    const header = parseAuthorizationHeader(authorization)
    const { realm, ...parameters } = expected.params
    equal(header.realm, realm)
    equal(Object.fromEntries(header.parameters), parameters)
  }),
  ...each('the response', VECTORS.responses, ({ body, expected }) => {
    equal(Object.fromEntries(parseForm(body)), expected.params)
  }),
  ...each('the redirect', VECTORS.redirects, ({ url, params, expected }) => {
    equal(`${url}${url.includes('?') ? '&' : '?'}${formatForm(params)}`, expected.url)
  }),
  ...each(
    'refusing',
    VECTORS.departures.filter(({ id }) => id.startsWith('caccl-lti-invalid')),
    refuse,
  ),
  ...generatedCases(),
]

function each(title, vectors, run) {
  return vectors.map((vector) => ({ name: `${title} ${vector.id}`, run: () => run(vector) }))
}

// 2,000 requests are two cases for each method, lest they outnumber all the others.
function generatedCases() {
  // A signature by RSA-PSS depends on chance, so it is in no vector.
  return SIGNATURE_METHODS.filter(({ name }) => name !== 'RSA-PSS').flatMap(({ name }) => {
    const vectors = VECTORS.generated.filter(
      ({ oauth_params: values }) => values.oauth_signature_method === name,
    )
    if (vectors.length === 0) throw new Error(`no generated request is signed by ${name}`)
    return [
      [`signing the generated requests by ${name}`, signGenerated],
      [`verifying the generated requests by ${name}`, verifyGenerated],
    ].map(([title, run]) => ({
      name: title,
      run: async () => {
        for (const vector of vectors) await run({ ...vector, rsa_key: 'generated' })
      },
    }))
  })
}

function keysOf({ consumer_secret, token_secret, rsa_key }) {
  const [consumerSecret, tokenSecret] = [consumer_secret ?? '', token_secret ?? '']
  return {
    consumerSecret,
    tokenSecret,
    signingKey: `${percentEncode(consumerSecret)}&${percentEncode(tokenSecret)}`,
    ...KEYS[rsa_key],
  }
}

async function makesAndJudges(methodName, baseString, vector) {
  const method = methods.get(methodName)
  const { signature } = vector.expected
  equal(await method.sign(baseString, keysOf(vector)), signature)
  equal(await method.verify({ baseString, signature }, keysOf(vector)), true)
}

async function reproduce(vector) {
  const { method, url, oauth_params: values, expected } = vector
  const form = vector.form_body === undefined ? [] : parseForm(vector.form_body)
  equal(baseStringUri(url), expected.base_uri)
  const parameters = [...form, ...Object.entries(values)]
  equal(signatureBaseString({ method, url, parameters }), expected.base_string)
  await makesAndJudges(values.oauth_signature_method, expected.base_string, vector)
}

async function verdictIn(vector) {
  const keys = keysOf(vector)
  const parameters = [
    ...Object.entries(vector.oauth_params),
    ['oauth_signature', vector.expected.signature],
  ].map(([name, value]) => `${percentEncode(name)}="${percentEncode(value)}"`)
  const authorization = `OAuth realm="${percentEncode(vector.realm ?? '')}", ${parameters.join(', ')}`
  const result = await verifySignature(
    {
      method: vector.method,
      url: vector.url,
      headers: [['Authorization', authorization], ...contentTypeOf(vector)],
      body: vector.form_body ?? vector.body,
    },
    {
      secrets: [keys.consumerSecret],
      tokenSecrets: [keys.tokenSecret],
      publicKeys: keys.publicKey === undefined ? [] : [keys.publicKey],
    },
    { signatureMethods: SIGNATURE_METHODS },
  )
  return result.ok ? 'verified' : result.problem.code
}

// Some published examples lack what every request needs, or have another version.
function expectedVerdict({ oauth_params: values, token_secret, body, content_type }) {
  const needed = ['oauth_consumer_key', 'oauth_signature_method']
  const isPlain = values.oauth_signature_method === 'PLAINTEXT'
  if (!isPlain) needed.push('oauth_timestamp', 'oauth_nonce')
  if (!needed.every((name) => values[name])) return 'parameter_absent'
  if ((values.oauth_version ?? '1.0') !== '1.0') return 'version_rejected'
  // The body that was hashed is not published.
  if (values.oauth_body_hash && body === undefined && content_type !== undefined) {
    return 'signature_invalid'
  }
  // A token secret without a token belongs to no request.
  return token_secret && !values.oauth_token ? 'signature_invalid' : 'verified'
}

function contentTypeOf({ content_type, form_body }) {
  const contentType = content_type ?? (form_body === undefined ? undefined : FORM)
  return contentType === undefined ? [] : [['Content-Type', contentType]]
}

// signRequest always sends timestamp and nonce, and writes URLs in ASCII.
function isSignable(vector) {
  const { oauth_params: values, url } = vector
  return (
    expectedVerdict(vector) === 'verified' &&
    'oauth_timestamp' in values &&
    'oauth_nonce' in values &&
    /^[\x21-\x7e]*$/.test(url)
  )
}

const SENT_BY_SIGN_REQUEST = new Set([
  'oauth_consumer_key',
  'oauth_token',
  'oauth_signature_method',
  'oauth_timestamp',
  'oauth_nonce',
  'oauth_version',
])

async function signAgain(vector) {
  const { oauth_params: values, expected } = vector
  const keys = keysOf(vector)
  const signed = await signRequest(
    {
      method: vector.method,
      url: vector.url,
      headers: contentTypeOf(vector),
      body: vector.form_body ?? vector.body,
    },
    {
      consumer: {
        key: values.oauth_consumer_key,
        secret: keys.consumerSecret,
        privateKey: keys.privateKey,
      },
      token:
        values.oauth_token === undefined
          ? undefined
          : { key: values.oauth_token, secret: keys.tokenSecret },
    },
    {
      signatureMethod: values.oauth_signature_method,
      timestampSeconds: Number(values.oauth_timestamp),
      nonce: values.oauth_nonce,
      sendVersion: 'oauth_version' in values,
      parameters: Object.entries(values).filter(([name]) => !SENT_BY_SIGN_REQUEST.has(name)),
    },
  )
  equal([signed.baseString, signed.signature], [expected.base_string, expected.signature])
}

async function refuse(vector) {
  const parameters = [
    ...Object.entries(vector.oauth_params),
    ['oauth_signature', vector.published.signature],
  ]
  const request = {
    method: vector.method,
    url: vector.url,
    headers: [['Content-Type', FORM]],
    body: [vector.form_body ?? '', formatForm(parameters)].filter(Boolean).join('&'),
  }
  equal(collectRequest(request).source, 'body')
  const known = { secrets: [vector.consumer_secret] }
  const result = await verifySignature(request, known, { signatureMethods: ['HMAC-SHA1'] })
  equal([result.ok, result.problem?.code], [false, 'signature_invalid'])
}

async function signGenerated(vector) {
  const { method, url, oauth_params: values } = vector
  const form = vector.form_body === null ? [] : parseForm(vector.form_body)
  const parameters = [...form, ...Object.entries(values)]
  const signatureMethod = methods.get(values.oauth_signature_method)
  equal(
    [
      signatureBaseString({ method, url, parameters }),
      await signatureMethod.sign(vector.base_string, keysOf(vector)),
    ],
    [vector.base_string, vector.signature],
  )
}

async function verifyGenerated(vector) {
  // Requests in the corpus with an invented body hash have no body.
  if ('oauth_body_hash' in vector.oauth_params) return
  const parameters = [...Object.entries(vector.oauth_params), ['oauth_signature', vector.signature]]
  const header = formatAuthorizationHeader(parameters, { realm: vector.realm ?? undefined })
  const keys = keysOf(vector)
  const result = await verifySignature(
    {
      method: vector.method,
      url: vector.url,
      headers: [
        ['authorization', header],
        ...(vector.form_body === null ? [] : [['content-type', FORM]]),
      ],
      body: vector.form_body ?? undefined,
    },
    {
      secrets: [keys.consumerSecret],
      tokenSecrets: [keys.tokenSecret],
      publicKeys: [keys.publicKey],
    },
    { signatureMethods: SIGNATURE_METHODS },
  )
  equal([vector.id, result.problem?.code], [vector.id, undefined])
}
