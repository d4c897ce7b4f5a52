import type { SignRequestOptions } from '@oauthplus/core'

import { BODY_LIMIT_BYTES } from './host-provider.js'
import type { Framing, Header, Pace, View } from './host.js'

/** A request that is signed, what of it is sent, and what must come back. */
export interface Exchange {
  readonly method?: string
  readonly path: string
  readonly headers?: readonly Header[]
  readonly body?: string | Uint8Array
  readonly options?: SignRequestOptions
  readonly sent?: {
    readonly target?: string
    readonly body?: string
    readonly headers?: readonly Header[]
    /** Headers to send before those that were signed. */
    readonly headersBefore?: readonly Header[]
    readonly framing?: Framing
    readonly pace?: Pace
  }
  readonly status: number | readonly number[]
  readonly view?: Partial<View>
}

/** The columns of the table. */
export const GROUPS = [
  'flow',
  'prefix',
  'path',
  'query',
  'form',
  'JSON',
  'multipart',
  'parsers',
  'slow, aborted',
  'headers',
] as const

/** A case: exchanges that must all end as described. */
export interface HostCase {
  readonly group: (typeof GROUPS)[number]
  readonly title: string
  readonly exchanges: readonly Exchange[] | 'the whole flow'
  /** Whether the case needs a connection. */
  readonly needsConnection?: true
  /** Whether the case needs a header that is sent twice. */
  readonly repeatsHeader?: true
  /** The view of a handler if the host hides added parts from OAuth and the application alike. */
  readonly hiddenView?: Partial<View>
}

const FORM: Header = ['Content-Type', 'application/x-www-form-urlencoded']
const JSON_TYPE: Header = ['Content-Type', 'application/json']
const MULTIPART: Header = ['Content-Type', 'multipart/form-data; boundary=x']
const BYTES: Header = ['Content-Type', 'application/octet-stream']
const MULTIPART_BODY = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n'
const ECHO = '/v1/echo'
const PARSED = '/v1/parsed'
const HASHED = { sendBodyHash: true } as const
const KEPT: Header = ['X-Read', 'kept']
const LOST: Header = ['X-Read', 'lost']
const CHUNKED = { framing: 'chunked' } as const

const form = {
  method: 'POST',
  path: ECHO,
  headers: [FORM],
  body: 'b=1&a=+&b=%2B&%E2%98%83=',
} as const
const formView = {
  form: [
    ['b', '1'],
    ['a', ' '],
    ['b', '+'],
    ['☃', ''],
  ],
  body: btoa(form.body),
} as const
const json = { method: 'POST', path: ECHO, headers: [JSON_TYPE], body: '{"a": [1]}' } as const
const hashed = { ...json, options: HASHED } as const
const multipart = {
  method: 'POST',
  path: ECHO,
  headers: [MULTIPART],
  body: MULTIPART_BODY,
} as const
const everyByte = Uint8Array.from({ length: 256 }, (_none, index) => index)

const PATHS = [
  '/a%2Fb',
  '//double',
  '/',
  '/%7Euser/%E2%98%83',
  "/it's(*)!",
  '/a;b=c,d',
  '/a%25b',
  '/a%3Fb%23c',
  '/a+b%2Bc',
  '/%61%5Cb',
] as const

const QUERIES: readonly (readonly [title: string, query: string, pairs: View['query']])[] = [
  [
    'encoded',
    '?snow=%E2%98%83&a=b%2Fc%26d%3De',
    [
      ['snow', '☃'],
      ['a', 'b/c&d=e'],
    ],
  ],
  [
    'duplicate',
    '?a=2&a=1&a=2',
    [
      ['a', '2'],
      ['a', '1'],
      ['a', '2'],
    ],
  ],
  [
    'mixed',
    '?a=2&b=0&a=1',
    [
      ['a', '2'],
      ['b', '0'],
      ['a', '1'],
    ],
  ],
  [
    'empty',
    '?a=&b=&c=1',
    [
      ['a', ''],
      ['b', ''],
      ['c', '1'],
    ],
  ],
  [
    'a name without "="',
    '?a&b=1',
    [
      ['a', ''],
      ['b', '1'],
    ],
  ],
  ['+ and %20', '?a=b+c%20d', [['a', 'b c d']]],
  ['%2B', '?a=1%2B1', [['a', '1+1']]],
  ['"?" at the end', '?', []],
  ['"?" in the query', '??a=b?c', [['?a', 'b?c']]],
  [
    'out of order',
    '?z=1&Z=2&a=3',
    [
      ['z', '1'],
      ['Z', '2'],
      ['a', '3'],
    ],
  ],
  [
    'brackets',
    '?a[]=1&a%5B%5D=2&b[c]=3',
    [
      ['a[]', '1'],
      ['a[]', '2'],
      ['b[c]', '3'],
    ],
  ],
  [
    'names of properties',
    '?__proto__=1&constructor=2',
    [
      ['__proto__', '1'],
      ['constructor', '2'],
    ],
  ],
  [
    '"%" encoded',
    '?a=100%25&b=%2541',
    [
      ['a', '100%'],
      ['b', '%41'],
    ],
  ],
]

