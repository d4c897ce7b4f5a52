/* global btoa, crypto, Request, TextDecoder, TextEncoder */
import {
  constantTimeEqual,
  createNonce,
  formatForm,
  isOAuthError,
  OAuthError,
  parseForm,
  percentDecode,
  percentEncode,
  SIGNATURE_METHODS,
  signRequest,
  verifySignature,
} from '@oauthplus/core'
import { digestWithKey, readRsaPublicKey } from '@oauthplus/core/internal'

import { equal, holds, thrownBy } from './checks.mjs'
import { KEYS } from './vectors.mjs'

const consumer = {
  key: 'consumer',
  secret: 'consumer secret',
  privateKey: KEYS.generated.privateKey,
}
const token = { key: 'token', secret: 'token secret ☃' }
const known = {
  secrets: [consumer.secret],
  tokenSecrets: [token.secret],
  publicKeys: [KEYS.generated.publicKey],
}
const form = {
  method: 'POST',
  url: 'https://api.example/items?b=2',
  headers: [['Content-Type', 'application/x-www-form-urlencoded; charset=UTF-8']],
  body: 'a=1&a=0&c+d=%2b',
}
const json = {
  method: 'PUT',
  url: 'https://api.example/items?b=2',
  headers: [['Content-Type', 'application/json']],
  body: '{"a":"☃"}',
}
const TRANSMISSIONS = ['header', 'body', 'query']

/** The cases of core in addition to its vectors. */
export const coreCases = [
  ...percentCases(),
  ...formCases(),
  ...signingCases(),
  ...verifyingCases(),
  ...keyCases(),
  ...nonceCases(),
  ...errorCases(),
  ...[
    ['', '', true],
    ['a', 'a', true],
    ['☃😀', '☃😀', true],
    ['a', 'b', false],
    ['a', '', false],
    ['', 'a', false],
    ['ab', 'a', false],
    ['a', 'a\u0000', false],
    ['a\u0000', 'a', false],
  ].map(([expected, received, isEqual]) => ({
    name: `constantTimeEqual(${JSON.stringify(expected)}, ${JSON.stringify(received)})`,
    run: () => equal(constantTimeEqual(expected, received), isEqual),
  })),
]

function percentCases() {
  return [
    {
      name: 'percentEncode leaves exactly the unreserved characters',
      run() {
        const ascii = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code))
        const left = ascii.filter((character) => percentEncode(character) === character)
        equal(left.join(''), '-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~')
      },
    },
    {
      name: 'percentDecode undoes percentEncode for every kind of character',
      run() {
        for (let code = 0; code < 0x11_0000; code += 97) {
          if (code >= 0xd800 && code <= 0xdfff) continue
          const text = `a${String.fromCodePoint(code)}%`
          equal(percentDecode(percentEncode(text)), text)
        }
      },
    },
    {
      name: 'percentDecode leaves a plus',
      run: () => equal(percentDecode('a+b%2B'), 'a+b+'),
    },
    ...['\ud800', 'a\udc00', '\ud83d\ud83d'].map((text) => ({
      name: `percentEncode refuses half a surrogate pair: ${JSON.stringify(text)}`,
      run: () => rejectsParameter(() => percentEncode(text)),
    })),
    ...[
      '%',
      '%4',
      '%zz',
      '%E2%98',
      'a%',
      '%u2603',
      '%E9',
      '%FF',
      '%C0%80',
      '%ED%A0%80',
      '%F8%88%80%80%80',
      '%E2%28%A1',
    ].map((text) => ({
      name: `percentDecode refuses ${text}`,
      run: () => rejectsParameter(() => percentDecode(text)),
    })),
  ]
}

async function rejectsParameter(call) {
  const error = await thrownBy(call)
  equal([isOAuthError(error), error.code], [true, 'parameter_rejected'])
}

