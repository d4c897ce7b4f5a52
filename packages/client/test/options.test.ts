import { describe, expect, it } from 'vitest'

import { createClient } from '../src/index.js'
import { netsuite } from '../src/presets.js'

const consumer = { key: 'printer', secret: 'kd94hf93k423kf44' }
const create = createClient as unknown as (options: unknown) => ReturnType<typeof createClient>

describe('createClient', () => {
  it.each([
    ['nothing', undefined, /options must be a plain object, received undefined$/],
    ['no provider', { consumer }, /provider must be a plain object, received undefined$/],
    [
      'an uncalled preset',
      { provider: netsuite, consumer },
      /provider must be a service provider, received a function; call a preset/,
    ],
    [
      'callback instead of callbackUrl',
      { provider: {}, consumer, callback: 'https://a.example/' },
      /callback is not an option \(received a string of 18 characters\)\. Did you mean callbackUrl\?$/,
    ],
    [
      'a misspelled URL',
      { provider: { requestTokenURL: 'x' }, consumer },
      /provider\.requestTokenURL is not an option .* Did you mean requestTokenUrl\?$/,
    ],
    [
      'an option of presets only',
      { provider: { signMultipartFields: true }, consumer },
      /provider\.signMultipartFields is not an option \(received true\)/,
    ],
    [
      "transmission: 'BODY'",
      { provider: { transmission: 'BODY' }, consumer },
      /provider\.transmission must be "header" or "query" or "body", received "BODY"$/,
    ],
    [
      "tokenRequestMethod: 'PUT'",
      { provider: { tokenRequestMethod: 'PUT' }, consumer },
      /provider\.tokenRequestMethod must be "POST" or "GET", received "PUT"$/,
    ],
    [
      "sendBodyHash: 'yes'",
      { provider: { sendBodyHash: 'yes' }, consumer },
      /provider\.sendBodyHash must be true or false, received a string of 3 characters$/,
    ],
    [
      'no consumer key',
      { provider: {}, consumer: { secret: 's' } },
      /consumer\.key must be a string that is not empty, received undefined$/,
    ],
    [
      'an empty consumer key',
      { provider: {}, consumer: { key: '', secret: 's' } },
      /consumer\.key .* received an empty string$/,
    ],
    [
      'an invalid store',
      { provider: {}, consumer, pending: new Map() },
      /pending must be a PendingStore, .* received an instance of Map$/,
    ],
    [
      'an invalid fetch',
      { provider: {}, consumer, fetch: {} },
      /fetch must be a function, received an object$/,
    ],
  ])('rejects %s', (_case, options, message) => {
    expect(() => create(options)).toThrow(TypeError)
    expect(() => create(options)).toThrow(/^createClient: /)
    expect(() => create(options)).toThrow(message)
  })

  it('accepts a consumer with more members, such as a database record', () => {
    expect(() => create({ provider: {}, consumer: { ...consumer, name: 'Printer' } })).not.toThrow()
  })

  it.each(['localhost', '127.0.0.1', '127.10.0.255', '[::1]'])(
    'accepts plain http to %s',
    (host) => {
      const accessTokenUrl = `http://${host}:3000/`
      expect(() => create({ provider: { accessTokenUrl }, consumer })).not.toThrow()
    },
  )

  it('accepts a custom signature method', () => {
    const signatureMethod = {
      name: 'OWN',
      family: 'shared-secret',
      sign: () => 'signature',
      verify: () => true,
    }
    expect(() => create({ provider: { signatureMethod }, consumer })).not.toThrow()
  })

  it('uses the code of a wrong type for an uncalled preset and a missing secret', () => {
    const code = 'ERR_INVALID_ARG_TYPE'
    expect(() => create({ provider: netsuite, consumer })).toThrow(
      expect.objectContaining({ code }),
    )
    const rsa = { key: 'k', privateKey: 'PEM' }
    expect(() => create({ provider: {}, consumer: rsa })).toThrow(
      expect.objectContaining({
        code,
        message:
          'createClient: consumer.secret is required for HMAC-SHA1. To sign with the private key, set provider.signatureMethod to RSA-SHA256 or another RSA method',
      }),
    )
  })

  it('reports a misspelled secret as missing', () => {
    const misspelled = { key: 'printer', secert: 's' }
    expect(() => create({ provider: {}, consumer: misspelled })).toThrow(
      /consumer\.secret is required/,
    )
  })
})

