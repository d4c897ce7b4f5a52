import { createHash, createHmac } from 'node:crypto'
import { Readable } from 'node:stream'

import { afterEach, describe, expect, it, vi } from 'vitest'

import {
  HMAC_SHA1,
  OAuthError,
  signatureBaseString,
  signRequest,
  verifySignature,
} from '../src/index.js'
import type {
  SignatureMethod,
  SigningKeys,
  SignRequestOptions,
  UnreadBody,
  UnsignedRequest,
} from '../src/index.js'

const CREDENTIALS = { consumer: { key: 'printer', secret: 'kd94hf93k423kf44' } }
const URL = 'https://photos.example/photos'
const FORM = ['Content-Type', 'application/x-www-form-urlencoded'] as const
const JSON_TYPE = ['content-type', 'application/json'] as const
const BASIC = ['Authorization', 'Basic cHJpbnRlcg=='] as const
const OAUTH = ['authorization', 'OAuth realm="Photos"'] as const
const HASH = createHash('sha1').update('Hello World!').digest('base64')

interface Given extends SignRequestOptions, Partial<UnsignedRequest> {}

/** Signs a POST with the given members of the request and options. */
function sign({ method = 'POST', url = URL, headers, body, ...options }: Given) {
  return signRequest({ method, url, headers, body }, CREDENTIALS, options)
}

async function isAccepted(given: Given): Promise<boolean> {
  const { ok } = await verifySignature(
    await sign(given),
    { secrets: [CREDENTIALS.consumer.secret] },
    { signatureMethods: ['HMAC-SHA1', 'PLAINTEXT'] },
  )
  return ok
}

const TRANSMISSIONS = ['header', 'query', 'body'] as const
const MISFITS: readonly (readonly [what: string, given: Given, message: string])[] = [
  [
    'an Authorization header by default',
    { headers: [BASIC] },
    "request.headers already contains an Authorization header, and transmission 'header'",
  ],
  [
    'an Authorization header beside the header',
    { headers: [BASIC], transmission: 'header' },
    "request.headers already contains an Authorization header, and transmission 'header'",
  ],
  [
    'OAuth credentials beside the query',
    { headers: [OAUTH], transmission: 'query' },
    "request.headers contains an Authorization header of the OAuth scheme, which verifiers refuse with transmission 'query'",
  ],
  [
    'OAuth credentials beside the body',
    { headers: [OAUTH], transmission: 'body' },
    "request.headers contains an Authorization header of the OAuth scheme, which verifiers refuse with transmission 'body'",
  ],
  [
    'two other Authorization headers beside the query',
    { headers: [BASIC, BASIC], transmission: 'query' },
    "request.headers contains two Authorization headers, which verifiers refuse with transmission 'query'",
  ],
  [
    'parameters in the body of a HEAD',
    { method: 'head', transmission: 'body' },
    "transmission must not be 'body' for request.method HEAD",
  ],
  [
    'parameters in the body of a GET that is a form',
    { method: 'GET', headers: [FORM], transmission: 'body' },
    "transmission must not be 'body' for request.method GET",
  ],
  [
    'parameters in JSON',
    { headers: [JSON_TYPE], body: '{}', transmission: 'body' },
    "transmission 'body' needs a form, and ",
  ],
  [
    'parameters in JSON that is not given',
    { headers: [JSON_TYPE], transmission: 'body' },
    "transmission 'body' needs a form, and ",
  ],
  [
    'parameters in text without a Content-Type',
    { body: 'x', transmission: 'body' },
    "transmission 'body' needs a form, and ",
  ],
  [
    'parameters in an empty form under a content-coding',
    { headers: [FORM, ['Content-Encoding', 'gzip']], transmission: 'body' },
    "transmission 'body' needs a form without a Content-Encoding",
  ],
  [
    'the hash of a form',
    { headers: [FORM], body: 'a=1', sendBodyHash: true },
    'sendBodyHash is not for a ',
  ],
  [
    'a hash in the body',
    { transmission: 'body', sendBodyHash: true },
    'sendBodyHash is not for a form',
  ],
  [
    'PLAINTEXT in the query',
    { signatureMethod: 'PLAINTEXT', transmission: 'query' },
    "transmission must not be 'query' with PLAINTEXT",
  ],
  [
    'PLAINTEXT in the query where that is not allowed',
    { signatureMethod: 'PLAINTEXT', transmission: 'query', allowPlaintextInQuery: false },
    "transmission must not be 'query' with PLAINTEXT",
  ],
  ...TRANSMISSIONS.flatMap((transmission): typeof MISFITS => [
    [
      `a signature in the parameters beside the ${transmission}`,
      { transmission, parameters: [['oauth_signature', 'x']] },
      'parameters must not contain oauth_signature, which signing adds',
    ],
    [
      `another version in the parameters beside the ${transmission}`,
      { transmission, sendVersion: false, parameters: [['oauth_version', '1.1']] },
      'parameters must not contain an oauth_version that is not 1.0',
    ],
  ]),
  [
    'a parameter without a name by default',
    { parameters: [['', 'x']] },
    "parameters must not contain an empty name with transmission 'header'",
  ],
  [
    'a parameter without a name in the header',
    { transmission: 'header', parameters: [['', 'x']] },
    "parameters must not contain an empty name with transmission 'header'",
  ],
  [
    'a parameter named realm in the header',
    { parameters: { a: '1', Realm: 'Photos' } },
    "parameters must not contain realm with transmission 'header'",
  ],
  [
    'the hash of another body',
    { body: 'Hello', parameters: [['oauth_body_hash', HASH]] },
    'parameters must not contain an oauth_body_hash that is not the hash of request.body',
  ],
  [
    'a hash beside a form',
    { headers: [FORM], body: 'a=1', parameters: [['oauth_body_hash', HASH]] },
    'parameters must not contain an oauth_body_hash that accompanies a form',
  ],
  [
    'a hash beside parameters in the body',
    { transmission: 'body', parameters: [['oauth_body_hash', HASH]] },
    'parameters must not contain an oauth_body_hash that accompanies a form',
  ],
]