function formCases() {
  const objectNames = [
    ['__proto__', '1'],
    ['constructor', '2'],
    ['toString', '3'],
  ]
  return [
    ...[
      ['', []],
      ['a=1&a=0&b=', pairs('a=1', 'a=0', 'b=')],
      ['c=hello%20world&d=%E2%98%83', pairs('c=hello world', 'd=☃')],
      ['&cursor=abc==&&flag', pairs('cursor=abc==', 'flag=')],
      ['a;b=1;c', pairs('a;b=1;c')],
      ['=x', [['', 'x']]],
      ['a+b=c+d', pairs('a b=c d')],
      ['?a=1', pairs('?a=1')],
      ['e=a%2Bb%3D%26', [['e', 'a+b=&']]],
    ].map(([text, parameters]) => ({
      name: `parseForm reads ${JSON.stringify(text)}`,
      run: () => equal(parseForm(text), parameters),
    })),
    {
      name: 'formatForm never writes a plus',
      run: () => equal(formatForm([['a b', 'c+d ☃']]), 'a%20b=c%2Bd%20%E2%98%83'),
    },
    {
      name: 'a form keeps names that objects stumble over',
      run: () => equal(parseForm(formatForm(objectNames)), objectNames),
    },
  ]
}

function pairs(...texts) {
  return texts.map((text) => {
    const sign = text.indexOf('=')
    return [text.slice(0, sign), text.slice(sign + 1)]
  })
}

async function outcome(request, keys = known) {
  const result = await verifySignature(request, keys, { signatureMethods: SIGNATURE_METHODS })
  return result.ok ? 'ok' : result.problem.code
}

function signingCases() {
  return [
    ...SIGNATURE_METHODS.flatMap(({ name }) =>
      TRANSMISSIONS.map((transmission) => ({
        name: `signRequest by ${name} in the ${transmission} verifies, and not under another URL`,
        async run() {
          const options = { signatureMethod: name, transmission, allowPlaintextInQuery: true }
          const signed = await signRequest(form, { consumer, token }, options)
          equal(await outcome(signed), 'ok')
          const moved = await outcome({ ...signed, url: signed.url.replace('b=2', 'b=3') })
          // PLAINTEXT covers nothing but the secrets.
          equal(moved, name === 'PLAINTEXT' ? 'ok' : 'signature_invalid')
        },
      })),
    ),
    {
      name: 'signRequest takes frozen inputs and changes none',
      async run() {
        const before = JSON.stringify([form, consumer, token])
        const request = deepFreeze(JSON.parse(JSON.stringify(form)))
        const credentials = deepFreeze(JSON.parse(JSON.stringify({ consumer, token })))
        const signed = await signRequest(request, credentials, deepFreeze({ parameters: [] }))
        equal(await outcome(deepFreeze({ ...signed }), deepFreeze({ ...known })), 'ok')
        equal(JSON.stringify([request, credentials.consumer, credentials.token]), before)
      },
    },
    {
      name: 'what signRequest gives goes to Request as it is',
      async run() {
        const signed = await signRequest(form, { consumer, token })
        const request = new Request(signed.url, signed)
        holds(/^OAuth /.test(request.headers.get('authorization')), 'it is authorized')
        equal(new TextDecoder().decode(await request.arrayBuffer()), form.body)
      },
    },
  ]
}

function deepFreeze(value) {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.values(value).forEach(deepFreeze)
  return Object.freeze(value)
}

