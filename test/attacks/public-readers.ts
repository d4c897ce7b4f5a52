import { createClient, readProblem } from '@oauthplus/client'
import {
  baseStringUri,
  collectRequest,
  formatAuthorizationHeader,
  formatForm,
  HMAC_SHA1,
  normalizeParameters,
  parseAuthorizationHeader,
  parseForm,
  percentDecode,
  percentEncode,
  RSA_SHA1,
  signatureBaseString,
  signRequest,
  verifySignature,
} from '@oauthplus/core'
import type { HeaderList } from '@oauthplus/core'
import {
  hasFormContentType,
  parseProblem,
  readRsaPublicKey,
  isSignatureValid,
  toWireUrl,
} from '@oauthplus/core/internal'
import { diagnose, explainSteps, readRequests } from '@oauthplus/doctor'
import { createProvider, memoryStore } from '@oauthplus/server'
import type { ProviderRequest } from '@oauthplus/server'
import { getParsedBody } from '@oauthplus/server/adapter'

/** A public function that reads a string from outside. */
export interface PublicReader {
  readonly name: string
  /** Beginnings that lead the function to its inner loops. */
  readonly beginnings?: readonly string[]
  readonly read: (text: string) => unknown
}

const FORM_TYPE = ['Content-Type', 'application/x-www-form-urlencoded'] as const
const PHOTOS = 'https://photos.example/photos'
const CONSUMER = { key: 'k', secret: 's' }
const PROTOCOL =
  'oauth_consumer_key="k", oauth_token="t", oauth_signature_method="HMAC-SHA1", oauth_signature="s", oauth_timestamp="1", oauth_nonce="n"'
const KEYS = { secrets: ['a'], tokenSecrets: ['b'] }

/** Node 20 encodes no half of a surrogate pair. */
function encoded(text: string): string {
  return encodeURIComponent(text.replaceAll('\ud800', '?'))
}

const provider = createProvider({
  publicUrl: 'https://photos.example',
  store: memoryStore(),
  findUser: () => ({}),
  trustedProxies: ['127.0.0.1', '10.0.0.0/8'],
  scopes: { photos: { description: 'See your photos' } },
})

function requestOf(given: Partial<ProviderRequest> & { readonly body?: string }): ProviderRequest {
  return {
    method: 'POST',
    url: '/photos',
    headers: [],
    peer: { address: '127.0.0.1', secure: true },
    readBody: async () => Buffer.from(given.body ?? ''),
    ...given,
  }
}

const ask = (given: Parameters<typeof requestOf>[0]): Promise<unknown> =>
  provider.authenticate(requestOf(given))

const askForToken = (given: Parameters<typeof requestOf>[0]): Promise<unknown> =>
  provider.requestToken(requestOf({ url: '/oauth/request_token', ...given }))

const signed = (text: string, place: 'query' | 'form' | 'header'): Promise<unknown> =>
  verifySignature(
    {
      method: 'POST',
      url: place === 'query' ? `${PHOTOS}?${text}` : PHOTOS,
      headers: [
        ['Authorization', `OAuth ${place === 'header' ? text : PROTOCOL}`],
        ...(place === 'form' ? [FORM_TYPE] : []),
      ],
      body: place === 'form' ? text : '',
    },
    KEYS,
    { signatureMethods: ['HMAC-SHA1'] },
  )

function answered(status: number, headers: HeaderList, body: string): () => Promise<Response> {
  return async () => new Response(body, { status, headers: headers.map(([...pair]) => pair) })
}

function clientOf(fetch: () => Promise<Response>): ReturnType<typeof createClient> {
  const url = 'https://photos.example/oauth/'
  return createClient({
    provider: {
      requestTokenUrl: `${url}request_token`,
      authorizeUrl: `${url}authorize`,
      accessTokenUrl: `${url}access_token`,
    },
    consumer: CONSUMER,
    callbackUrl: 'https://printer.example/cb',
    fetch,
  })
}

