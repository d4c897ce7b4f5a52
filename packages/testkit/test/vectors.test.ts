import { readdirSync, readFileSync } from 'node:fs'

import { parseAuthorizationHeader, signRequest } from '@oauthplus/core'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, it } from 'vitest'

import * as reference from '../src/reference/index.js'
import { vectors } from '../src/vectors.js'
import type { RequestVector } from '../src/vectors.js'

const DIRECTORY = new URL('../vectors/', import.meta.url)
const OTHER_SHAPES = ['keys.json', 'tricky-requests.json']
// Octets that are not UTF-8: the RFC does not define them, and core refuses them.
const NOT_TEXT = /^escape-(?:not-utf8|overlong)/

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, DIRECTORY), 'utf8'))
}

it('describes every file of vectors by its schema, with sources and with ids that are unique', () => {
  const validate = new Ajv2020({ strictTypes: false, strictTuples: false }).compile(
    read('schema.json') as object,
  )
  const files = readdirSync(DIRECTORY).filter((name) => name !== 'schema.json')
  for (const file of files)
    expect([file, validate(read(file)), validate.errors]).toEqual([file, true, null])
  const listed = files
    .filter((name) => !OTHER_SHAPES.includes(name))
    .flatMap((file) => (read(file) as { vectors: { id: string; source?: string }[] }).vectors)
  const ids = listed.map(({ id }) => id)
  expect(listed.filter(({ id, source }) => !source && !id.startsWith('dev-'))).toEqual([])
  expect(new Set(ids).size).toBe(ids.length)
})

it('signs every hand-made request in core as the vector says', async () => {
  const signed = await Promise.all(
    vectors.handMade.filter(({ id }) => !NOT_TEXT.test(id)).map(signedByCore),
  )
  expect(signed.filter(({ matches }) => !matches)).toEqual([])
  expect(signed.length).toBeGreaterThan(60)
})

it('refuses octets that are not UTF-8 in core, rather than sign two requests alike', async () => {
  for (const vector of vectors.handMade.filter(({ id }) => NOT_TEXT.test(id))) {
    await expect(signedByCore(vector)).rejects.toThrow('UTF-8')
  }
})

it('reads every hand-made header alike in core and in the reference', () => {
  for (const { id, authorization, expected } of vectors.headers) {
    if (expected === null) {
      expect(() => reference.parseAuthorizationHeader(authorization), id).toThrow(RangeError)
      continue
    }
    expect([id, parseAuthorizationHeader(authorization)?.parameters]).toEqual([id, expected.params])
    const pairs = reference.parseAuthorizationHeader(authorization)?.parameters ?? []
    expect([id, pairs.map((pair) => pair.map(String))]).toEqual([id, expected.params])
  }
})

it('refuses in core what must be refused', async () => {
  for (const { id, method, url, oauth_params, form_body, ...secrets } of vectors.refused) {
    const { oauth_consumer_key = '', oauth_nonce, oauth_signature_method } = oauth_params
    await expect(
      signRequest(
        {
          method,
          url,
          ...(form_body === undefined
            ? {}
            : {
                headers: [['Content-Type', 'application/x-www-form-urlencoded']] as const,
                body: form_body,
              }),
        },
        { consumer: { key: oauth_consumer_key, secret: secrets.consumer_secret } },
        { nonce: oauth_nonce, signatureMethod: oauth_signature_method },
      ),
      id,
    ).rejects.toThrow()
  }
})

async function signedByCore(vector: RequestVector): Promise<{ id: string; matches: boolean }> {
  const { id, method, url, oauth_params, form_body, body, content_type, expected } = vector
  const {
    oauth_consumer_key = '',
    oauth_token,
    oauth_signature_method = '',
    oauth_timestamp,
    oauth_nonce,
    oauth_version,
    ...further
  } = oauth_params
  const privateKey = vectors.keys[vector.rsa_key ?? '']?.privateKey
  const text = form_body ?? body
  const isWithoutNonce = oauth_nonce === undefined
  const signed = await signRequest(
    {
      method,
      url,
      ...(content_type === undefined ? {} : { headers: [['Content-Type', content_type]] as const }),
      body: text,
    },
    {
      consumer: { key: oauth_consumer_key, secret: vector.consumer_secret, privateKey },
      token:
        oauth_token === undefined ? undefined : { key: oauth_token, secret: vector.token_secret },
    },
    {
      signatureMethod: oauth_signature_method,
      timestampSeconds: isWithoutNonce ? undefined : Number(oauth_timestamp),
      nonce: oauth_nonce,
      sendVersion: oauth_version !== undefined,
      parameters: Object.entries(further),
    },
  )
  // core always sends timestamp and nonce, which PLAINTEXT does not sign.
  const isSameBase = isWithoutNonce || signed.baseString === expected.base_string
  return { id, matches: isSameBase && signed.signature === expected.signature }
}