function verifyingCases() {
  return [
    ...[
      { method: 'PUT' },
      { url: 'https://api.example/items?b=3' },
      { url: 'https://api.example/items?b=2&b=2' },
      { url: 'https://api.example/items/?b=2' },
      { url: 'http://api.example/items?b=2' },
      { body: 'a=0&a=1&c+d=%2b&e' },
      { body: '' },
    ].map((change) => ({
      name: `verifySignature refuses what was changed under way: ${JSON.stringify(change)}`,
      async run() {
        const signed = await signRequest(form, { consumer, token })
        equal(await outcome({ ...signed, ...change }), 'signature_invalid')
      },
    })),
    ...SIGNATURE_METHODS.map(({ name }) => ({
      name: `verifySignature refuses keys of another by ${name}`,
      async run() {
        const signed = await signRequest(form, { consumer, token }, { signatureMethod: name })
        const publicKeys = [KEYS['mastercard-tests'].publicKey]
        equal(await outcome(signed, { secrets: ['other'], publicKeys }), 'signature_invalid')
      },
    })),
    ...['', 'AA==', 'AAA', 'not base64!', '☃', `${'A'.repeat(342)}==`].flatMap((signature) =>
      ['HMAC-SHA1', 'RSA-SHA256', 'PLAINTEXT'].map((name) => ({
        name: `verifySignature refuses ${name} with the signature ${JSON.stringify(signature.slice(0, 20))}`,
        async run() {
          const options = {
            signatureMethod: name,
            transmission: 'query',
            allowPlaintextInQuery: true,
          }
          const signed = await signRequest({ ...form, body: '' }, { consumer, token }, options)
          const forged = `oauth_signature=${percentEncode(signature)}`
          const url = signed.url.replace(/oauth_signature=[^&]*/, forged)
          const expected = signature === '' ? 'parameter_absent' : 'signature_invalid'
          equal(await outcome({ ...signed, url }), expected)
        },
      })),
    ),
    {
      name: 'verifySignature holds a body hash against the bytes',
      async run() {
        const signed = await signRequest(json, { consumer, token }, { sendBodyHash: true })
        const bytes = new TextEncoder().encode(json.body)
        equal(
          [
            await outcome(signed),
            await outcome({ ...signed, body: bytes }),
            await outcome({ ...signed, body: '{"a":2}' }),
          ],
          ['ok', 'ok', 'signature_invalid'],
        )
      },
    },
    {
      name: 'verifySignature refuses a form that is not UTF-8',
      async run() {
        const signed = await signRequest(form, { consumer, token })
        const body = Uint8Array.of(0x61, 0x3d, 0xe9)
        equal(await outcome({ ...signed, body }), 'parameter_rejected')
      },
    },
    {
      name: 'verifySignature finds no credentials in a request without any',
      run: async () => equal(await outcome(form), 'credentials_absent'),
    },
  ]
}

function keyCases() {
  return [
    ...['SHA-1', 'SHA-256', 'SHA-512'].map((hash) => ({
      name: `a CryptoKey of this platform signs and verifies with ${hash}`,
      run: () => signsByCryptoKey(hash),
    })),
    {
      name: 'a CryptoKey serves the hash it was made for, and no other',
      async run() {
        const { privateKey, publicKey } = await generateRsaKeys('SHA-1')
        const error = await thrownBy(() => signByRsa(privateKey))
        holds(error instanceof TypeError, `${String(error)} is a TypeError`)
        const signed = await signByRsa(KEYS.generated.privateKey)
        const refused = await thrownBy(() => outcome(signed, { publicKeys: [publicKey] }))
        holds(refused instanceof TypeError, `${String(refused)} is a TypeError`)
      },
    },
    ...['wiki-testcases', 'generated'].map((name) => ({
      name: `readRsaPublicKey measures the key ${name}`,
      run: async () =>
        equal(
          (await readRsaPublicKey(KEYS[name].publicKey, 'publicKey')).modulusBits,
          name === 'generated' ? 2048 : 1024,
        ),
    })),
    ...[
      ['PKCS#1', '-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----'],
      ['what is no PEM', 'secret'],
      ['a public key', KEYS.generated.publicKey],
    ].map(([what, privateKey]) => ({
      name: `signRequest refuses ${what} for a private key, and repeats nothing of it`,
      async run() {
        const error = await thrownBy(() => signByRsa(privateKey))
        holds(error instanceof TypeError, `${String(error)} is a TypeError`)
        holds(/^signRequest: credentials\.consumer\.privateKey /.test(error.message), error.message)
      },
    })),
    {
      name: 'signRequest refuses a key that is not RSA',
      async run() {
        const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
          'sign',
          'verify',
        ])
        const pem = pemOf(await crypto.subtle.exportKey('pkcs8', pair.privateKey))
        for (const privateKey of [pair.privateKey, pem]) {
          const error = await thrownBy(() => signByRsa(privateKey))
          holds(error instanceof TypeError, `${String(error)} is a TypeError`)
        }
      },
    },
    {
      name: 'signRequest refuses PEM that holds no key',
      async run() {
        const error = await thrownBy(() => signByRsa(pemOf(Uint8Array.of(48, 3, 2, 1, 0))))
        holds(error instanceof TypeError, `${String(error)} is a TypeError`)
      },
    },
    {
      name: 'digestWithKey takes the empty key, too',
      run: async () =>
        equal(await digestWithKey('text', ''), 'BhG3BKurRz+VYlegnML8LIZyEdB3vf/FqRvYpQR4Jv8='),
    },
  ]
}

