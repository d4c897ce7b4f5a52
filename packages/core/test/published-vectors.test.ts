import { describe, expect, it } from 'vitest'

import {
  baseStringUri,
  bodyHash,
  collectRequest,
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
} from '../src/index.js'
import type { HashName, ParameterList } from '../src/index.js'
import { createSignatureMethodRegistry } from '../src/internal.js'
import { KEYS, readVectors } from './vectors.js'

interface Published<Expected> {
  readonly id: string
  readonly source: string
  readonly expected: Expected
}

interface RequestVector extends Published<{
  readonly base_uri: string
  readonly normalized_params: string
  readonly base_string: string
  readonly signature: string
}> {
  readonly method: string
  readonly url: string
  readonly oauth_params: Readonly<Record<string, string>>
  readonly consumer_secret: string | null
  readonly token_secret: string | null
  readonly realm?: string
  readonly form_body?: string
  readonly body?: string
  readonly content_type?: string
  readonly rsa_key?: string
}

const FORM = 'application/x-www-form-urlencoded'
const methods = createSignatureMethodRegistry(SIGNATURE_METHODS)

function methodNamed(name: string) {
  const method = methods.get(name)
  if (!method) throw new Error(`no method ${name}`)
  return method
}

function keysOf(vector: {
  readonly consumer_secret: string | null
  readonly token_secret: string | null
  readonly rsa_key?: string
}) {
  const consumerSecret = vector.consumer_secret ?? ''
  const tokenSecret = vector.token_secret ?? ''
  const pair = vector.rsa_key === undefined ? undefined : KEYS[vector.rsa_key]
  return {
    consumerSecret,
    tokenSecret,
    signingKey: `${percentEncode(consumerSecret)}&${percentEncode(tokenSecret)}`,
    privateKey: pair?.privateKey,
    publicKey: pair?.publicKey,
  }
}

const SENT_BY_SIGN_REQUEST = new Set([
  'oauth_consumer_key',
  'oauth_token',
  'oauth_signature_method',
  'oauth_timestamp',
  'oauth_nonce',
  'oauth_version',
])

/** Some published examples lack what every request needs, or have another version. */
function verdictOn(vector: RequestVector): string {
  const { oauth_params: values, token_secret, body, content_type } = vector
  const needed = ['oauth_consumer_key', 'oauth_signature_method']
  const timed =
    values.oauth_signature_method === 'PLAINTEXT' ? [] : ['oauth_timestamp', 'oauth_nonce']
  if (![...needed, ...timed].every((name) => values[name])) return 'parameter_absent'
  if ((values.oauth_version ?? '1.0') !== '1.0') return 'version_rejected'
  // The body that was hashed is not published.
  if (values.oauth_body_hash && body === undefined && content_type !== undefined) {
    return 'signature_invalid'
  }
  // A token secret without a token belongs to no request.
  return token_secret && !values.oauth_token ? 'signature_invalid' : 'verified'
}

/** Whether signRequest can make the example: it always sends timestamp and nonce, and writes URLs in ASCII. */
function isSignable(vector: RequestVector): boolean {
  const { oauth_params: values, url } = vector
  return (
    verdictOn(vector) === 'verified' &&
    'oauth_timestamp' in values &&
    'oauth_nonce' in values &&
    /^[\x21-\x7e]*$/.test(url)
  )
}

