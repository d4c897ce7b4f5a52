import type { Credentials, SignRequestOptions, UnsignedRequest } from '../src/index.js'
import type { SeededRandom } from './seeded-random.js'
import { KEYS } from './vectors.js'

/** The arguments of signRequest, split into parts so that a rule can inspect them. */
export interface SigningCase {
  readonly request: UnsignedRequest & {
    readonly url: string
    readonly headers: Pairs
    readonly body?: string | Uint8Array | null | undefined
  }
  readonly credentials: Credentials & { readonly consumer: { readonly secret: string } }
  readonly options: SignRequestOptions & {
    readonly signatureMethod: string
    readonly transmission: Transmission
    readonly parameters: Pairs
  }
}

type Pairs = readonly (readonly [name: string, value: string])[]
type Transmission = 'header' | 'body' | 'query'

const FORM = 'application/x-www-form-urlencoded'
const HMACS = ['HMAC-SHA1', 'HMAC-SHA256', 'HMAC-SHA512']
const RSAS = ['RSA-SHA1', 'RSA-SHA256', 'RSA-SHA512', 'RSA-PSS']
const PLAIN_TEXTS = ['a', 'size', 'original', 'b5', 'x-y_z.~', '2']
// prettier-ignore
const ODD_TEXTS = [
  '', '=', '==', '&', 'a=b&c', '%', '%25', '%zz', '+', ' ', 'a b', 'a+b', '"', '\\', ',',
  "it's (5*2)!", 'ü', '☃', '\u{1f600}', '\0', '\r\n', '\ufeff', ';', '?', '/', '#', '@', ':',
  '__proto__', 'oauth', 'OAuth_token', 'oauth-token', 'toString', 'a'.repeat(300),
]
const HALF = '\ud800'
const PROTOCOL_NAMES = [
  'oauth_foo',
  'oauth_',
  'oauth_nonce',
  'oauth_token',
  'oauth_signature',
  'oauth_version',
  'oauth_body_hash',
  'oauth_consumer_key',
  'oauth_session_handle',
  'oauth_callback',
]
const ORIGINS = [
  'https://api.example',
  'http://api.example:80',
  'https://API.example:8443',
  'HTTPS://a.example:',
  'http://[2001:db8::1]:8080',
  'http://127.0.0.1:3000',
  'https://müller.example',
]
const NO_ORIGINS = ['ftp://api.example', 'https://user:pw@api.example', '/relative', 'https://']
const PATHS = ['', '/', '/a', '/a;b=1/c', '//a', '/r%20v/X', '/ü', '/a/../b', '/a:b@c', '/%']
const TIMES = [undefined, undefined, 0, 1, 1_800_000_000]

/** Makes a case with something odd in it, or many things, or nothing. */
export function oddCase(random: SeededRandom): SigningCase {
  const method = random.pick(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'get', 'OPTIONS'])
  return {
    request: { method, url: oddUrl(random), headers: oddHeaders(random), body: oddBody(random) },
    credentials: oddCredentials(random),
    options: oddOptions(random),
  }
}

/** Makes a case as any application has it: nothing in it may be refused. */
export function ordinaryCase(random: SeededRandom): SigningCase {
  const transmission = random.pick(['header', 'body', 'query'] as const)
  const isForm = transmission === 'body' || random.onceIn(2)
  const pair = (): string =>
    `${random.pick(PLAIN_TEXTS)}=${encodeURIComponent(random.pick(['', 'ü', 'a b', '1&2', '50%']))}`
  const query = random.list(3, pair).join('&')
  const isHashed = !isForm && random.onceIn(2)
  return {
    request: {
      method: random.pick(['POST', 'PUT', 'PATCH', 'DELETE']),
      url: `https://api.example/${random.pick(PLAIN_TEXTS)}${query === '' ? '' : `?${query}`}`,
      headers: [['Content-Type', isForm ? FORM : 'application/json']],
      body: isForm ? random.list(3, pair).join('&') : '{"a":1}',
    },
    credentials: {
      consumer: {
        key: 'consumer',
        secret: 'consumer secret',
        privateKey: KEYS.generated?.privateKey,
      },
      token: random.pick([
        undefined,
        { key: '', secret: '' },
        { key: 'token', secret: 'token secret' },
      ]),
    },
    options: {
      signatureMethod: methodFor(
        random,
        transmission === 'query' ? HMACS : [...HMACS, 'PLAINTEXT'],
      ),
      transmission,
      realm: random.pick([undefined, '', 'Photos', 'a "b" \\c']),
      callback: random.pick([undefined, 'oob', 'https://printer.example/cb?a=1&b=2']),
      verifier: random.pick([undefined, 'v e r']),
      sendBodyHash: isHashed,
      sendVersion: random.pick([undefined, true, false]),
      parameters: random.onceIn(3)
        ? [
            ['oauth_session_handle', 'h&1'],
            ['xoauth_x', ''],
          ]
        : [],
    },
  }
}

