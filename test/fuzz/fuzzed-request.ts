import { signRequest } from '@oauthplus/core'
import type { Credentials, SignRequestOptions } from '@oauthplus/core'

import type { SeededRandom } from '../malformed/random.js'
import { ID_HEADER, PUBLIC_ORIGIN } from './fuzzed-site.js'

/** A request on its way to the wire. */
export interface FuzzedRequest {
  readonly id: string
  method: string
  target: string
  readonly headers: [name: string, value: string][]
  body: Buffer
  /** How the body is delimited: by Content-Length, by chunks, or as `headers` say. */
  framing: 'length' | 'chunked' | 'as headers say'
  /** The changes to the request after it was signed; empty for a request as signed. */
  readonly mutations: string[]
  /** Whether the client closes the connection before the request is complete. */
  isAborted: boolean
  /** How often the same bytes are sent at once. */
  copies: 1 | 2
}

const FORM = 'application/x-www-form-urlencoded'
const PLAIN = 'abcdefghijklmnopqrstuvwxyz0123456789'
const AWKWARD = `${PLAIN}ABC-._~!*'();:@&=+$,/?#[]% "<>\\^\`{|}é☃\0\t\r\n`
const PATHS = [
  '/echo',
  '/parsed',
  '/echo/',
  '/echo/a%2Fb',
  '/echo//double',
  '/echo/;p=1',
  "/echo/it's(*)",
  '/parsed/%7Euser',
  '/echo/%E2%98%83',
  '/echo/a/../b',
  '/ECHO',
  '/echo/%00',
  '/echo/.',
]
// prettier-ignore
const CONTENT_TYPES = [
  FORM, `${FORM}; charset=UTF-8`, `${FORM};charset=utf-16`, `${FORM}, text/plain`,
  `text/plain, ${FORM}`, FORM.toUpperCase(), `${FORM} `, `${FORM}\t; a=b`, `${FORM};`,
  'multipart/form-data', 'multipart/form-data; boundary=x', '', 'text/plain', '*/*', 'form',
  `text/plain; x=${FORM}`, `${FORM}x`, `x${FORM}`, 'application/json', 'application/x-www-form',
  'application/*', 'application/vnd.api+json', `"${FORM}"`, `${FORM}/x`, `${FORM}\u00a0`,
]
const EXTRA_HEADERS: readonly (readonly [string, string])[] = [
  ['Origin', 'https://evil.example'],
  ['Access-Control-Request-Method', 'GET'],
  ['X-HTTP-Method-Override', 'DELETE'],
  ['Content-Encoding', 'gzip'],
  ['Content-Encoding', 'identity'],
  ['Content-Encoding', 'deflate, identity'],
  ['Expect', '100-continue'],
  ['X-Forwarded-Proto', 'https'],
  ['X-Forwarded-Host', 'evil.example'],
  ['X-Forwarded-Prefix', '/evil'],
  ['X-Original-URL', '/admin'],
  ['Forwarded', 'for=1.2.3.4;host=evil.example;proto=https'],
  ['Upgrade', 'h2c'],
  ['Authorization', 'Basic eDp5'],
  ['Authorization', 'OAuth oauth_token="x"'],
  ['Authorization', ''],
  ['X-Oauth1-Authorization', 'OAuth oauth_token="x"'],
  ['Content-Length', '0'],
  ['Content-Length', '5'],
  ['Content-Length', '+5'],
  ['Transfer-Encoding', 'chunked'],
  ['Transfer-Encoding', 'gzip, chunked'],
  ['Transfer-Encoding', 'identity'],
  ['Trailer', 'Content-Type'],
  ['Host', 'evil.example'],
  ['Range', 'bytes=0-1'],
  ['If-None-Match', '*'],
  ['__proto__', 'x'],
  ['constructor', 'x'],
  ['Cookie', 'a=b'],
]

/** Makes a request that is signed correctly, and then changes it in most cases. */
export async function makeRequest(
  random: SeededRandom,
  credentials: Credentials,
  id: string,
): Promise<FuzzedRequest> {
  const request = await makeSignedRequest(random, credentials, id)
  const count = random.pick([0, 0, 1, 1, 1, 2, 3])
  for (let index = 0; index < count; index += 1) {
    const [name, mutate] = random.pick(MUTATIONS)
    request.mutations.push(name)
    mutate(request, random)
  }
  return request
}

async function makeSignedRequest(
  random: SeededRandom,
  credentials: Credentials,
  id: string,
): Promise<FuzzedRequest> {
  const method = random.pick(['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'])
  const query = random.below(2) === 0 ? '' : `?${makeForm(random)}`
  const path = random.pick(PATHS)
  const { contentType, body, bodyHash } = makeBody(random, method)
  const isForm = contentType === FORM
  const options: SignRequestOptions = {
    transmission: random.pick(isForm ? ['header', 'query', 'body'] : ['header', 'header', 'query']),
    sendBodyHash: bodyHash,
    realm: random.pick([undefined, undefined, 'photos', 'a "quoted" realm']),
  }
  const signed = await signRequest(
    {
      method,
      url: `${PUBLIC_ORIGIN}${path}${query}`,
      headers: contentType === undefined ? [] : [['Content-Type', contentType]],
      body,
    },
    credentials,
    options,
  )
  return {
    id,
    method,
    target: signed.url.slice(PUBLIC_ORIGIN.length),
    headers: [...signed.headers, [ID_HEADER, id]],
    body: Buffer.from(signed.body ?? ''),
    framing: random.pick(['length', 'length', 'chunked']),
    mutations: [],
    isAborted: false,
    copies: 1,
  }
}

