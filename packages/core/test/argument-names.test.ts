import { describe, expect, it } from 'vitest'

import * as api from '../src/index.js'
import * as internal from '../src/internal.js'

const core = { ...api, ...internal }

type Loose = (...values: readonly unknown[]) => unknown

const RECEIVED = { method: 'GET', url: 'https://a.example/', headers: [] }
const COLLECTED = core.collectRequest(RECEIVED)

/** Returns the error of a call, thrown or rejected; `undefined` if the call succeeds. */
async function errorOf(name: keyof typeof core, values: readonly unknown[]): Promise<unknown> {
  try {
    await (core[name] as Loose)(...values)
    return undefined
  } catch (error) {
    return error
  }
}

// Each function with one argument that is wrong, and how the error names both.
it.each<[keyof typeof core, readonly unknown[], string]>([
  ['formatAuthorizationHeader', [['a']], 'parameters[0] must be a [name, value] pair of strings'],
  ['formatAuthorizationHeader', [[['a', 1]]], 'parameters[0] must be a [name, value] pair'],
  ['formatAuthorizationHeader', [['ab']], 'parameters[0] must be a [name, value] pair'],
  ['formatAuthorizationHeader', [[], 'x'], 'options must be a plain object'],
  ['formatAuthorizationHeader', [[], { realm: 1 }], 'realm must be a string, received 1'],
  ['parseAuthorizationHeader', [1], 'value must be a string, received 1'],
  ['baseStringUri', [1], 'url must be a URL, as a string or a URL object'],
  ['signatureBaseString', [1], 'input must be '],
  [
    'signatureBaseString',
    [{ method: 'GET', url: 1, parameters: [] }],
    'input.url must be a URL, as a string or a URL object, received 1',
  ],
  ['bodyHash', [1, 'SHA-1'], 'body must be a string or a Uint8Array'],
  ['bodyHash', ['', 'MD5'], 'hash must be '],
  ['collectRequest', [1], 'request must be '],
  ['constantTimeEqual', [1, 'a'], 'expected must be a string'],
  ['constantTimeEqual', ['a', 1], 'received must be a string'],
  ['digest', [1, 'SHA-1'], 'data must be a string or a Uint8Array'],
  ['digest', ['', 'MD5'], 'hash must be '],
  ['digestWithKey', [1, 'key'], 'text must be a string'],
  ['digestWithKey', ['text', 1], 'key must be a string'],
  ['toProblem', [new Error('x')], 'error must be an OAuthError, received an instance of Error'],
  ['formatForm', [1], 'parameters must be '],
  ['parseForm', [1], 'text must be a string'],
  ['headerValues', [1, 'a'], 'headers must be '],
  ['headerValues', [[null], 'a'], 'headers[0] must be a [name, value] pair of strings'],
  ['headerValues', [['ab'], 'a'], 'headers[0] must be a [name, value] pair of strings'],
  ['headerValues', [[['a', 1]], 'a'], 'headers[0] must be a [name, value] pair of strings'],
  ['headerValues', [[], 1], 'lowerCaseName must be a string'],
  ['headerValues', [[['a', 1]], 'a'], 'headers[0] must be a [name, value] pair of strings'],
  ['headerValues', [[[1, 'a']], 'a'], 'headers[0] must be a [name, value] pair of strings'],
  ['isProtocolParameter', ['oauth_'], 'parameter must be a [name, value] pair of strings'],
  ['normalizeParameters', [1], 'parameters must be '],
  ['parameterValue', [1, 'a'], 'parameters must be '],
  ['parameterValue', [[], 1], 'name must be a string'],
  ['percentDecode', [1], 'text must be a string, received 1'],
  ['percentEncode', [1], 'text must be a string, received 1'],
  ['formatProblem', [{ code: 1 }], 'problem.code must be a string'],
  ['parseProblem', [1], 'parameters must be '],
  ['assertProtocolParameters', [{}], 'protocol must be an array'],
  [
    'signatureBaseString',
    [{ method: 'GET', url: 'https://a.example/', parameters: new Set(['a']) }],
    'input.parameters[0] must be a [name, value] pair of strings',
  ],
  ['collectRequest', [{ ...RECEIVED, method: 1 }], 'request.method must be a string, received 1'],
  ['collectRequest', [{ ...RECEIVED, url: 1 }], 'request.url must be a URL, as a string or a URL'],
  ['collectRequest', [{ ...RECEIVED, headers: 1 }], 'request.headers must be an array of '],
  ['collectRequest', [{ ...RECEIVED, headers: new Set(['a']) }], 'request.headers[0] must be a ['],
  ['collectRequest', [{ ...RECEIVED, body: 1 }], 'request.body must be a string, bytes, '],
  ['isSignatureValid', [{ ...COLLECTED, protocol: 1 }], 'request.protocol must be an array of '],
  ['isSignatureValid', [{ ...COLLECTED, header: 1 }], 'request.header must be an array of '],
  ['isSignatureValid', [{ ...COLLECTED, query: 1 }], 'request.query must be an array of '],
  ['isSignatureValid', [{ ...COLLECTED, form: 1 }], 'request.form must be an array of '],
  ['isBodyHashValid', [1, core.HMAC_SHA1], 'request must be '],
  ['isBodyHashValid', [COLLECTED, 'HMAC-SHA1'], 'method must be a signature method'],
  ['isBodyHashValid', [COLLECTED, {}], 'method.name must be a string that is not empty'],
  [
    'isBodyHashValid',
    [COLLECTED, { ...core.HMAC_SHA1, family: 'secret' }],
    'method.family must be "shared-secret" or "public-key", received "secret"',
  ],
  ['isBodyHashValid', [COLLECTED, { ...core.HMAC_SHA1, bodyHash: 'MD5' }], 'method.bodyHash must'],
  [
    'isBodyHashValid',
    [COLLECTED, { ...core.HMAC_SHA1, allowMissingTimestamp: 1 }],
    'method.allowMissingTimestamp must',
  ],
  ['isSignatureValid', [1, { method: core.HMAC_SHA1 }], 'request must be '],
  ['isSignatureValid', [COLLECTED, 1], 'keys must be '],
  ['isSignatureValid', [COLLECTED, { method: core.HMAC_SHA1, secrets: 's' }], 'keys.secrets must'],
  [
    'isSignatureValid',
    [COLLECTED, { method: core.HMAC_SHA1, publicKeys: [1] }],
    'keys.publicKeys[0] must be PEM or DER, a KeyObject or a CryptoKey',
  ],
  [
    'isSignatureValid',
    [COLLECTED, { method: core.HMAC_SHA1, publicKeys: [{}] }],
    'keys.publicKeys[0] must be PEM or DER, a KeyObject or a CryptoKey, received an object',
  ],
  [
    'isSignatureValid',
    [COLLECTED, { method: core.HMAC_SHA1, publicKeys: [null] }],
    'keys.publicKeys[0] must be PEM or DER, a KeyObject or a CryptoKey, received null',
  ],
  [
    'isSignatureValid',
    [COLLECTED, { method: core.HMAC_SHA1, tokenSecrets: [1] }],
    'keys.tokenSecrets[0] must be a string',
  ],
  [
    'isSignatureValid',
    [COLLECTED, { method: core.HMAC_SHA1, dialect: { signingKey: 1 } }],
    'keys.dialect.signingKey must be a function',
  ],
  [
    'isSignatureValid',
    [COLLECTED, { method: core.HMAC_SHA1, dialect: 'x' }],
    'keys.dialect must be a dialect, received a string of 1 characters',
  ],
  ['toWireUrl', [1], 'url must be a URL, as a string or a URL object'],
])('%s names itself and the invalid part of %j', async (name, values, message) => {
  const error = await errorOf(name, values)
  expect(error).toBeInstanceOf(TypeError)
  expect(String(error)).toContain(`TypeError: ${name}: ${message}`)
  expect(error).toHaveProperty('code', expect.stringMatching(/^ERR_INVALID_ARG_(?:TYPE|VALUE)$/))
})