describe('signRequest', () => {
  it.each(MISFITS)('refuses %s as the caller’s mistake', async (_what, given, message) => {
    await expect(sign(given)).rejects.toMatchObject({
      name: 'TypeError',
      code: 'ERR_INVALID_ARG_VALUE',
      message: expect.stringContaining(`signRequest: ${message}`) as string,
    })
  })

  it.each<[what: string, given: Given]>([
    ['other credentials beside the query', { headers: [BASIC], transmission: 'query' }],
    ['other credentials beside the body', { headers: [BASIC], transmission: 'body' }],
    ['a method that ends as GET', { method: 'FORGET', transmission: 'body' }],
    ['a method that begins as GET', { method: 'GETX', transmission: 'body' }],
    ['no body at all', { transmission: 'body' }],
    ['an empty body', { body: '', transmission: 'body' }],
    ['a form', { headers: [FORM], body: 'a=1', transmission: 'body' }],
    ['a form that is not given', { headers: [FORM], transmission: 'body' }],
    ['a content-coding beside the query', { headers: [FORM, ['Content-Encoding', 'gzip']] }],
    ['no hash beside a form', { headers: [FORM], body: 'a=1', sendBodyHash: false }],
    ['the hash of an empty body', { sendBodyHash: true }],
    [
      'PLAINTEXT in the query where that is allowed',
      { signatureMethod: 'PLAINTEXT', transmission: 'query', allowPlaintextInQuery: true },
    ],
    ['PLAINTEXT in the header', { signatureMethod: 'PLAINTEXT' }],
    [
      'the right version in the parameters',
      { sendVersion: false, parameters: { oauth_version: '1.0' } },
    ],
    ['a parameter without a name in the query', { transmission: 'query', parameters: [['', 'x']] }],
    ['a parameter named realm in the body', { transmission: 'body', parameters: { realm: 'x' } }],
    ['the hash of the body', { body: 'Hello World!', parameters: { oauth_body_hash: HASH } }],
    [
      'any hash with a method that ignores it',
      { signatureMethod: 'PLAINTEXT', body: 'x', parameters: { oauth_body_hash: HASH } },
    ],
    [
      'protocol parameters in the query that is signed',
      {
        url: `${URL}?oauth_callback=oob&oauth_version=1.0`,
        sendVersion: false,
        transmission: 'query',
      },
    ],
    [
      'protocol parameters in the form that is signed',
      { headers: [FORM], body: 'oauth_callback=oob', transmission: 'body' },
    ],
    ['names that begin otherwise', { url: `${URL}?OAuth_a=1`, headers: [FORM], body: 'oauth=1' }],
  ])('signs %s', async (_what, given) => {
    expect(await isAccepted(given)).toBe(true)
  })

  it.each<[what: string, given: Given, message: string]>([
    [
      'one in the URL beside the header',
      { url: `${URL}?a=1&oauth_x=1` },
      "request.url must not contain a parameter whose name begins with oauth_, with transmission 'header'",
    ],
    [
      'one in the URL beside the body',
      { url: `${URL}?oauth_x=1`, transmission: 'body' },
      "request.url must not contain a parameter whose name begins with oauth_, with transmission 'body'",
    ],
    [
      'one in the form beside the header',
      { headers: [FORM], body: 'oauth_x=1', transmission: 'header' },
      "request.body must not contain a parameter whose name begins with oauth_, with transmission 'header'",
    ],
    [
      'one in the form beside the query',
      { headers: [FORM], body: 'oauth_x=1', transmission: 'query' },
      "request.body must not contain a parameter whose name begins with oauth_, with transmission 'query'",
    ],
    [
      'a signature in the URL',
      { url: `${URL}?oauth_signature=x`, transmission: 'query' },
      'request.url must not contain oauth_signature',
    ],
    [
      'another version in the URL',
      { url: `${URL}?oauth_version=2.0`, transmission: 'query' },
      'request.url must not contain an oauth_version that is not 1.0',
    ],
    [
      'a signature in the form',
      { headers: [FORM], body: 'oauth_signature=x', transmission: 'body' },
      'request.body must not contain oauth_signature',
    ],
    [
      'the same one in the URL and from signing',
      { url: `${URL}?oauth_nonce=n`, transmission: 'query' },
      'parameters, request.url or request.body: A protocol parameter is sent more than once.',
    ],
    [
      'the same one in the URL, beside others, and from signing',
      { url: `${URL}?a=1&oauth_nonce=n`, transmission: 'query' },
      'parameters, request.url or request.body: A protocol parameter is sent more than once.',
    ],
    [
      'the same one in the parameters and from signing',
      { parameters: { oauth_timestamp: '1' } },
      'parameters, request.url or request.body: A protocol parameter is sent more than once.',
    ],
  ])('refuses protocol parameters that verifiers refuse: %s', async (_what, given, message) => {
    await expect(sign(given)).rejects.toMatchObject({
      name: 'OAuthError',
      code: 'parameter_rejected',
      message: expect.stringContaining(`signRequest: ${message}`) as string,
    })
  })
})

