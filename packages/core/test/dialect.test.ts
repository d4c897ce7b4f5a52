import { createSign, createVerify } from 'node:crypto'

import { expect, it } from 'vitest'

import {
  baseStringUri,
  normalizeParameters,
  parseForm,
  percentEncode,
  signRequest,
  verifySignature,
} from '../src/index.js'
import type { Dialect, ParameterList, SignatureMethod } from '../src/index.js'
import { KEYS, readVectors } from './vectors.js'

const url = 'http://shop.example/wp-json/wc/v1/orders?page=1'
const consumer = { key: 'ck', secret: 'cs' }

it('signs and verifies with a key of the dialect’s own, as old WooCommerce wants it', async () => {
  const dialect: Dialect = { signingKey: (consumerSecret) => percentEncode(consumerSecret) }
  const signed = await signRequest({ method: 'GET', url }, { consumer }, { dialect })
  const options = { signatureMethods: ['HMAC-SHA1'] }
  const keys = { secrets: ['cs'] }
  expect((await verifySignature(signed, keys, { ...options, dialect })).ok).toBe(true)
  expect((await verifySignature(signed, keys, options)).ok).toBe(false)
})

// Mastercard: protocol values are not encoded before normalisation, query values are signed unchanged.
const mastercard: Dialect = {
  baseString({ method, url: signedUrl, parameters }) {
    const raw = (query: string): ParameterList =>
      query
        .split('&')
        .filter(Boolean)
        .map((piece) => [piece.replace(/=.*/s, ''), piece.replace(/^[^=]*=?/, '')])
    const all = [...raw(signedUrl.split('?')[1] ?? ''), ...parameters]
      .filter(([name]) => name !== 'oauth_signature')
      .map(([name, value]) => `${name}=${value}`)
      .sort()
      .join('&')
    return [method, baseStringUri(signedUrl), all].map(percentEncode).join('&')
  },
}

interface MastercardVector {
  readonly id: string
  readonly method: string
  readonly url: string
  readonly oauth_params: Readonly<Record<string, string>>
  readonly rsa_key: string
  readonly body?: string
  readonly content_type?: string
  readonly published: { readonly signature: string }
}

it.each(
  readVectors<MastercardVector>('departures').filter(({ id }) =>
    id.startsWith('mastercard-python-get'),
  ),
)('reproduces the published signature of $id through the dialect', async (vector) => {
  const { oauth_params: values } = vector
  const pair = KEYS[vector.rsa_key]
  const parameters = Object.entries(values).filter(([name]) => /version|body_hash/.test(name))
  const signed = await signRequest(
    { method: vector.method, url: vector.url },
    { consumer: { key: values.oauth_consumer_key ?? '', privateKey: pair?.privateKey } },
    {
      signatureMethod: values.oauth_signature_method,
      timestampSeconds: Number(values.oauth_timestamp),
      nonce: values.oauth_nonce,
      sendVersion: false,
      parameters,
      dialect: mastercard,
    },
  )
  expect(signed.signature).toBe(vector.published.signature)
})

it('leaves every other step to the RFC', () => {
  expect(normalizeParameters(parseForm('b=1&a=2'))).toBe('a=2&b=1')
})

it('accepts RSA-PSS as a custom method', async () => {
  const pss: SignatureMethod = {
    name: 'RSA-PSS',
    family: 'public-key',
    bodyHash: 'SHA-256',
    sign: (baseString, { privateKey }) =>
      createSign('sha256')
        .update(baseString)
        .sign({ key: privateKey as string, padding: 6, saltLength: 32 }, 'base64'),
    verify: ({ baseString, signature }, { publicKey }) =>
      createVerify('sha256')
        .update(baseString)
        .verify({ key: publicKey as string, padding: 6, saltLength: 32 }, signature, 'base64'),
  }
  const pair = KEYS.generated
  const signed = await signRequest(
    { method: 'GET', url },
    { consumer: { key: 'ck', privateKey: pair?.privateKey } },
    { signatureMethod: pss, sendBodyHash: true },
  )
  const verified = await verifySignature(
    signed,
    { publicKeys: [pair?.publicKey ?? ''] },
    { signatureMethods: [pss] },
  )
  expect(verified.ok).toBe(true)
})