describe('the functions of a client', () => {
  const client = create({ provider: {}, consumer })
  const loose = client as unknown as Record<string, (...values: unknown[]) => Promise<unknown>>

  it.each([
    [
      'authorize',
      [{ parameters: { scope: 'photos' } }],
      /^authorize: parameters must be an array of \[name, value\] pairs of strings, received an object$/,
    ],
    [
      'callback',
      ['https://a.example/cb?oauth_token=t'],
      /^callback: cookie is required with a URL/,
    ],
    ['xauth', [{ username: 'jane' }], /^xauth: password must be a string, received undefined$/],
    ['renew', [{ key: 't' }], /^renew: token\.secret must be a string, received undefined$/],
  ])('reject an invalid call of %s', async (name, values, message) => {
    await expect(loose[name]?.(...values)).rejects.toThrow(message)
  })

  it.each([
    ['nothing', undefined, /token must be a token, \{ key, secret \}, received undefined$/],
    ['a string', 'token', /token must be .*, received a string of 5 characters$/],
    ['null', null, /^withToken: token must be a token, \{ key, secret \}, received null$/],
    ['no secret', { key: 't' }, /token\.secret must be a string, received undefined$/],
  ])('reject a token with %s', (_case, token, message) => {
    expect(() => client.withToken(token as never)).toThrow(message)
  })
})

/** Every option with an invalid value, and the error message after its name. */
const MISTAKES: Readonly<Record<string, readonly [value: unknown, message: string]>> = {
  callbackUrl: [5, 'must be a string, received 5'],
  pending: [
    5,
    'must be a PendingStore, with set, get and take, or a SealedPendingStore, received 5',
  ],
  pendingLifetimeSeconds: [0, 'must be an integer of 1 or more, received 0'],
  onRenew: [5, 'must be a function, received 5'],
  redirectCrossOrigin: ['follow', 'must be "refuse" or "unsigned", received "follow"'],
  allowInsecure: [5, 'must be true or false, received 5'],
  timeoutSeconds: [0, 'must be a number above 0, up to 2147483, received 0'],
  userAgent: [5, 'must be a string, received 5'],
  fetch: [5, 'must be a function, received 5'],
  now: [5, 'must be a function, received 5'],
  nonce: [5, 'must be a function, received 5'],
  'provider.requestTokenUrl': [5, 'must be a string, received 5'],
  'provider.authorizeUrl': [5, 'must be a string, received 5'],
  'provider.accessTokenUrl': [5, 'must be a string, received 5'],
  'provider.origins': ['a', 'must be an array of strings, received a string of 1 characters'],
  'provider.realm': [5, 'must be a string, received 5'],
  'provider.transmission': [5, 'must be "header" or "query" or "body", received 5'],
  'provider.tokenRequestMethod': [5, 'must be "POST" or "GET", received 5'],
  'provider.allowUnconfirmedCallback': [5, 'must be true or false, received 5'],
  'provider.sendEmptyToken': [5, 'must be true or false, received 5'],
  'provider.dialect': [5, 'must be a dialect, received 5'],
  'provider.readResponse': [5, 'must be a function, received 5'],
  'provider.signatureMethod': [5, 'must be a signature method, received 5'],
  'provider.sendBodyHash': [5, 'must be true or false, received 5'],
  'consumer.key': [5, 'must be a string that is not empty, received 5'],
  'consumer.secret': [5, 'must be a string, received 5'],
  'consumer.privateKey': [
    5,
    'must be PEM or DER, a KeyObject, a CryptoKey, or { key, passphrase }, received 5',
  ],
}

/** Valid values for the options. */
const LEGAL = {
  callbackUrl: 'https://printer.example/cb',
  pending: { set: () => undefined, get: () => undefined, take: () => undefined },
  pendingLifetimeSeconds: 1,
  onRenew: () => undefined,
  redirectCrossOrigin: 'refuse',
  allowInsecure: false,
  timeoutSeconds: 2_147_483,
  userAgent: 'printer/1.0',
  fetch,
  now: () => 0,
  nonce: () => 'nonce',
}
const LEGAL_PROVIDER = {
  requestTokenUrl: 'https://photos.example/r',
  authorizeUrl: 'https://photos.example/authorize',
  accessTokenUrl: 'https://photos.example/a',
  origins: ['https://photos.example', 'http://localhost:3000'],
  realm: 'photos',
  transmission: 'header',
  tokenRequestMethod: 'POST',
  allowUnconfirmedCallback: false,
  sendEmptyToken: false,
  dialect: { requireUserAgent: true, signMultipartText: false },
  readResponse: () => undefined,
  signatureMethod: 'HMAC-SHA1',
  sendBodyHash: true,
  notes: 'of a preset',
}