/** Every case. */
export const HOST_CASES: readonly HostCase[] = [
  { group: 'flow', title: 'three-legged OAuth', exchanges: 'the whole flow' },
  one('prefix', 'is part of the signature', {
    path: '/echo/x',
    sent: { target: `${ECHO}/x` },
    status: 401,
  }),
  one('prefix', 'leads to the endpoints', {
    method: 'GET',
    path: '/v1/oauth/access_token',
    status: 400,
  }),
  one('prefix', 'leads to the resources', { path: ECHO, status: 200, view: { query: [] } }),
  ...PATHS.map((path) => one('path', path, { path: `${ECHO}${path}`, status: 200 })),
  one('path', 'decoded on the way', {
    path: `${ECHO}/a%2Fb`,
    sent: { target: `${ECHO}/a/b` },
    status: 401,
  }),
  one('path', 'changed', { path: `${ECHO}/a`, sent: { target: `${ECHO}/b` }, status: 401 }),
  ...QUERIES.map(([title, query, pairs]) =>
    one('query', title, { path: `${ECHO}${query}`, status: 200, view: { query: pairs } }),
  ),
  one('query', 'credentials in it', {
    path: `${ECHO}?b=%2B&a=+`,
    options: { transmission: 'query' },
    status: 200,
    view: {
      query: [
        ['b', '+'],
        ['a', ' '],
      ],
    },
  }),
  ...['?a=2', '?a=1&b=2', '?a=1&a=1', '', '?a=%31%00', '?A=1'].map((query) =>
    one('query', `?a=1 changed to "${query}"`, {
      path: `${ECHO}?a=1`,
      sent: { target: `${ECHO}${query}` },
      status: 401,
    }),
  ),
  ...framed('form', 'as it was signed', { ...form, status: 200, view: formView }),
  ...framed('form', 'changed', { ...form, sent: { body: 'b=2' }, status: 401 }),
  ...framed('form', 'taken away', { ...form, sent: { body: '' }, status: 401 }),
  ...framed('form', 'empty', { ...form, body: '', status: 200, view: { form: [], body: '' } }),
  ...framed('form', 'put in place of nothing', {
    ...form,
    headers: [],
    body: '',
    sent: { headers: [FORM], body: 'b=2' },
    status: 401,
  }).map((testCase) => ({ ...testCase, hiddenView: { form: [], body: '' } })),
  ...framed('form', 'with credentials in it', {
    ...form,
    options: { transmission: 'body' },
    status: 200,
    view: { form: formView.form },
  }),
  ...framed('form', 'beyond the limit', {
    ...form,
    sent: { body: `b=${'x'.repeat(BODY_LIMIT_BYTES)}` },
    status: 413,
  }),
  ...framed('JSON', 'without a hash', {
    ...json,
    status: 200,
    view: { form: [], body: btoa(json.body) },
  }),
  ...framed('JSON', 'with a hash', { ...hashed, status: 200, view: { body: btoa(json.body) } }),
  ...framed('JSON', 'changed', { ...hashed, sent: { body: '{"a": [2]}' }, status: 401 }),
  ...framed('JSON', 'taken away', { ...hashed, sent: { body: '' }, status: 401 }),
  ...framed('JSON', 'empty, with a hash', { ...hashed, body: '', status: 200, view: { body: '' } }),
  ...framed('multipart', 'without a hash', {
    ...multipart,
    status: 200,
    view: { form: [], body: btoa(MULTIPART_BODY) },
  }),
  ...framed('multipart', 'with a hash', {
    ...multipart,
    options: HASHED,
    status: 200,
    view: { body: btoa(MULTIPART_BODY) },
  }),
  ...framed('multipart', 'changed', {
    ...multipart,
    options: HASHED,
    sent: { body: MULTIPART_BODY.replace('1', '2') },
    status: 401,
  }),
  ...framed('multipart', 'every byte, with a hash', {
    ...multipart,
    headers: [BYTES],
    body: everyByte,
    options: HASHED,
    status: 200,
    view: { body: btoa(String.fromCharCode(...everyByte)) },
  }),
  ...parserCases(),
  one(
    'slow, aborted',
    'a slow form',
    { ...form, sent: { pace: 'slow' }, status: 200, view: formView },
    'connection',
  ),
  one(
    'slow, aborted',
    'slow chunks with a hash',
    {
      ...hashed,
      sent: { ...CHUNKED, pace: 'slow' },
      status: 200,
      view: { body: btoa(json.body) },
    },
    'connection',
  ),
  ...(['length', 'chunked'] as const).map((framing): HostCase => ({
    group: 'slow, aborted',
    title: `an aborted form does no harm to the next (${framing})`,
    needsConnection: true,
    exchanges: [
      { ...form, sent: { framing, pace: 'broken' }, status: 0 },
      { ...form, status: 200, view: formView },
    ],
  })),
  ...headerCases(),
]