describe('requests', () => {
  const vectors = readVectors<RequestVector>('requests')

  it.each(vectors)('reproduces $id ($source)', async (vector) => {
    const parameters = Object.entries(vector.oauth_params)
    const form = vector.form_body === undefined ? [] : parseForm(vector.form_body)
    const { expected } = vector
    const input = { method: vector.method, url: vector.url, parameters: [...form, ...parameters] }

    expect(baseStringUri(vector.url)).toBe(expected.base_uri)
    expect(signatureBaseString(input)).toBe(expected.base_string)
    const method = methodNamed(vector.oauth_params.oauth_signature_method ?? '')
    const keys = keysOf(vector)
    expect(await method.sign(expected.base_string, keys)).toBe(expected.signature)
    expect(
      await method.verify(
        { baseString: expected.base_string, signature: expected.signature },
        keys,
      ),
    ).toBe(true)
  })

  it.each(vectors)('verifies $id as it is on the wire', async (vector) => {
    const keys = keysOf(vector)
    const header = [
      ...Object.entries(vector.oauth_params),
      ['oauth_signature', vector.expected.signature] as const,
    ]
      .map(([name, value]) => `${percentEncode(name)}="${percentEncode(value)}"`)
      .join(', ')
    const contentType = vector.content_type ?? (vector.form_body === undefined ? undefined : FORM)
    const result = await verifySignature(
      {
        method: vector.method,
        url: vector.url,
        headers: [
          ['Authorization', `OAuth realm="${percentEncode(vector.realm ?? '')}", ${header}`],
          ...(contentType === undefined ? [] : [['Content-Type', contentType] as const]),
        ],
        body: vector.form_body ?? vector.body,
      },
      {
        secrets: [keys.consumerSecret],
        tokenSecrets: [keys.tokenSecret],
        publicKeys: keys.publicKey === undefined ? [] : [keys.publicKey],
      },
      { signatureMethods: SIGNATURE_METHODS },
    )
    expect(result.ok ? 'verified' : result.problem.code).toBe(verdictOn(vector))
  })

  const signable = vectors.filter(isSignable)

  it('signs most of them by signRequest', () => {
    expect(signable.length).toBeGreaterThan(60)
  })

  it.each(signable)('signs $id into the same signature', async (vector) => {
    const values = vector.oauth_params
    const keys = keysOf(vector)
    const token = values.oauth_token
    const contentType = vector.content_type ?? (vector.form_body === undefined ? undefined : FORM)
    const signed = await signRequest(
      {
        method: vector.method,
        url: vector.url,
        headers: contentType === undefined ? [] : [['Content-Type', contentType]],
        body: vector.form_body ?? vector.body,
      },
      {
        consumer: {
          key: values.oauth_consumer_key ?? '',
          secret: keys.consumerSecret,
          privateKey: keys.privateKey,
        },
        token: token === undefined ? undefined : { key: token, secret: keys.tokenSecret },
      },
      {
        signatureMethod: values.oauth_signature_method,
        timestampSeconds: Number(values.oauth_timestamp),
        nonce: values.oauth_nonce,
        sendVersion: 'oauth_version' in values,
        parameters: Object.entries(values).filter(([name]) => !SENT_BY_SIGN_REQUEST.has(name)),
      },
    )
    expect(signed.baseString).toBe(vector.expected.base_string)
    expect(signed.signature).toBe(vector.expected.signature)
  })
})

