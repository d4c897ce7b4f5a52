import { expect, it } from 'vitest'

import {
  formatAuthorizationHeader,
  parseForm,
  percentEncode,
  SIGNATURE_METHODS,
  signatureBaseString,
  verifySignature,
} from '../src/index.js'
import { createSignatureMethodRegistry } from '../src/internal.js'
import { KEYS, readVectors } from './vectors.js'

interface GeneratedVector {
  readonly id: string
  readonly method: string
  readonly url: string
  readonly form_body: string | null
  readonly realm: string | null
  readonly oauth_params: Readonly<Record<string, string>>
  readonly consumer_secret: string
  readonly token_secret: string
  readonly rsa_key?: string
  readonly base_string: string
  readonly signature: string
}

const vectors = readVectors<GeneratedVector>('generated')
const methods = createSignatureMethodRegistry(SIGNATURE_METHODS)
const generatedKeys = KEYS.generated

it('reproduces the base string of every generated request', () => {
  const wrong = vectors.filter((vector) => {
    const form = vector.form_body === null ? [] : parseForm(vector.form_body)
    const parameters = [...form, ...Object.entries(vector.oauth_params)]
    const { method, url } = vector
    return signatureBaseString({ method, url, parameters }) !== vector.base_string
  })
  expect(wrong.map(({ id }) => id)).toEqual([])
  expect(vectors).toHaveLength(2000)
})

it('reproduces the signature of every generated request', async () => {
  const wrong: string[] = []
  for (const vector of vectors) {
    const method = methods.get(vector.oauth_params.oauth_signature_method ?? '')
    const signature = await method?.sign(vector.base_string, {
      consumerSecret: vector.consumer_secret,
      tokenSecret: vector.token_secret,
      signingKey: `${percentEncode(vector.consumer_secret)}&${percentEncode(vector.token_secret)}`,
      privateKey: generatedKeys?.privateKey,
    })
    if (signature !== vector.signature) wrong.push(vector.id)
  }
  expect(wrong).toEqual([])
})

it('verifies every generated request as it is on the wire', async () => {
  const wrong: string[] = []
  for (const vector of vectors) {
    const parameters = [
      ...Object.entries(vector.oauth_params),
      ['oauth_signature', vector.signature] as const,
    ]
    const result = await verifySignature(
      {
        method: vector.method,
        url: vector.url,
        headers: [
          [
            'authorization',
            formatAuthorizationHeader(parameters, { realm: vector.realm ?? undefined }),
          ],
          ...(vector.form_body === null
            ? []
            : [['content-type', 'application/x-www-form-urlencoded'] as const]),
        ],
        body: vector.form_body ?? undefined,
      },
      {
        secrets: [vector.consumer_secret],
        tokenSecrets: [vector.token_secret],
        publicKeys: generatedKeys ? [generatedKeys.publicKey] : [],
      },
      { signatureMethods: SIGNATURE_METHODS },
    )
    // Some requests in the corpus have an invented body hash and no body.
    const hasMadeUpHash = 'oauth_body_hash' in vector.oauth_params
    if (!result.ok && !hasMadeUpHash) wrong.push(`${vector.id}: ${result.problem.code}`)
  }
  expect(wrong).toEqual([])
})