function parserCases(): readonly HostCase[] {
  return [
    one('parsers', 'before, keeping a form', {
      ...form,
      sent: { headers: [KEPT] },
      status: 200,
      view: { form: formView.form },
    }),
    one('parsers', 'before, keeping JSON with a hash', {
      ...hashed,
      sent: { headers: [KEPT] },
      status: 200,
      view: { body: btoa(json.body) },
    }),
    one('parsers', 'before, keeping a changed form', {
      ...form,
      sent: { headers: [KEPT], body: 'b=2' },
      status: 401,
    }),
    one('parsers', 'before, losing a form', { ...form, sent: { headers: [LOST] }, status: 500 }),
    one('parsers', 'before, losing JSON with a hash', {
      ...hashed,
      sent: { headers: [LOST], ...CHUNKED },
      status: 500,
    }),
    one('parsers', 'after: a form', {
      ...form,
      path: PARSED,
      status: 200,
      view: { form: formView.form, body: { b: ['1', '+'], a: ' ', '☃': '' } },
    }),
    ...framed('parsers', 'after: JSON', {
      ...json,
      path: PARSED,
      status: 200,
      view: { body: { a: [1] } },
    }),
    one('parsers', 'after: JSON with a hash', {
      ...hashed,
      path: PARSED,
      status: 200,
      view: { body: { a: [1] } },
    }),
  ]
}

function headerCases(): readonly HostCase[] {
  const others: readonly Header[] = [
    ['Authorization', 'Basic eDp5'],
    ['Authorization', 'OAuth oauth_token="x"'],
  ]
  return [
    ...others.flatMap((other) => [
      repeated(`a second ${other.join(': ')}`, { path: ECHO, sent: { headers: [other] } }),
      repeated(`a second ${other.join(': ')}, first`, {
        path: ECHO,
        sent: { headersBefore: [other] },
      }),
    ]),
    repeated('a second Content-Type, of a form', {
      ...json,
      body: 'a=1',
      sent: { headers: [FORM] },
    }),
    ...['GET', 'POST', 'HEAD', 'OPTIONS'].map((method) =>
      one('headers', `${method} without credentials`, {
        method,
        path: ECHO,
        sent: { headersBefore: [['X-Unsigned', '1']] },
        status: 401,
      }),
    ),
    ...['HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE'].map((method) =>
      one('headers', `a signed ${method}`, { method, path: ECHO, status: 200 }),
    ),
    one('headers', 'another method', {
      method: 'PUT',
      path: ECHO,
      sent: { headers: [['X-HTTP-Method-Override', 'DELETE']] },
      status: 200,
    }),
  ]
}

/** Makes a case of a header that is sent twice: refused, or hidden together with what it would do. */
function repeated(title: string, exchange: Omit<Exchange, 'status'>): HostCase {
  return {
    ...one('headers', title, { ...exchange, status: [400, 401] }),
    repeatsHeader: true,
    hiddenView: {},
  }
}

/** Makes a case of one exchange. */
function one(
  group: HostCase['group'],
  title: string,
  exchange: Exchange,
  needs?: 'connection',
): HostCase {
  const one = { group, title, exchanges: [exchange] }
  return needs === undefined ? one : { ...one, needsConnection: true }
}

/** Makes a case of a body with its length, and one in chunks. */
function framed(group: HostCase['group'], title: string, exchange: Exchange): readonly HostCase[] {
  return [
    one(group, title, exchange),
    one(group, `${title}, in chunks`, { ...exchange, sent: { ...exchange.sent, ...CHUNKED } }),
  ]
}