describe('each option of createClient', () => {
  it.each(Object.entries(MISTAKES))('rejects an invalid value: %s', (path, [value, message]) => {
    const [name = '', member] = path.split('.')
    const base: Record<string, unknown> = { provider: {}, consumer }
    const changed = member === undefined ? value : { ...(base[name] as object), [member]: value }
    expect(() => create({ ...base, [name]: changed })).toThrow(
      expect.objectContaining({ name: 'TypeError', message: `createClient: ${path} ${message}` }),
    )
  })

  it('accepts a valid value', () => {
    expect(() => create({ ...LEGAL, provider: LEGAL_PROVIDER, consumer })).not.toThrow()
    expect(Object.keys(LEGAL_PROVIDER)).toEqual([
      ...Object.keys(MISTAKES).flatMap((path) => /^provider\.(.*)/.exec(path)?.[1] ?? []),
      'notes',
    ])
  })

  it.each(['hmac', 'HEADER', 'unsigned'])('rejects another word: "%s"', (word) => {
    for (const name of ['transmission', 'tokenRequestMethod']) {
      expect(() => create({ provider: { [name]: word }, consumer })).toThrow(/ must be /)
    }
  })

  it('accepts undefined if it is optional', () => {
    const dialect = { requireUserAgent: false }
    expect(() => create({ provider: { dialect }, consumer })).not.toThrow()
  })

  it('accepts its words', () => {
    for (const [name, words] of Object.entries({
      transmission: ['header', 'query', 'body'],
      tokenRequestMethod: ['POST', 'GET'],
    })) {
      for (const word of words) {
        expect(() => create({ provider: { [name]: word }, consumer })).not.toThrow()
      }
    }
    for (const redirectCrossOrigin of ['refuse', 'unsigned']) {
      expect(() => create({ provider: {}, consumer, redirectCrossOrigin })).not.toThrow()
    }
  })
})

describe('a pending store', () => {
  const store = { set: () => 0, get: () => 0, take: () => 0 }
  const sealed = { seal: () => '', open: () => undefined }

  it.each<[string, unknown]>([
    ['set, get and take', store],
    ['seal and open', sealed],
  ])('accepts %s', (_title, pending) => {
    expect(() => create({ provider: {}, consumer, pending })).not.toThrow()
  })

  it.each<[string, unknown]>([
    ['null', null],
    ['a function', () => store],
    ...Object.keys(store).map((name): [string, unknown] => [
      `a store without ${name}`,
      { ...store, [name]: 5 },
    ]),
    ['a sealed store without open', { seal: () => '' }],
    ['a sealed store whose seal is not a function', { ...sealed, seal: 5 }],
    [
      'a sealed store whose open is not a function, in addition to set, get and take',
      { ...store, seal: () => '' },
    ],
  ])('rejects %s', (_title, pending) => {
    expect(() => create({ provider: {}, consumer, pending })).toThrow(/pending must be /)
  })
})

it.each([NaN, -1, 0, 2_147_484, Infinity, '60'])(
  'rejects a timeout of %j seconds',
  (timeoutSeconds) => {
    expect(() => create({ provider: {}, consumer, timeoutSeconds })).toThrow(
      /timeoutSeconds must be a number above 0, up to 2147483, received/,
    )
  },
)

it.each([null, 5, 'abort', {}, () => undefined])('rejects the signal %j', async (signal) => {
  const { authorize } = createClient({ provider: {}, consumer })
  await expect(authorize({ signal } as never)).rejects.toThrow(
    /^authorize: signal must be an AbortSignal, received /,
  )
})