const CORE: readonly PublicReader[] = [
  { name: 'percentDecode', read: percentDecode },
  { name: 'percentEncode', read: percentEncode },
  { name: 'parseForm', read: parseForm },
  { name: 'formatForm', read: (text) => formatForm([[text, text]]) },
  { name: 'normalizeParameters', read: (text) => normalizeParameters(parseForm(text)) },
  {
    name: 'parseAuthorizationHeader',
    beginnings: ['', 'OAuth ', 'OAuth a="', 'OAuth realm="', 'OAuth a='],
    read: parseAuthorizationHeader,
  },
  {
    name: 'the realm of formatAuthorizationHeader',
    read: (text) => formatAuthorizationHeader([['a', 'b']], { realm: text }),
  },
  { name: 'baseStringUri', beginnings: ['', 'https://', `${PHOTOS}/`], read: baseStringUri },
  { name: 'toWireUrl', beginnings: ['', 'https://', `${PHOTOS}/`, `${PHOTOS}?`], read: toWireUrl },
  {
    name: 'the URL of signatureBaseString',
    beginnings: [`${PHOTOS}/`, `${PHOTOS}?`],
    read: (text) => signatureBaseString({ method: 'GET', url: text, parameters: [] }),
  },
  {
    name: 'hasFormContentType',
    beginnings: ['', 'application/x-www-form-urlencoded;'],
    read: (text) => hasFormContentType([['Content-Type', text]]),
  },
  {
    name: 'collectRequest',
    beginnings: ['OAuth '],
    read: (text) =>
      collectRequest({ method: text, url: PHOTOS, headers: [['Authorization', text]] }),
  },
  { name: 'the query of verifySignature', read: (text) => signed(text, 'query') },
  { name: 'the form of verifySignature', read: (text) => signed(text, 'form') },
  {
    name: 'the header of verifySignature',
    beginnings: ['', `${PROTOCOL}, `, `${PROTOCOL}, a="`],
    read: (text) => signed(text, 'header'),
  },
  {
    name: 'the signature of isSignatureValid',
    read: (text) =>
      isSignatureValid(
        collectRequest({
          method: 'GET',
          url: PHOTOS,
          headers: [['Authorization', `OAuth oauth_signature="${encoded(text)}"`]],
        }),
        { ...KEYS, method: HMAC_SHA1 },
      ),
  },
  {
    name: 'an RSA signature',
    read: (text) =>
      RSA_SHA1.verify(
        { baseString: 'a', signature: text },
        { publicKey: text, signingKey: '', consumerSecret: '', tokenSecret: '' },
      ),
  },
  {
    name: 'readRsaPublicKey',
    beginnings: ['', '-----BEGIN PUBLIC KEY-----\n', '-----BEGIN '],
    read: (text) => readRsaPublicKey(text, 'publicKey'),
  },
  {
    name: 'parseProblem',
    read: (text) =>
      parseProblem([
        ['oauth_problem', text],
        ['oauth_problem_advice', text],
        ['oauth_parameters_absent', text],
        ['oauth_parameters_rejected', text],
        ['oauth_acceptable_timestamps', text],
        ['oauth_acceptable_versions', text],
      ]),
  },
  {
    name: 'the URL of signRequest',
    beginnings: [`${PHOTOS}/`, `${PHOTOS}?`],
    read: (text) => signRequest({ method: 'GET', url: text }, { consumer: CONSUMER }),
  },
  {
    name: 'the form of signRequest',
    read: (text) =>
      signRequest(
        { method: 'POST', url: PHOTOS, headers: [FORM_TYPE], body: text },
        { consumer: CONSUMER },
      ),
  },
]

const SERVER_HEADERS = [
  'Host',
  'Cookie',
  'Content-Type',
  'Content-Encoding',
  'Forwarded',
  'X-Forwarded-For',
  'X-Forwarded-Host',
  'X-Forwarded-Port',
  'X-Forwarded-Prefix',
  'X-Forwarded-Proto',
]

const SERVER: readonly PublicReader[] = [
  ...SERVER_HEADERS.map((name) => ({
    name: `the header ${name} of a Provider`,
    beginnings: ['', 'for="', '/', 'application/x-www-form-urlencoded;'],
    read: (text: string) => ask({ headers: [[name, text]] }),
  })),
  {
    name: 'the header Authorization of a Provider',
    beginnings: ['', 'OAuth ', `OAuth ${PROTOCOL}, a="`],
    read: (text) => ask({ headers: [['Authorization', text]] }),
  },
  { name: 'the query of a Provider', read: (text) => ask({ url: `/photos?${text}` }) },
  { name: 'the path of a Provider', read: (text) => ask({ url: `/${text}` }) },
  { name: 'the form of a Provider', read: (text) => ask({ headers: [FORM_TYPE], body: text }) },
  {
    name: 'the callback of a request for a token',
    beginnings: ['', 'https://', 'https://a.example/', 'a:', 'https://[', 'https://a.example/?'],
    read: (text) =>
      askForToken({
        headers: [['Authorization', `OAuth ${PROTOCOL}, oauth_callback="${encoded(text)}"`]],
      }),
  },
  {
    name: 'a callback that is registered',
    beginnings: ['', 'https://', 'https://a.example/', 'a:', 'https://[', 'https://a.example/?'],
    read: (text) => provider.consumers.register({ name: 'A', callbacks: [text] }),
  },
  {
    name: 'the name and the website of a consumer',
    beginnings: ['', 'https://'],
    read: (text) => provider.consumers.register({ name: text, website: text, callbacks: [] }),
  },
  {
    name: 'a body that was parsed',
    read: (text) =>
      getParsedBody({ headers: [FORM_TYPE] }, { body: new Uint8Array(1), form: parseForm(text) }),
  },
]