describe('the result of signRequest', () => {
  const consumer = { key: 'printer key', secret: 'a&b' }
  const token = { key: 'token', secret: 'c' }
  const options = {
    nonce: 'n',
    timestampSeconds: 1,
    callback: 'https://printer.example/cb',
    verifier: 'v r',
    parameters: [['oauth_x', '1&2']],
  } as const
  const parameters = [
    ['oauth_consumer_key', 'printer key'],
    ['oauth_token', 'token'],
    ['oauth_signature_method', 'HMAC-SHA1'],
    ['oauth_timestamp', '1'],
    ['oauth_nonce', 'n'],
    ['oauth_version', '1.0'],
    ['oauth_callback', 'https://printer.example/cb'],
    ['oauth_verifier', 'v r'],
    ['oauth_x', '1&2'],
  ]
  const baseString = [
    'POST&https%3A%2F%2Fphotos.example%2Fphotos',
    [
      'oauth_callback%3Dhttps%253A%252F%252Fprinter.example%252Fcb',
      'oauth_consumer_key%3Dprinter%2520key%26oauth_nonce%3Dn',
      'oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D1%26oauth_token%3Dtoken',
      'oauth_verifier%3Dv%2520r%26oauth_version%3D1.0%26oauth_x%3D1%25262',
    ].join('%26'),
  ].join('&')
  const signature = createHmac('sha1', 'a%26b&c').update(baseString).digest('base64')
  const sent = [...parameters, ['oauth_signature', signature]] as const
  const encoded = sent.map(([name = '', value = '']) => [name, encodeURIComponent(value)] as const)
  const inForm = encoded.map((pair) => pair.join('=')).join('&')

  it.each([
    [
      'header',
      {
        url: URL,
        headers: [
          [
            'Authorization',
            `OAuth realm="Photos", ${encoded.map(([name, value]) => `${name}="${value}"`).join(', ')}`,
          ],
        ],
        body: null,
      },
    ],
    ['query', { url: `${URL}?${inForm}`, headers: [], body: null }],
    ['body', { url: URL, headers: [FORM], body: inForm }],
  ] as const)('is ready to be sent with transmission %s', async (transmission, expected) => {
    const signed = await signRequest(
      { method: 'POST', url: URL },
      { consumer, token },
      { ...options, realm: 'Photos', transmission },
    )
    const all = { parameters: sent, baseString, signature }
    expect(signed).toEqual({ method: 'POST', ...expected, ...all })
  })

  it.each(['', '?a=1', '?z=1', '?a=1&z=2', '?oauth=1&p', '?a=b=c&d', '?d&a=b==', '?%61+b=%7e'])(
    'has the base string of its parts if its URL ends in %j',
    async (query) => {
      const url = URL + query
      for (const given of [{}, { callback: 'oob' }]) {
        const signed = await signRequest({ method: 'GET', url }, { consumer, token }, given)
        const input = { method: 'GET', url, parameters: signed.parameters }
        expect(signed.baseString).toBe(signatureBaseString(input))
      }
    },
  )

  it.each([2, 20])('may contain a name outside the protocol %i times', async (count) => {
    const url = `${URL}?${'a=1&'.repeat(count)}`
    expect(await isAccepted({ url, parameters: [['oauth_x', '1']] })).toBe(true)
    const parameters = [['oauth_nonce', '1']] as const
    await expect(sign({ url, parameters })).rejects.toThrow('is sent more than once')
  })

  it('continues the form and keeps its encoding', async () => {
    const request = { method: 'POST', url: URL, headers: [FORM], body: 'b=%7e&a=1+2' } as const
    const signed = await signRequest(request, { consumer }, { transmission: 'body' })
    expect(signed.body).toMatch(/^b=%7e&a=1\+2&oauth_consumer_key=printer%20key&/)
  })

  describe('by default', () => {
    afterEach(() => {
      vi.restoreAllMocks()
    })

    it('has a random nonce, the time in seconds and the version', async () => {
      vi.spyOn(Date, 'now').mockReturnValue(1_800_000_000_999)
      const signed = await signRequest({ method: 'GET', url: URL }, { consumer })
      expect(signed.parameters).toEqual([
        ['oauth_consumer_key', 'printer key'],
        ['oauth_signature_method', 'HMAC-SHA1'],
        ['oauth_timestamp', '1800000000'],
        ['oauth_nonce', expect.stringMatching(/^[0-9a-f]{32}$/)],
        ['oauth_version', '1.0'],
        ['oauth_signature', signed.signature],
      ])
    })
  })

  it('has duplex only with a stream', async () => {
    const streamOfOldBrowsers = {
      [Symbol.toStringTag]: 'ReadableStream',
      getReader: () => ({}),
    } as unknown as ReadableStream
    const sentBy = (body: UnreadBody) =>
      signRequest({ method: 'POST', url: URL, body }, CREDENTIALS)
    expect(await sentBy(streamOfOldBrowsers)).toHaveProperty('duplex', 'half')
    expect(await sentBy(new Blob(['a']).stream())).toHaveProperty('duplex', 'half')
    expect(await sentBy(Readable.from(['a']))).toHaveProperty('duplex', 'half')
    expect(await sentBy(new Blob(['a']))).not.toHaveProperty('duplex')
    expect(await sentBy(new FormData())).not.toHaveProperty('duplex')
    expect(await sign({ body: 'a' })).not.toHaveProperty('duplex')
  })

  it('comes from a method that gets every key, or empty secrets', async () => {
    const given: SigningKeys[] = []
    const method = (family: SignatureMethod['family']): SignatureMethod => ({
      ...HMAC_SHA1,
      family,
      sign(_baseString, keys) {
        given.push(keys)
        return 'signature'
      },
    })
    const privateKey = 'a private key'
    const request = { method: 'GET', url: URL }
    await signRequest(
      request,
      { consumer: { key: 'c', privateKey } },
      { signatureMethod: method('public-key') },
    )
    await signRequest(
      request,
      { consumer: { ...consumer, privateKey }, token },
      { signatureMethod: method('shared-secret') },
    )
    expect(given).toEqual([
      { consumerSecret: '', tokenSecret: '', privateKey, signingKey: '&' },
      { consumerSecret: 'a&b', tokenSecret: 'c', privateKey, signingKey: 'a%26b&c' },
    ])
  })
})

