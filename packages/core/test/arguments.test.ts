import { describe, expect, it } from 'vitest'

import { HMAC_SHA1, signRequest, verifySignature } from '../src/index.js'

const REQUEST = { method: 'GET', url: 'https://photos.example/photos' }
const CREDENTIALS = { consumer: { key: 'printer', secret: 's3cr3t-of-the-consumer' } }

type Loose = (...values: unknown[]) => Promise<unknown>
const sign = signRequest as unknown as Loose
const verify = verifySignature as unknown as Loose

describe('signRequest', () => {
  it.each<[string, unknown[], RegExp]>([
    ['no request', [], /^signRequest: request must be a plain object, received undefined$/],
    [
      'a URL in place of a request',
      [new URL('https://a.example')],
      /request must be a plain object, received an instance of URL$/,
    ],
    [
      'no method',
      [{ url: 'https://a.example' }, CREDENTIALS],
      /request\.method must be a string that is not empty, received undefined$/,
    ],
    [
      'no URL',
      [{ method: 'GET' }, CREDENTIALS],
      /request\.url must be a URL, as a string or a URL object, received undefined$/,
    ],
    [
      'headers as a string',
      [{ ...REQUEST, headers: 'accept: a' }, CREDENTIALS],
      /request\.headers must be an array of \[name, value\] pairs of strings, Headers, .* received a string of 9 characters$/,
    ],
    [
      'a header without a value',
      [{ ...REQUEST, headers: [['accept']] }, CREDENTIALS],
      /request\.headers\[0\] must be a \[name, value\] pair of strings, received an array$/,
    ],
    [
      'a body that is none',
      [{ ...REQUEST, body: { a: 1 } }, CREDENTIALS],
      /request\.body must be a string, bytes, URLSearchParams, FormData, a Blob or a stream, received an object$/,
    ],
    [
      'a misspelled header option',
      [{ ...REQUEST, header: [] }, CREDENTIALS],
      /request\.header is not an option \(received an array\)\. Did you mean headers\?$/,
    ],
    ['no credentials', [REQUEST], /credentials must be a plain object, received undefined$/],
    [
      'no consumer',
      [REQUEST, {}],
      /credentials\.consumer must be an object with a key, .* received undefined$/,
    ],
    [
      'no consumer key',
      [REQUEST, { consumer: { secret: 's' } }],
      /credentials\.consumer\.key must be a string that is not empty, received undefined$/,
    ],
    [
      'an empty consumer key',
      [REQUEST, { consumer: { key: '', secret: 's' } }],
      /credentials\.consumer\.key .* received an empty string$/,
    ],
    [
      'a number for a secret',
      [REQUEST, { consumer: { key: 'k', secret: 5 } }],
      /credentials\.consumer\.secret must be a string, received 5$/,
    ],
    [
      'null for a secret',
      [REQUEST, { consumer: { key: 'k', secret: null } }],
      /credentials\.consumer\.secret must be a string, received null$/,
    ],
    [
      'null for a private key',
      [REQUEST, { consumer: { ...CREDENTIALS.consumer, privateKey: null } }],
      /credentials\.consumer\.privateKey must be PEM or DER, a KeyObject, a CryptoKey, or \{ key, passphrase \}, received null$/,
    ],
    [
      'null for a token',
      [REQUEST, { ...CREDENTIALS, token: null }],
      /credentials\.token must be an object with a key and a secret, received null/,
    ],
    [
      'a token without a secret',
      [REQUEST, { ...CREDENTIALS, token: { key: 't' } }],
      /credentials\.token\.secret must be a string, received undefined$/,
    ],
    [
      'a misspelled token',
      [REQUEST, { ...CREDENTIALS, tokens: {} }],
      /credentials\.tokens is not an option .* Did you mean token\?$/,
    ],
    [
      'options that are null',
      [REQUEST, CREDENTIALS, null],
      /options must be a plain object, received null$/,
    ],
    [
      "transmission: 'BODY'",
      [REQUEST, CREDENTIALS, { transmission: 'BODY' }],
      /transmission must be "header" or "body" or "query", received "BODY"$/,
    ],
    [
      "sendBodyHash: 'yes'",
      [REQUEST, CREDENTIALS, { sendBodyHash: 'yes' }],
      /sendBodyHash must be true or false, received a string of 3 characters$/,
    ],
    [
      "sendVersion: '1.0'",
      [REQUEST, CREDENTIALS, { sendVersion: '1.0' }],
      /sendVersion must be true or false/,
    ],
    [
      'a timestamp as a string',
      [REQUEST, CREDENTIALS, { timestampSeconds: '1' }],
      /timestampSeconds must be an integer of 0 or more, received a string of 1 characters$/,
    ],
    [
      'a timestamp with a fraction',
      [REQUEST, CREDENTIALS, { timestampSeconds: 1.5 }],
      /timestampSeconds must be an integer of 0 or more, received 1\.5$/,
    ],
    [
      'parameters as a string',
      [REQUEST, CREDENTIALS, { parameters: 'a=b' }],
      /parameters must be an array of \[name, value\] pairs of strings, .* received a string of 3 characters$/,
    ],
    [
      'a method that is none',
      [REQUEST, CREDENTIALS, { signatureMethod: {} }],
      /signatureMethod\.name must be a string that is not empty, received undefined$/,
    ],
    [
      'a method without a name',
      [REQUEST, CREDENTIALS, { signatureMethod: { ...HMAC_SHA1, name: '' } }],
      /signatureMethod\.name must be a string that is not empty, received an empty string$/,
    ],
    [
      'a method that signs with nothing',
      [REQUEST, CREDENTIALS, { signatureMethod: { ...HMAC_SHA1, sign: () => '' } }],
      /signatureMethod HMAC-SHA1 gave an empty string in place of a signature/,
    ],
    [
      'a method that answers later, and not with text',
      [
        REQUEST,
        CREDENTIALS,
        { signatureMethod: { ...HMAC_SHA1, sign: () => Promise.resolve(new Uint8Array(20)) } },
      ],
      /signatureMethod HMAC-SHA1 gave an instance of Uint8Array in place of a signature/,
    ],
    [
      'a dialect whose key is empty, under PLAINTEXT',
      [REQUEST, CREDENTIALS, { signatureMethod: 'PLAINTEXT', dialect: { signingKey: () => '' } }],
      /signatureMethod PLAINTEXT gave an empty string in place of a signature/,
    ],
    [
      "allowPlaintextInQuery: 'yes'",
      [REQUEST, CREDENTIALS, { allowPlaintextInQuery: 'yes' }],
      /allowPlaintextInQuery must be true or false, received a string of 3 characters$/,
    ],
    [
      'a dialect that is none',
      [REQUEST, CREDENTIALS, { dialect: { signingKey: 'k' } }],
      /dialect\.signingKey must be a function/,
    ],
    [
      'a misspelled option',
      [REQUEST, CREDENTIALS, { signatureMethods: 'x' }],
      /signatureMethods is not an option .* Did you mean signatureMethod\?$/,
    ],
  ])('refuses %s', async (_case, values, message) => {
    await expect(sign(...values)).rejects.toThrow(TypeError)
    await expect(sign(...values)).rejects.toThrow(message)
    await expect(sign(...values)).rejects.toThrow(/^signRequest: /)
  })

  it.each(['header', 'query', 'body', undefined])(
    'still signs with transmission %s',
    async (transmission) => {
      const post = { method: 'POST', url: new URL(REQUEST.url), headers: [], body: '' }
      await expect(
        sign(post, { ...CREDENTIALS, token: undefined }, { transmission }),
      ).resolves.toBeDefined()
    },
  )

  it('takes a consumer and a token with more members, such as records of a database', async () => {
    const consumer = { ...CREDENTIALS.consumer, name: 'Printer' }
    const token = { key: 't', secret: '', sessionHandle: 'h' }
    await expect(signRequest(REQUEST, { consumer, token })).resolves.toBeDefined()
  })
})

