import { formatAuthorizationHeader, formatForm, HMAC_SHA1, signRequest } from '@oauthplus/core'
import type {
  HeaderList,
  Credentials,
  SignedRequest,
  SignRequestOptions,
  UnsignedRequest,
} from '@oauthplus/core'

import type { SeededRandom } from './random.js'

/** The parts from which a class of requests is made. */
export interface Surroundings {
  readonly origin: string
  readonly credentials: Credentials & { readonly token: NonNullable<Credentials['token']> }
}

/** A request to send, header by header. */
export type RawRequest = Pick<SignedRequest, 'method' | 'url'> & {
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body?: string | Uint8Array | null | undefined
}

/** A class of malformed requests, with the response that each of them must get. */
export interface MalformedClass {
  readonly name: string
  readonly status: number
  /** The problem code; `undefined` if the response is a bare challenge. */
  readonly code: string | undefined
  make(random: SeededRandom, surroundings: Surroundings): Promise<RawRequest>
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
const PROTOTYPE_NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'prototype',
  '__defineGetter__',
  'isPrototypeOf',
  'then',
  'length',
]
const FORM = ['Content-Type', 'application/x-www-form-urlencoded'] as const
const BROKEN_ESCAPES = ['%', '%4', '%zz', '%G1', '%u2603', '% 41', '%-1']
const NOT_UTF8 = [
  '%E9',
  '%FF',
  '%C0%AF',
  '%ED%A0%80',
  '%F5%80%80%80',
  '%80',
  '%E2%28%A1',
  '%F0%9F%98',
]

const PROTOCOL_NAMES = [
  'oauth_consumer_key',
  'oauth_token',
  'oauth_signature_method',
  'oauth_signature',
  'oauth_timestamp',
  'oauth_nonce',
]

function plain(random: SeededRandom, { origin }: Surroundings): UnsignedRequest {
  return {
    method: random.pick(['GET', 'POST', 'PUT', 'DELETE']),
    url: `${origin}/echo?${random.text(LETTERS, 1, 8)}=${random.text(LETTERS, 0, 8)}`,
  }
}

function form(random: SeededRandom, { origin }: Surroundings): UnsignedRequest {
  return {
    method: random.pick(['POST', 'PUT', 'PATCH', 'DELETE']),
    url: `${origin}/echo`,
    headers: [FORM],
    body: `${random.text(LETTERS, 1, 8)}=${random.text(LETTERS, 0, 8)}`,
  }
}

/** Signs a request rightly, then lets the class spoil its protocol parameters. */
async function spoilt(
  request: UnsignedRequest,
  { credentials }: Surroundings,
  spoil: (parameters: [name: string, value: string][]) => readonly (readonly [string, string])[],
): Promise<RawRequest> {
  const signed = await signRequest(request, credentials)
  const headers = (request.headers ?? []) as HeaderList
  const parameters = spoil(signed.parameters.map(([name, value]) => [name, value]))
  return {
    ...signed,
    headers: [...headers, ['Authorization', formatAuthorizationHeader(parameters)]],
  }
}

function replaced(name: string, value: string) {
  return (parameters: [name: string, value: string][]): [string, string][] =>
    parameters.map((pair) => (pair[0] === name ? [name, value] : pair))
}

/** Signs rightly what carries the given options or credentials. */
function signedWith(
  random: SeededRandom,
  surroundings: Surroundings,
  changes: { readonly credentials?: Partial<Credentials>; readonly options?: SignRequestOptions },
): Promise<SignedRequest> {
  return signRequest(
    plain(random, surroundings),
    { ...surroundings.credentials, ...changes.credentials },
    changes.options,
  )
}

async function withHeader(
  random: SeededRandom,
  surroundings: Surroundings,
  value: string,
): Promise<RawRequest> {
  const { method, url } = plain(random, surroundings)
  return { method, url: url as string, headers: [['Authorization', value]] }
}

