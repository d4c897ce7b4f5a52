import {
  bodyHash,
  formatAuthorizationHeader,
  parseAuthorizationHeader,
  parseForm,
  percentEncode,
  SIGNATURE_METHODS,
  signatureBaseString,
} from '@oauthplus/core'
import type { ParameterList } from '@oauthplus/core'
import { createSignatureMethodRegistry } from '@oauthplus/core/internal'
import fc from 'fast-check'
import { expect, it } from 'vitest'

import * as reference from '../src/reference/index.js'
import { vectors } from '../src/vectors.js'

// OAUTHPLUS_FUZZ_RUNS=20000 for an hour of doubt.
const RUNS = Number(process.env.OAUTHPLUS_FUZZ_RUNS ?? 300)
const fuzz = { seed: 5849, numRuns: RUNS }

const text = fc
  .string({ unit: 'binary', maxLength: 12 })
  .filter((value) => !/\p{Surrogate}/u.test(value))
const field = fc.oneof(
  text,
  fc.string({
    unit: fc.constantFrom(...('aA1 -._~%+&=?/:;@![]()*\'"\\,'.match(/./g) ?? [])),
    maxLength: 8,
  }),
)
const parameters = fc.array(fc.tuple(field, field), { maxLength: 8 })
const raw = fc
  .array(
    fc.constantFrom(
      'a',
      'B',
      '=',
      '&',
      '+',
      '%20',
      '%e2%98%83',
      ';',
      '[',
      "'",
      '~',
      '%2B',
      '/',
      '?',
      ':',
      '%25',
      '0',
      '!',
      '*',
    ),
    { maxLength: 20 },
  )
  .map((pieces) => pieces.join(''))
const host = fc.tuple(
  fc.constantFrom('Example.COM', '127.0.0.1', '[2001:DB8::1]', 'a-b.example'),
  fc.constantFrom('', ':', ':80', ':443', ':8080'),
)

function decoded(pairs: readonly reference.Pair[]): ParameterList {
  return pairs.map(([name, value]) => [Buffer.from(name).toString(), Buffer.from(value).toString()])
}

it('encodes and decodes as core does', () => {
  fc.assert(
    fc.property(field, (value) => {
      expect(reference.percentEncode(value)).toBe(percentEncode(value))
      expect(reference.percentDecode(percentEncode(value)).toString()).toBe(value)
    }),
    fuzz,
  )
})

it('reads queries and forms as core does', () => {
  fc.assert(
    fc.property(raw, (query) => {
      expect(decoded(reference.decodeForm(query))).toEqual(parseForm(query))
    }),
    fuzz,
  )
})

it('reads the Authorization headers that core writes, and the other way round', () => {
  fc.assert(
    fc.property(
      parameters,
      fc.option(fc.constantFrom('', 'Photos', 'a "b" \\c'), { nil: undefined }),
      (pairs, realm) => {
        const named = pairs.filter(([name]) => name !== '' && name.toLowerCase() !== 'realm')
        const read = reference.parseAuthorizationHeader(formatAuthorizationHeader(named, { realm }))
        expect({ realm: read?.realm, parameters: decoded(read?.parameters ?? []) }).toEqual({
          realm,
          parameters: named,
        })
        expect(parseAuthorizationHeader(reference.writeAuthorizationHeader(named, realm))).toEqual({
          realm,
          parameters: named,
        })
      },
    ),
    fuzz,
  )
})

it('makes the base strings that core makes', () => {
  const methods = fc.constantFrom('GET', 'post', 'PATCH', 'X!Y')
  const path = raw.map((piece) => piece.replaceAll('?', ''))
  fc.assert(
    fc.property(
      fc.tuple(methods, fc.constantFrom('http', 'https'), host),
      fc.tuple(path, raw),
      parameters,
      ([method, scheme, authority], [tail, query], pairs) => {
        const parts = {
          scheme,
          host: authority.join(''),
          path: `/${tail}`,
        }
        const ours = signatureBaseString({
          method,
          url: `${scheme}://${parts.host}${parts.path}?${query}`,
          parameters: pairs,
        })
        const all = [...reference.decodeForm(query), ...pairs]
        expect(reference.createBaseString({ ...parts, method, parameters: all })).toBe(ours)
      },
    ),
    fuzz,
  )
})

it('signs as core does, by every method whose signatures do not depend on chance', async () => {
  const methods = SIGNATURE_METHODS.filter(({ name }) => name !== 'RSA-PSS')
  const registry = createSignatureMethodRegistry(methods)
  const privateKey = vectors.keys.generated?.privateKey
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...methods.map(({ name }) => name)),
      fc.tuple(text, text, text),
      async (name, [base, consumerSecret, tokenSecret]) => {
        const signingKey = `${percentEncode(consumerSecret)}&${percentEncode(tokenSecret)}`
        const ours = await registry
          .get(name)
          ?.sign(base, { consumerSecret, tokenSecret, signingKey, privateKey })
        expect(
          reference.createSignature(name, base, { consumerSecret, tokenSecret, privateKey }),
        ).toBe(ours)
      },
    ),
    { ...fuzz, numRuns: RUNS / 3 },
  )
})

it('hashes bodies as core does', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array(),
      fc.constantFrom(['sha1', 'SHA-1'] as const, ['sha512', 'SHA-512'] as const),
      async (body, [plain, web]) => {
        expect(reference.computeBodyHash(body, plain)).toBe(await bodyHash(body, web))
      },
    ),
    fuzz,
  )
})

it('reproduces every base string and signature that others have agreed upon', () => {
  const wrong = vectors.generated.filter((vector) => {
    const { scheme, host: authority, path, query } = reference.splitUrl(vector.url)
    const all = [
      ...reference.decodeForm(query),
      ...reference.decodeForm(vector.form_body ?? ''),
      ...Object.entries(vector.oauth_params),
    ]
    const base = reference.createBaseString({
      method: vector.method,
      scheme,
      host: authority,
      path,
      parameters: all,
    })
    const signature = reference.createSignature(
      vector.oauth_params.oauth_signature_method ?? '',
      base,
      {
        consumerSecret: vector.consumer_secret,
        tokenSecret: vector.token_secret,
        privateKey: vectors.keys.generated?.privateKey,
      },
    )
    return base !== vector.base_string || signature !== vector.signature
  })
  expect([vectors.generated.length, wrong.map(({ id }) => id)]).toEqual([2000, []])
})