describe('verifySignature', () => {
  const received = { ...REQUEST, headers: [] }
  it.each<[string, unknown[], RegExp]>([
    [
      'no request',
      [],
      /request must be a request with method, url and headers, received undefined$/,
    ],
    [
      'a request without headers',
      [REQUEST, {}, { signatureMethods: ['HMAC-SHA1'] }],
      /request\.headers must be an array/,
    ],
    ['no keys', [received], /keys must be a plain object, received undefined$/],
    [
      'a misspelled key',
      [received, { secret: ['s'] }, { signatureMethods: ['HMAC-SHA1'] }],
      /keys\.secret is not an option .* Did you mean secrets\?$/,
    ],
    [
      'one secret',
      [received, { secrets: 'secret-of-the-consumer' }, { signatureMethods: ['HMAC-SHA1'] }],
      /keys\.secrets must be an array of strings, received a string of 22 characters$/,
    ],
    ['no options', [received, {}], /options must be a plain object, received undefined$/],
    [
      'no methods',
      [received, {}, {}],
      /signatureMethods must be an array of the signature methods that are allowed, received undefined$/,
    ],
    [
      'an empty list of methods',
      [received, {}, { signatureMethods: [] }],
      /signatureMethods must list/,
    ],
    [
      'one method',
      [received, {}, { signatureMethods: 'HMAC-SHA1' }],
      /signatureMethods must be an array/,
    ],
    [
      'a misspelled option',
      [received, {}, { signatureMethods: [HMAC_SHA1], dialects: {} }],
      /dialects is not an option .* Did you mean dialect\?$/,
    ],
  ])('refuses %s', async (_case, values, message) => {
    await expect(verify(...values)).rejects.toThrow(TypeError)
    await expect(verify(...values)).rejects.toThrow(message)
    await expect(verify(...values)).rejects.toThrow(/^verifySignature: /)
  })
})