/** Every class, its status and its code written by hand from RFC 5849, Problem Reporting and the order of checks. */
export const MALFORMED_CLASSES: readonly MalformedClass[] = [
  {
    name: 'an Authorization header that is no list of pairs',
    status: 400,
    code: 'parameter_rejected',
    make: (random, surroundings) =>
      withHeader(
        random,
        surroundings,
        `OAuth ${random.text('abc_;:/?!@ ', 1, 40)}${random.pick(['x', '!', '"'])}`,
      ),
  },
  {
    name: 'an Authorization header whose quotes or commas are astray',
    status: 400,
    code: 'parameter_rejected',
    make: (random, surroundings) => {
      const [a, b] = [random.text(LETTERS, 1, 20), random.text(LETTERS, 0, 20)]
      const lists = [
        `oauth_token="${a}`,
        `oauth_token="${a}"${b}"`,
        `oauth_token="${a}" oauth_nonce="${b}"`,
        `oauth_token="${a}",,oauth_nonce`,
        `,oauth_token"${a}"`,
        `oauth_token="${a}",,"`,
        `oauth_token = ${a} "${a}"`,
        `="${a}"`,
        `oauth_token="${a}\\"`,
        `oauth_token="${a}";b="${b}"`,
        `oauth_token=${a} ${a}`,
        `oauth_token==${a}`,
        `"oauth_token"="${a}"`,
      ]
      return withHeader(random, surroundings, `OAuth ${random.pick(lists)}`)
    },
  },
  {
    name: 'a malformed escape in the header',
    status: 400,
    code: 'parameter_rejected',
    make: (random, surroundings) =>
      withHeader(
        random,
        surroundings,
        `OAuth ${random.pick(PROTOCOL_NAMES)}="${random.text(LETTERS, 0, 5)}${random.pick(BROKEN_ESCAPES)}"`,
      ),
  },
  {
    name: 'an escape in the header that is not UTF-8',
    status: 400,
    code: 'parameter_rejected',
    make: (random, surroundings) =>
      withHeader(
        random,
        surroundings,
        `OAuth ${random.pick(PROTOCOL_NAMES)}="${random.text(LETTERS, 0, 5)}${random.pick(NOT_UTF8)}"`,
      ),
  },
  {
    name: 'a malformed or foreign escape in the query',
    status: 400,
    code: 'parameter_rejected',
    make: async (random, surroundings) => {
      const signed = await signedWith(random, surroundings, {})
      const escape = random.pick([
        ...BROKEN_ESCAPES.filter((text) => !text.includes(' ')),
        ...NOT_UTF8,
      ])
      return { ...signed, url: `${signed.url}&${random.text(LETTERS, 0, 4)}=${escape}` }
    },
  },
  {
    name: 'a malformed or foreign escape in the form body',
    status: 400,
    code: 'parameter_rejected',
    make: async (random, surroundings) => {
      const signed = await signRequest(form(random, surroundings), surroundings.credentials)
      return { ...signed, body: `a=${random.pick([...BROKEN_ESCAPES, ...NOT_UTF8])}` }
    },
  },
  {
    name: 'a form body of octets that are not UTF-8',
    status: 400,
    code: 'parameter_rejected',
    make: async (random, surroundings) => {
      const signed = await signRequest(form(random, surroundings), surroundings.credentials)
      const octets = random.pick([[0xe9], [0xff, 0xfe], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0x80]])
      return { ...signed, body: Uint8Array.from([0x61, 0x3d, ...octets, 0x62]) }
    },
  },
  {
    name: 'a protocol parameter sent twice',
    status: 400,
    code: 'parameter_rejected',
    make: (random, surroundings) =>
      spoilt(plain(random, surroundings), surroundings, (parameters) => [
        ...parameters,
        [random.pick(PROTOCOL_NAMES), random.pick(['', 'x', parameters[0]?.[1] ?? ''])],
      ]),
  },
  {
    name: 'protocol parameters in two places',
    status: 400,
    code: 'parameter_rejected',
    make: async (random, surroundings) => {
      const extra = `${random.pick([...PROTOCOL_NAMES, 'oauth_verifier', 'oauth_anything'])}=${random.text(LETTERS, 0, 5)}`
      const signed = await signRequest(form(random, surroundings), surroundings.credentials)
      return random.below(2) === 0
        ? { ...signed, url: `${signed.url}?${extra}` }
        : { ...signed, body: `${String(signed.body)}&${extra}` }
    },
  },
  {
    name: 'two Authorization headers',
    status: 400,
    code: 'parameter_rejected',
    make: async (random, surroundings) => {
      const signed = await signedWith(random, surroundings, {})
      const second = random.pick(['Basic eDp5', 'Bearer abc', 'OAuth oauth_token="x"', ''])
      return { ...signed, headers: [...signed.headers, ['authorization', second]] }
    },
  },
  {
    name: 'a required parameter missing or empty',
    status: 400,
    code: 'parameter_absent',
    make: (random, surroundings) => {
      const name = random.pick(PROTOCOL_NAMES)
      return spoilt(plain(random, surroundings), surroundings, (parameters) =>
        random.below(2) === 0
          ? parameters.filter((pair) => pair[0] !== name)
          : replaced(name, '')(parameters),
      )
    },
  },
  {
    name: 'a version that is not 1.0',
    status: 400,
    code: 'version_rejected',
    make: (random, surroundings) =>
      spoilt(
        plain(random, surroundings),
        surroundings,
        replaced(
          'oauth_version',
          random.pick(['', '1', '1.0a', '2.0', '01.0', '1.00', ' 1.0', '1.0 ', ...PROTOTYPE_NAMES]),
        ),
      ),
  },
  {
    name: 'a timestamp of another type',
    status: 400,
    code: 'parameter_rejected',
    make: (random, surroundings) =>
      spoilt(
        plain(random, surroundings),
        surroundings,
        replaced(
          'oauth_timestamp',
          random.pick([
            '-1',
            '1e9',
            '0x6553f100',
            '1700000000.5',
            ' 1700000000',
            'NaN',
            'Infinity',
            'now',
            'null',
            '１７００００００００',
            '1,700,000,000',
            '[]',
            '99999999999999999999',
            ...PROTOTYPE_NAMES,
          ]),
        ),
      ),
  },
  {
    name: 'a timestamp outside the window',
    status: 400,
    code: 'timestamp_refused',
    make: (random, surroundings) => {
      const distance = 310 + random.below(10 ** 6)
      const now = Math.floor(Date.now() / 1000)
      return signedWith(random, surroundings, {
        options: {
          timestampSeconds: random.pick([now - distance, now + distance, 0, 999_999_999_999_999]),
        },
      })
    },
  },
  {
    name: 'a signature method that is not accepted',
    status: 400,
    code: 'signature_method_rejected',
    make: (random, surroundings) =>
      spoilt(
        plain(random, surroundings),
        surroundings,
        replaced(
          'oauth_signature_method',
          random.pick([
            'hmac-sha1',
            'HMAC-SHA1 ',
            'HMAC-MD5',
            'none',
            'PLAINTEXT',
            'plaintext',
            random.text(LETTERS, 1, 30),
            ...PROTOTYPE_NAMES,
          ]),
        ),
      ),
  },
  {
    name: 'a protocol parameter that is too long',
    status: 400,
    code: 'parameter_rejected',
    make: (random, surroundings) => {
      const name = random.pick([
        'oauth_consumer_key',
        'oauth_token',
        'oauth_nonce',
        'oauth_signature_method',
        'oauth_signature',
      ])
      const shortest = name === 'oauth_signature' ? 2084 : 256
      return spoilt(
        plain(random, surroundings),
        surroundings,
        replaced(name, random.text(LETTERS, shortest, shortest + 1000)),
      )
    },
  },
  {
    name: 'a NUL or another control character in a protocol parameter',
    status: 400,
    code: 'parameter_rejected',
    make: (random, surroundings) => {
      const control = random.pick(['\0', '\n', '\r\n', '\t', '\u007f', '\u001b'])
      const name = random.pick(PROTOCOL_NAMES)
      return spoilt(
        plain(random, surroundings),
        surroundings,
        replaced(name, `${random.text(LETTERS, 0, 5)}${control}${random.text(LETTERS, 0, 5)}`),
      )
    },
  },
  {
    name: 'a Consumer key that is unknown',
    status: 401,
    code: 'signature_invalid',
    make: (random, surroundings) =>
      signedWith(random, surroundings, {
        credentials: {
          consumer: {
            key: random.pick([
              ...PROTOTYPE_NAMES,
              random.text(`${LETTERS}☃'"\\;-`, 1, 100),
              `${surroundings.credentials.consumer.key} `,
              surroundings.credentials.consumer.key.toUpperCase(),
            ]),
            secret: random.text(LETTERS, 0, 20),
          },
        },
      }),
  },
  {
    name: 'a token that is unknown',
    status: 401,
    code: 'signature_invalid',
    make: (random, surroundings) =>
      signedWith(random, surroundings, {
        credentials: {
          token: {
            key: random.pick([
              ...PROTOTYPE_NAMES,
              random.text(`${LETTERS}☃'"\\;-`, 1, 100),
              surroundings.credentials.token.key.slice(1),
            ]),
            secret: random.pick(['', surroundings.credentials.token.secret]),
          },
        },
      }),
  },
  {
    name: 'a signature that is none',
    status: 401,
    code: 'signature_invalid',
    make: (random, surroundings) =>
      spoilt(
        plain(random, surroundings),
        surroundings,
        replaced(
          'oauth_signature',
          random.pick([
            ...PROTOTYPE_NAMES,
            random.text(`${LETTERS}+/=☃`, 1, 2000),
            '=',
            'AAAA',
            '&',
            'null',
          ]),
        ),
      ),
  },
  {
    name: 'parameters added under way, with names that objects stumble over',
    status: 401,
    code: 'signature_invalid',
    make: async (random, surroundings) => {
      const added = formatForm([
        [random.pick([...PROTOTYPE_NAMES, 'realm', '', '\0', '☃']), random.text(LETTERS, 0, 5)],
      ])
      if (random.below(2) === 0) {
        const signed = await signedWith(random, surroundings, {})
        return { ...signed, url: `${signed.url}&${added}` }
      }
      const signed = await signRequest(form(random, surroundings), surroundings.credentials)
      return { ...signed, body: `${String(signed.body)}&${added}` }
    },
  },
  {
    name: 'more parameters than anyone needs',
    status: 400,
    code: 'parameter_rejected',
    make: async (random, surroundings) => {
      const signed = await signRequest(form(random, surroundings), surroundings.credentials)
      const piece = random.pick(['&', 'a&', '&=', '__proto__=1&', 'a[]=1&'])
      return { ...signed, body: piece.repeat(1001 + random.below(200)) }
    },
  },
  {
    name: 'a form that is too long',
    status: 413,
    code: 'parameter_rejected',
    make: async (random, surroundings) => {
      const signed = await signRequest(form(random, surroundings), surroundings.credentials)
      return { ...signed, body: `a=${'b'.repeat(surroundingsLimit + random.below(1000))}` }
    },
  },
  {
    name: 'a body hash that is not that of the body',
    status: 401,
    code: 'signature_invalid',
    make: async (random, { origin, credentials }) => {
      const signed = await signRequest(
        {
          method: 'POST',
          url: `${origin}/echo`,
          headers: [['Content-Type', 'application/json']],
          body: `{"a":${random.below(1000)}}`,
        },
        credentials,
        { sendBodyHash: true },
      )
      return { ...signed, body: random.pick(['', '{}', `${String(signed.body)} `, '\0']) }
    },
  },
  {
    name: 'a body hash beside a form',
    status: 400,
    code: 'parameter_rejected',
    make: (random, surroundings) =>
      signRequest(form(random, surroundings), surroundings.credentials, {
        // Signs any hash, as signRequest refuses to.
        signatureMethod: { ...HMAC_SHA1, bodyHash: undefined },
        parameters: [
          [
            'oauth_body_hash',
            random.pick(['2jmj7l5rSw0yVb/vlWAYkK/YBwk=', '', random.text(LETTERS, 1, 40)]),
          ],
        ],
      }),
  },
  {
    name: 'two media types, or a form under a content-coding',
    status: 400,
    code: 'parameter_rejected',
    make: async (random, surroundings) => {
      const signed = await signRequest(form(random, surroundings), surroundings.credentials)
      const header = random.pick([
        ['Content-Type', 'text/plain'],
        ['content-type', 'application/x-www-form-urlencoded'],
        ['Content-Encoding', 'gzip'],
        ['Content-Encoding', 'deflate, gzip'],
      ] as const)
      return { ...signed, headers: [...signed.headers, header] }
    },
  },
  {
    name: 'credentials of another scheme, or none',
    status: 401,
    code: undefined,
    make: (random, surroundings) =>
      withHeader(
        random,
        surroundings,
        random.pick([
          'Basic eDp5',
          'Bearer abc',
          'Digest a="b"',
          'OAuth2 a="b"',
          'x',
          '"',
          random.text(LETTERS, 1, 20),
        ]),
      ),
  },
]

/** The longest form that the application under test reads, in bytes. */
export const surroundingsLimit = 16_384