describe('a value that was received', () => {
  class Photo {
    readonly width = 1
  }
  const Nameless = {
    'not a name': class {
      readonly width = 1
    },
  }['not a name']

  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['true', true],
    ['1', 1],
    ['a symbol', Symbol('secret')],
    ['a function', (classes: string) => classes],
    ['a function', () => 'a class of its own'],
    [
      'a class',
      class {
        readonly width = 1
      },
    ],
    ['an array', []],
    ['an object', {}],
    ['an object', Object.create(null)],
    ['an object with a prototype', Object.create({ inherited: true })],
    ['an object with a prototype', new Nameless()],
    ['an instance of Photo', new Photo()],
    ['an instance of Map', new Map()],
    ['a promise (await it first)', Promise.resolve('a')],
  ])('is reported as %s', async (text, value) => {
    const error = await errorOf('parseForm', [value])
    expect((error as Error).message).toBe(`parseForm: text must be a string, received ${text}`)
  })

  it.each<[string, unknown]>([
    ['"MD5"', 'MD5'],
    ['"sha-1"', 'sha-1'],
    ['"twelve-chars"', 'twelve-chars'],
    ['a string of 13 characters', 'thirteen-char'],
    ['a string of 5 characters', 'MD5 !'],
    ['a string of 4 characters', '!MD5'],
    ['an empty string', ''],
    ['1', 1],
    ['an array', ['MD5']],
  ])('in place of a known word is reported as %s', async (text, value) => {
    await expect(core.bodyHash('', value as 'SHA-1')).rejects.toThrow(
      new RegExp(`, received ${text}$`),
    )
  })
})