describe('steps', () => {
  it.each(
    readVectors<
      Published<{ readonly base_string: string }> & {
        readonly method: string
        readonly url: string
        readonly params: ParameterList
      }
    >('base-strings'),
  )('builds the base string of $id', ({ method, url, params, expected }) => {
    expect(signatureBaseString({ method, url, parameters: params })).toBe(expected.base_string)
  })

  it.each(
    readVectors<Published<{ readonly base_uri: string }> & { readonly uri: string }>(
      'base-string-uris',
    ),
  )('builds the base string URI of $id', ({ uri, expected }) => {
    expect(baseStringUri(uri)).toBe(expected.base_uri)
  })

  it.each(
    readVectors<
      Published<{ readonly normalized_params: string }> & { readonly params: ParameterList }
    >('normalizations'),
  )('normalises $id', ({ params, expected }) => {
    expect(normalizeParameters(params)).toBe(expected.normalized_params)
  })

  it.each(
    readVectors<Published<{ readonly encoded: string }> & { readonly input: string }>(
      'percent-encodings',
    ),
  )('percent-encodes $id and decodes it again', ({ input, expected }) => {
    expect(percentEncode(input)).toBe(expected.encoded)
    expect(percentDecode(expected.encoded)).toBe(input)
  })

  it.each(
    readVectors<
      Published<{ readonly signature: string }> & {
        readonly signature_method: string
        readonly base_string: string
        readonly consumer_secret: string
        readonly token_secret: string
        readonly rsa_key?: string
      }
    >('signatures'),
  )('makes the signature $id', async (vector) => {
    const method = methodNamed(vector.signature_method)
    const { signature } = vector.expected
    expect(await method.sign(vector.base_string, keysOf(vector))).toBe(signature)
    expect(await method.verify({ baseString: vector.base_string, signature }, keysOf(vector))).toBe(
      true,
    )
  })

  it.each(
    readVectors<
      Published<{ readonly base_string: string; readonly signature: string }> & {
        readonly method: string
        readonly url: string
        readonly form_body: string
        readonly signature_method: string
        readonly consumer_secret: string
        readonly token_secret: string
        readonly rsa_key?: string
      }
    >('signed-parameters'),
  )('signs the parameters of $id', async (vector) => {
    const { expected } = vector
    const parameters = parseForm(vector.form_body)
    const baseString = signatureBaseString({ method: vector.method, url: vector.url, parameters })
    expect(baseString).toBe(expected.base_string)
    const method = methodNamed(vector.signature_method)
    expect(await method.sign(baseString, keysOf(vector))).toBe(expected.signature)
  })

  it.each(
    readVectors<
      Published<{ readonly oauth_body_hash: string }> & {
        readonly body: string
        readonly hash: string
      }
    >('body-hashes'),
  )('hashes the body $id', async ({ body, hash, expected }) => {
    const name = hash.toUpperCase().replace('SHA', 'SHA-') as HashName
    expect(await bodyHash(body, name)).toBe(expected.oauth_body_hash)
    expect(await bodyHash(new TextEncoder().encode(body), name)).toBe(expected.oauth_body_hash)
  })

  it.each(
    readVectors<
      Published<{ readonly params: Readonly<Record<string, string>> }> & {
        readonly authorization: string
      }
    >('authorization-headers'),
  )('reads the header $id', ({ authorization, expected }) => {
    const header = parseAuthorizationHeader(authorization)
    const { realm, ...parameters } = expected.params
    expect(header?.realm).toBe(realm)
    expect(Object.fromEntries(header?.parameters ?? [])).toEqual(parameters)
  })

  it.each(
    readVectors<
      Published<{ readonly params: Readonly<Record<string, string>> }> & { readonly body: string }
    >('responses'),
  )('reads the response $id', ({ body, expected }) => {
    expect(Object.fromEntries(parseForm(body))).toEqual(expected.params)
  })

  it.each(
    readVectors<
      Published<{ readonly url: string }> & {
        readonly url: string
        readonly params: ParameterList
      }
    >('redirects'),
  )('writes the redirect $id', ({ url, params, expected }) => {
    expect(`${url}${url.includes('?') ? '&' : '?'}${formatForm(params)}`).toBe(expected.url)
  })
})

describe('departures', () => {
  const departures = readVectors<
    RequestVector & { readonly kind: string; readonly published: { readonly signature?: string } }
  >('departures')

  it.each(departures.filter(({ id }) => id.startsWith('caccl-lti-invalid')))(
    'refuses $id, which its source gives as invalid',
    async (vector) => {
      const parameters = [
        ...Object.entries(vector.oauth_params),
        ['oauth_signature', vector.published.signature ?? ''] as const,
      ]
      const request = {
        method: vector.method,
        url: vector.url,
        headers: [['Content-Type', FORM] as const],
        body: [vector.form_body ?? '', formatForm(parameters)].filter(Boolean).join('&'),
      }
      expect(collectRequest(request).source).toBe('body')
      const result = await verifySignature(
        request,
        { secrets: [vector.consumer_secret ?? ''] },
        { signatureMethods: ['HMAC-SHA1'] },
      )
      expect(result).toMatchObject({ ok: false, problem: { code: 'signature_invalid' } })
    },
  )
})