function methodFor(random: SeededRandom, usual: readonly string[]): string {
  return random.onceIn(100) ? random.pick(RSAS) : random.pick(usual)
}

function oddText(random: SeededRandom): string {
  if (random.onceIn(300)) return HALF
  return random.pick(random.onceIn(2) ? ODD_TEXTS : PLAIN_TEXTS)
}

function oddName(random: SeededRandom): string {
  if (random.onceIn(25)) return random.pick(PROTOCOL_NAMES)
  if (random.onceIn(25)) return random.pick(['realm', 'Realm', 'REALM', 'real', 'realms'])
  return oddText(random)
}

/** Writes a name or a value as one of the programs that write forms would, or not at all. */
function written(random: SeededRandom, text: string): string {
  const isWellFormed = text !== HALF
  switch (isWellFormed ? random.below(20) : 19) {
    case 0:
      return encodeURIComponent(text).replaceAll('%20', '+')
    case 1:
      return encodeURIComponent(text).replace(/^o/, '%6f')
    case 2:
      return encodeURIComponent(text).toLowerCase()
    case 19:
      return text.replaceAll('#', '')
    default:
      return encodeURIComponent(text)
  }
}

function oddForm(random: SeededRandom): string {
  const pieces = random.list(4, () => {
    const name = written(random, oddName(random))
    return random.onceIn(6) ? name : `${name}=${written(random, oddText(random))}`
  })
  return pieces.join('&') + random.pick(['', '', '', '&', '&&', '='])
}

function oddUrl(random: SeededRandom): string {
  const origin = random.pick(random.onceIn(60) ? NO_ORIGINS : ORIGINS)
  const query = random.pick(['', '?', '??', `?${oddForm(random)}`, `?${oddForm(random)}`])
  return origin + random.pick(PATHS) + query + (random.onceIn(10) ? '#a?b=1' : '')
}

function oddHeaders(random: SeededRandom): Pairs {
  const headers: (readonly [string, string])[] = [['Accept', '*/*']]
  const type = random.pick([
    undefined,
    undefined,
    FORM,
    FORM,
    FORM,
    `${FORM}; charset=UTF-8`,
    FORM.toUpperCase(),
    'application/json',
    'multipart/form-data; boundary=a',
  ])
  if (type !== undefined) headers.push([random.pick(['Content-Type', 'content-type']), type])
  if (random.onceIn(40)) headers.push(['CONTENT-TYPE', 'text/plain'])
  if (random.onceIn(15)) headers.push(['Content-Encoding', random.pick(['gzip', 'identity'])])
  const authorizations = [
    'Basic YTpi',
    'Bearer x',
    'OAuth oauth_token="x"',
    'oauth',
    'OAuth realm="x"',
    'OAuthX a',
    '',
  ]
  if (random.onceIn(12)) headers.push(['authorization', random.pick(authorizations)])
  if (random.onceIn(80)) headers.push(['Authorization', random.pick(authorizations)])
  return headers
}

function oddBody(random: SeededRandom): string | Uint8Array | undefined {
  const text = oddForm(random)
  if (random.onceIn(60)) return Uint8Array.of(0x61, 0x3d, 0xe9)
  return random.pick([
    undefined,
    '',
    text,
    text,
    new TextEncoder().encode(text),
    '{"a":1}',
    new Uint8Array(),
  ])
}

function oddCredentials(random: SeededRandom): SigningCase['credentials'] {
  const key = random.onceIn(30) ? '' : oddText(random) || 'consumer'
  return {
    consumer: { key, secret: oddText(random), privateKey: KEYS.generated?.privateKey },
    token: random.pick([
      undefined,
      { key: 'token', secret: 'token secret' },
      { key: 'token', secret: oddText(random) },
      { key: oddText(random), secret: random.pick(['', 'token secret', oddText(random)]) },
    ]),
  }
}

function oddOptions(random: SeededRandom): SigningCase['options'] {
  return {
    signatureMethod: random.onceIn(200) ? 'HMAC-MD5' : methodFor(random, [...HMACS, 'PLAINTEXT']),
    transmission: random.pick(['header', 'body', 'query']),
    realm: random.onceIn(5) ? oddText(random) : undefined,
    nonce: random.onceIn(5) ? oddText(random) : undefined,
    timestampSeconds: random.pick(TIMES),
    callback: random.onceIn(8) ? oddText(random) : undefined,
    verifier: random.onceIn(8) ? oddText(random) : undefined,
    sendBodyHash: random.pick([undefined, false, random.onceIn(4)]),
    sendVersion: random.pick([undefined, true, false]),
    allowPlaintextInQuery: random.pick([undefined, false, true]),
    parameters: random.onceIn(3)
      ? random.list(3, () => {
          const name = oddName(random)
          const value = name === 'oauth_version' && random.onceIn(2) ? '1.0' : oddText(random)
          return [name, value] as const
        })
      : [],
  }
}