const CLIENT: readonly PublicReader[] = [
  {
    name: 'the body that readProblem reads',
    beginnings: ['', '{"', '{"oauth_problem":"', 'oauth_problem='],
    read: (text) => readProblem(new Response(text, { status: 401 })),
  },
  {
    name: 'the challenge that readProblem reads',
    beginnings: ['', 'OAuth ', 'OAuth a="', 'OAuth oauth_problem='],
    read: (text) => readProblem(new Response('', { headers: { 'WWW-Authenticate': text } })),
  },
  {
    name: 'the response that has a token',
    beginnings: ['', '{"', 'oauth_token=a&oauth_token_secret=b&', 'oauth_problem='],
    read: (text) => clientOf(answered(200, [], text)).authorize(),
  },
  {
    name: 'the response that refuses a token',
    beginnings: ['', 'oauth_problem=', 'oauth_problem_advice='],
    read: (text) => clientOf(answered(401, [], text)).authorize(),
  },
  {
    name: 'the URL of a callback',
    beginnings: ['https://printer.example/cb?', 'https://printer.example/cb?oauth_token='],
    read: (text) => clientOf(answered(200, [], '')).callback(text, { cookie: text }),
  },
  {
    name: 'a redirect',
    beginnings: ['', '/', 'https://', 'https://photos.example/?'],
    read: (text) => {
      const answers = [answered(302, [['Location', text]], ''), answered(200, [], '')]
      const fetch = (): Promise<Response> => (answers.shift() ?? answered(500, [], ''))()
      return clientOf(fetch).withToken({ key: 't', secret: 's' }).fetch(PHOTOS)
    },
  },
  {
    name: 'the time of a response',
    read: (text) =>
      clientOf(answered(401, [['Date', text]], 'oauth_problem=timestamp_refused'))
        .withToken({ key: 't', secret: 's' })
        .fetch(PHOTOS),
  },
]

const PASTED =
  "GET /photos HTTP/1.1\nHost: a.example\nAuthorization: OAuth a='b'\nContent-Type: application/x-www-form-urlencoded\n\n"

const DOCTOR: readonly PublicReader[] = [
  {
    name: 'readRequests',
    beginnings: [
      '',
      'curl ',
      'curl -',
      'curl -H ',
      'curl -H a',
      'curl -d ',
      'curl --data-urlencode ',
      "curl '",
      "curl $'",
      'curl "',
      'curl https://',
      '$',
      'GET ',
      'GET / HTTP/1.1\n',
      'GET / HTTP/1.1\nHost: ',
      PASTED,
      '{"log":{"entries":[',
      '{"url":"',
    ],
    read: readRequests,
  },
  {
    name: 'explainSteps',
    beginnings: [`${PROTOCOL}, a="`],
    read: (text) =>
      explainSteps(
        { method: 'GET', url: `${PHOTOS}?${text}`, headers: [['Authorization', `OAuth ${text}`]] },
        KEYS,
      ),
  },
  {
    name: 'the query of explainSteps',
    read: (text) =>
      explainSteps(
        {
          method: 'GET',
          url: `${PHOTOS}?${text}`,
          headers: [['Authorization', `OAuth ${PROTOCOL}`]],
        },
        KEYS,
      ),
  },
  {
    name: 'a form that diagnose refuses to read',
    read: (text) =>
      diagnose(
        {
          method: 'POST',
          url: PHOTOS,
          headers: [['Authorization', `OAuth ${PROTOCOL}`], FORM_TYPE],
          body: text,
        },
        KEYS,
      ),
  },
]

/** The public functions of all packages that take text from outside. */
export const PUBLIC_READERS: readonly PublicReader[] = [...CORE, ...SERVER, ...CLIENT, ...DOCTOR]