it.each<[title: string, provider: object, message: string]>([
  [
    'an unknown method',
    { signatureMethod: 'HMAC-MD5' },
    'provider.signatureMethod must be one of HMAC-SHA1, HMAC-SHA256, HMAC-SHA512, RSA-SHA1, RSA-SHA256, RSA-SHA512, RSA-PSS, PLAINTEXT, or a custom method, received "HMAC-MD5"',
  ],
  [
    'a relative URL',
    { accessTokenUrl: '/a' },
    'provider.accessTokenUrl must be an absolute https URL',
  ],
  ...['localhost.evil.example', 'mylocalhost', '127.0.0.1.evil.example', '[::2]'].map(
    (host): [string, object, string] => [
      `plain http to ${host}`,
      { accessTokenUrl: `http://${host}/` },
      'provider.accessTokenUrl must use https, because it receives secrets. Set allowInsecure to allow plain http',
    ],
  ),
  [
    'an RSA method',
    { signatureMethod: 'RSA-SHA1' },
    'consumer.privateKey is required for RSA-SHA1',
  ],
  [
    'a body hash',
    { signatureMethod: 'PLAINTEXT', sendBodyHash: true },
    'provider.sendBodyHash must not be true, because PLAINTEXT does not sign a body hash',
  ],
  [
    'PLAINTEXT in a query',
    { signatureMethod: 'PLAINTEXT', transmission: 'query' },
    "provider.transmission must not be 'query' with PLAINTEXT, whose signature contains the secrets, because URLs are logged. Use 'header'",
  ],
  [
    'no user agent',
    { dialect: { requireUserAgent: true } },
    'userAgent is required, because this provider refuses requests without a User-Agent. Use the name of your application',
  ],
  [
    'a URL of another scheme',
    { authorizeUrl: 'ftp://a.example/' },
    'provider.authorizeUrl must be an absolute https URL',
  ],
  [
    'a URL whose scheme only ends in https',
    { authorizeUrl: 'xhttps://a.example/' },
    'provider.authorizeUrl must be an absolute https URL',
  ],
  [
    'a URL whose scheme only begins with https',
    { authorizeUrl: 'httpsx://a.example/' },
    'provider.authorizeUrl must be an absolute https URL',
  ],
  ...['https://a@a.example/', 'https://:b@a.example/', 'https://a.example/#a'].map(
    (accessTokenUrl): [string, object, string] => [
      `the URL ${accessTokenUrl}`,
      { accessTokenUrl },
      'provider.accessTokenUrl must not contain a username, a password or a fragment',
    ],
  ),
  [
    'plain http',
    { requestTokenUrl: 'http://a.example/' },
    'provider.requestTokenUrl must use https, because it receives secrets. Set allowInsecure to allow plain http',
  ],
  ...[
    'https://a.example/a',
    'ftp://a.example',
    'a.example',
    'https://a@a.example',
    'xhttps://a',
  ].map((origin): [string, object, string] => [
    `the origin ${origin}`,
    { origins: [origin] },
    'provider.origins must be origins, such as https://api.photos.example',
  ]),
])('createClient rejects %s', (_case, provider, message) => {
  expect(() => create({ provider, consumer })).toThrow(
    expect.objectContaining({
      name: 'TypeError',
      code: message.includes(' is required for ')
        ? 'ERR_INVALID_ARG_TYPE'
        : 'ERR_INVALID_ARG_VALUE',
      message: `createClient: ${message}`,
    }),
  )
})

it.each([
  ['/cb', "callbackUrl must be 'oob' or an absolute URL"],
  [
    'http://printer.example/cb',
    'callbackUrl must use https, because it receives the verifier. Set allowInsecure to allow plain http',
  ],
])('createClient rejects the callback %s', (callbackUrl, message) => {
  expect(() => create({ provider: {}, consumer, callbackUrl })).toThrow(
    expect.objectContaining({
      name: 'TypeError',
      code: message.includes(' is required for ')
        ? 'ERR_INVALID_ARG_TYPE'
        : 'ERR_INVALID_ARG_VALUE',
      message: `createClient: ${message}`,
    }),
  )
})

describe('a flow whose URL is missing', () => {
  const client = createClient({ provider: {}, consumer })
  const token = { key: 'k', secret: '', sessionHandle: 'h' }
  const CALLS: Readonly<Record<string, () => Promise<unknown>>> = {
    callback: () => client.callback('?oauth_token=t&oauth_verifier=v', { cookie: null }),
    exchangeVerifier: () => client.exchangeVerifier({ requestToken: { key: 'k' }, verifier: 'v' }),
    xauth: () => client.xauth({ username: 'jane', password: 'jane' }),
    renew: () => client.renew(token),
  }

  it.each(Object.entries(CALLS))("is rejected by %s with the option's name", async (name, call) => {
    await expect(call()).rejects.toMatchObject({
      name: 'TypeError',
      code: 'ERR_INVALID_ARG_TYPE',
      message: `${name}: provider.accessTokenUrl is required for this flow`,
    })
  })

  it.each(['authorizeUrl', 'accessTokenUrl', 'requestTokenUrl'])(
    "is rejected by authorize with the option's name: %s",
    async (missing) => {
      const urls = Object.fromEntries(
        ['authorizeUrl', 'accessTokenUrl', 'requestTokenUrl']
          .filter((name) => name !== missing)
          .map((name) => [name, 'https://photos.example/']),
      )
      await expect(create({ provider: urls, consumer }).authorize()).rejects.toMatchObject({
        message: `authorize: provider.${missing} is required for this flow`,
      })
    },
  )
})