function makeBody(
  random: SeededRandom,
  method: string,
): { readonly contentType: string | undefined; readonly body: string; readonly bodyHash: boolean } {
  if (method === 'GET' || method === 'HEAD') {
    return { contentType: undefined, body: '', bodyHash: random.below(3) === 0 }
  }
  const json = JSON.stringify({ a: random.text(AWKWARD, 0, 20), amount: random.below(1000) })
  const multipart = `--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n${random.text(PLAIN, 0, 20)}\r\n--x--\r\n`
  return random.pick([
    { contentType: FORM, body: makeForm(random), bodyHash: false },
    { contentType: FORM, body: makeForm(random), bodyHash: false },
    { contentType: FORM, body: '', bodyHash: false },
    { contentType: 'application/json', body: json, bodyHash: false },
    { contentType: 'application/json', body: json, bodyHash: true },
    { contentType: 'multipart/form-data; boundary=x', body: multipart, bodyHash: true },
    { contentType: 'text/plain', body: 'x'.repeat(random.below(100_000)), bodyHash: true },
    { contentType: undefined, body: '', bodyHash: false },
  ])
}

function makeForm(random: SeededRandom): string {
  const pairs = Array.from({ length: random.below(5) }, () => {
    const name = random.pick(['a', 'b', 'amount', 'a[b]', '__proto__', random.text(PLAIN, 1, 5)])
    const value = encodeURIComponent(random.text(AWKWARD, 0, 8))
    return random.pick([`${name}=${value}`, `${name}=${value.replaceAll('%20', '+')}`, name])
  })
  return pairs.join('&')
}

type Mutation = readonly [
  name: string,
  mutate: (request: FuzzedRequest, random: SeededRandom) => void,
]

const MUTATIONS: readonly Mutation[] = [
  [
    'a parameter added to the query',
    (request, random) => {
      const separator = request.target.includes('?') ? '&' : '?'
      request.target += `${random.pick([separator, '#&', '#', ';', '%26', separator])}admin=1`
    },
  ],
  [
    'characters added to the target',
    (request, random) => {
      request.target = inserted(request.target, random, random.text(AWKWARD, 1, 2))
    },
  ],
  [
    'another form of the target',
    (request, random) => {
      const form = random.pick(['http://evil.example', 'http://127.0.0.1:8080', '//evil.example'])
      request.target = random.pick([`${form}${request.target}`, '*', `/${request.target}`, ''])
    },
  ],
  [
    'another method',
    (request, random) => {
      request.method = random.pick([
        'GET',
        'POST',
        'DELETE',
        'get',
        'HEAD',
        'OPTIONS',
        'PURGE',
        'TRACE',
      ])
    },
  ],
  [
    'a header added',
    (request, random) => {
      const [name, value] = random.pick(EXTRA_HEADERS)
      request.headers.splice(random.below(request.headers.length + 1), 0, [name, value])
    },
  ],
  [
    'a CORS preflight',
    (request, random) => {
      request.method = 'OPTIONS'
      request.headers.push(['Origin', 'https://evil.example'])
      request.headers.push(['Access-Control-Request-Method', 'POST'])
      if (random.below(2) === 0) removeHeader(request, 'authorization')
    },
  ],
  [
    'a header removed',
    (request, random) => {
      removeHeader(request, random.pick(['authorization', 'content-type']))
    },
  ],
  [
    'a header repeated',
    (request, random) => {
      const [name, value] = random.pick(request.headers)
      if (name !== ID_HEADER) request.headers.push([name, random.pick([value, '', `${value},x`])])
    },
  ],
  [
    'characters added to a header',
    (request, random) => {
      const header = random.pick(request.headers)
      const added = random.pick([',', ', ,', ' ', '\t', '"', '\\', '=', ';', '\u00e9', '%00', 'a'])
      if (header[0] !== ID_HEADER) header[1] = inserted(header[1], random, added)
    },
  ],
  [
    'another Content-Type',
    (request, random) => {
      removeHeader(request, 'content-type')
      request.headers.push(['Content-Type', random.pick(CONTENT_TYPES)])
    },
  ],
  [
    'a form where nothing was',
    (request, random) => {
      removeHeader(request, 'content-type')
      request.headers.push(['Content-Type', random.pick([FORM, ...CONTENT_TYPES])])
      request.body = Buffer.from('amount=1000000')
    },
  ],
  [
    'a parameter added to the body',
    (request, random) => {
      const added = random.pick(['&admin=1', 'admin=1', '&', '&oauth_token=x', '&a=%', '{"a":1}'])
      request.body = Buffer.concat([request.body, Buffer.from(added)])
    },
  ],
  [
    'a byte of the body changed',
    (request, random) => {
      if (request.body.length === 0) return
      request.body = Buffer.from(request.body)
      request.body[random.below(request.body.length)] = random.below(256)
    },
  ],
  [
    'a body cut off',
    (request, random) => {
      request.body = request.body.subarray(0, random.below(request.body.length + 1))
    },
  ],
  [
    'another framing',
    (request, random) => {
      request.framing = random.pick(['length', 'chunked', 'as headers say'])
    },
  ],
  [
    'the parameters of the header in the query, too',
    (request) => {
      const separator = request.target.includes('?') ? '&' : '?'
      request.target += `${separator}oauth_token=x`
    },
  ],
  [
    'a connection closed early',
    (request) => {
      request.isAborted = true
    },
  ],
  [
    'the same request twice',
    (request) => {
      request.copies = 2
    },
  ],
]

function inserted(text: string, random: SeededRandom, added: string): string {
  const position = random.below(text.length + 1)
  return text.slice(0, position) + added + text.slice(position)
}

function removeHeader(request: FuzzedRequest, lowerCaseName: string): void {
  const kept = request.headers.filter(([name]) => name.toLowerCase() !== lowerCaseName)
  request.headers.splice(0, request.headers.length, ...kept)
}