function signByRsa(privateKey) {
  const credentials = { consumer: { key: 'consumer', privateKey } }
  return signRequest(form, credentials, { signatureMethod: 'RSA-SHA256' })
}

async function signsByCryptoKey(hash) {
  const { privateKey, publicKey } = await generateRsaKeys(hash)
  const options = { signatureMethod: `RSA-${hash.replace('-', '')}` }
  const signed = await signRequest(form, { consumer: { key: 'consumer', privateKey } }, options)
  equal(await outcome(signed, { publicKeys: [publicKey] }), 'ok')
  equal(await outcome({ ...signed, body: '' }, { publicKeys: [publicKey] }), 'signature_invalid')
  equal((await readRsaPublicKey(publicKey, 'publicKey')).modulusBits, 2048)
}

function generateRsaKeys(hash) {
  const publicExponent = Uint8Array.of(1, 0, 1)
  return crypto.subtle.generateKey(
    { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent, hash },
    false,
    ['sign', 'verify'],
  )
}

function pemOf(bytes) {
  const base64 = btoa(String.fromCharCode(...new Uint8Array(bytes)))
  return `-----BEGIN PRIVATE KEY-----\n${base64}\n-----END PRIVATE KEY-----\n`
}

function nonceCases() {
  return [
    {
      name: 'nonces are 32 hexadecimal digits, and no two are alike',
      run: () => areNonces(Array.from({ length: 1000 }, createNonce)),
    },
    {
      name: 'nonces do not come from Math.random',
      run() {
        const { random } = Math
        Math.random = () => 0.5
        try {
          areNonces(Array.from({ length: 1000 }, createNonce))
        } finally {
          Math.random = random
        }
      },
    },
    {
      name: 'signRequest takes a fresh nonce each time',
      async run() {
        const signed = []
        for (let count = 0; count < 100; count++) {
          signed.push(await signRequest(form, { consumer, token }))
        }
        areNonces(
          signed.map(({ parameters }) => parameters.find(([name]) => name === 'oauth_nonce')[1]),
        )
      },
    },
  ]
}

function areNonces(nonces) {
  const wrong = nonces.find((nonce) => !/^[0-9a-f]{32}$/.test(nonce))
  equal([wrong, new Set(nonces).size], [undefined, nonces.length])
}

function errorCases() {
  return [
    {
      name: 'isOAuthError knows its own errors and nothing else',
      run() {
        const values = [new OAuthError('token_expired', 'x'), new Error('x'), { code: 'a' }, null]
        equal(values.map(isOAuthError), [true, false, false, false])
      },
    },
    {
      name: 'an error shows its code and no brand',
      run() {
        const error = new OAuthError('token_expired', 'It has expired.', { cause: 'why' })
        equal(
          [error.name, error.code, error.message],
          ['OAuthError', 'token_expired', 'It has expired.'],
        )
        equal([error.cause, Object.getOwnPropertySymbols({ ...error }).length], ['why', 0])
      },
    },
  ]
}