describe('an error of signRequest', () => {
  const HALF = '\ud800'
  const half = 'A string contains half of a surrogate pair'

  const REJECTED = { name: 'OAuthError', code: 'parameter_rejected' }
  const WRONG_TYPE = { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' }
  const WRONG_VALUE = { name: 'TypeError', code: 'ERR_INVALID_ARG_VALUE' }

  it.each<[where: string, call: () => Promise<unknown>, error: readonly [object, begins: string]]>([
    [
      'oauth_consumer_key',
      () => signRequest({ method: 'GET', url: URL }, { consumer: { key: HALF, secret: '' } }),
      [REJECTED, `signRequest: oauth_consumer_key: ${half}`],
    ],
    [
      'oauth_callback',
      () => sign({ callback: HALF }),
      [REJECTED, `signRequest: oauth_callback: ${half}`],
    ],
    [
      'parameters',
      () => sign({ parameters: [['oauth_x', HALF]] }),
      [REJECTED, `signRequest: parameters: ${half}`],
    ],
    [
      'secrets',
      () => signRequest({ method: 'GET', url: URL }, { consumer: { key: 'c', secret: HALF } }),
      [REJECTED, `signRequest: consumer.secret or token.secret: ${half}`],
    ],
    [
      'request.url',
      () => sign({ url: 'ftp://photos.example' }),
      [REJECTED, 'signRequest: request.url: The URL is not an absolute http or https URL'],
    ],
    [
      'request.headers or request.body',
      () => sign({ headers: [FORM], body: '%' }),
      [REJECTED, 'signRequest: request.headers or request.body: A "%" is not followed'],
    ],
    [
      'an entry of parameters',
      () => sign({ parameters: new Set(['a']) as never }),
      [WRONG_TYPE, 'signRequest: parameters[0] must be a [name, value] pair of strings'],
    ],
    [
      'signatureMethod',
      () => sign({ signatureMethod: 'HMAC-MD5' }),
      [WRONG_VALUE, 'signRequest: signatureMethod must be one of HMAC-SHA1, '],
    ],
    [
      'a private key',
      () =>
        signRequest(
          { method: 'GET', url: URL },
          { consumer: { key: 'c', privateKey: 'no PEM' } },
          { signatureMethod: 'RSA-SHA256' },
        ),
      [WRONG_VALUE, 'signRequest: credentials.consumer.privateKey must be an RSA pri'],
    ],
    [
      'an absent private key',
      () => sign({ signatureMethod: 'RSA-SHA256' }),
      [
        WRONG_TYPE,
        'signRequest: credentials.consumer.privateKey must be given, because RSA-SHA256 signs with it',
      ],
    ],
    [
      'an absent secret',
      () => signRequest({ method: 'GET', url: URL }, { consumer: { key: 'c' } }),
      [
        WRONG_TYPE,
        'signRequest: credentials.consumer.secret must be given, because HMAC-SHA1 signs with it',
      ],
    ],
    [
      'the secret of a token without a key',
      () =>
        signRequest(
          { method: 'GET', url: URL },
          { ...CREDENTIALS, token: { key: '', secret: 's' } },
        ),
      [WRONG_VALUE, 'signRequest: credentials.token.secret must be empty if token.key is empty'],
    ],
    [
      'an absent request',
      () => signRequest(undefined as never, CREDENTIALS),
      [WRONG_TYPE, 'signRequest: request must be a plain object, received undefined'],
    ],
    [
      'options that are null',
      () => signRequest({ method: 'GET', url: URL }, CREDENTIALS, null as never),
      [WRONG_TYPE, 'signRequest: options must be a plain object, received null'],
    ],
    [
      'absent credentials',
      () => signRequest({ method: 'GET', url: URL }, undefined as never),
      [WRONG_TYPE, 'signRequest: credentials must be a plain object, received undefined'],
    ],
  ])('names %s', async (_where, call, [error, begins]) => {
    const failure: unknown = await call().catch((reason: unknown) => reason)
    expect(failure).toMatchObject(error)
    if (error === REJECTED) expect((failure as Error).cause).toBeInstanceOf(OAuthError)
    expect((failure as Error).message.slice(0, begins.length)).toBe(begins)
  })

  it('stays as it is if a function of the dialect throws it', async () => {
    const failure = new TypeError('Not of the package')
    const fail = () => {
      throw failure
    }
    await expect(sign({ dialect: { signingKey: fail } })).rejects.toBe(failure)
    await expect(sign({ dialect: { baseString: fail } })).rejects.toBe(failure)
  })
})
