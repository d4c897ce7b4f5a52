import { generateKeyPairSync } from 'node:crypto'

import { createClient } from '@oauthplus/client'
import { jira, woocommerce } from '@oauthplus/client/presets'
import { formatAuthorizationHeader, signRequest, verifySignature } from '@oauthplus/core'
import { createProvider, memoryStore } from '@oauthplus/server'

/** Something that a function may be called with, by what it is. */
export type Mistake = 'nothing' | 'null' | 'a string' | 'an empty object'

/** The arguments with which functions are called, one after another. */
export const MISTAKES: Readonly<Record<Mistake, readonly unknown[]>> = {
  nothing: [],
  null: [null],
  'a string': ['a string'],
  'an empty object': [{}],
}

/** The exceptions for a function. */
export interface Misuse {
  /** The {@link MISTAKES} that are legal for this function. */
  readonly legal?: readonly Mistake[]
  /** Arguments with a misspelled option; the closest name. Absent without options. */
  readonly misspelled?: { readonly with: readonly unknown[]; readonly closest: string }
  /** The beginning of an error, if that is not the function's name. */
  readonly begins?: RegExp
}

const ALL = Object.keys(MISTAKES) as readonly Mistake[]
const ANYTHING: Misuse = { legal: ALL }
const TEXT: Misuse = { legal: ['a string'] }
const NOTHING_LEGAL: Misuse = {}
// An object without members contains no pairs.
const PAIRS: Misuse = { legal: ['an empty object'] }
const OPTIONAL = ['nothing', 'an empty object'] as const

const consumer = { key: 'printer', secret: 'kd94hf93k423kf44' }
const received = { method: 'GET', url: 'https://photos.example/', headers: [] }
const neutral = { ...received, peer: {}, readBody: () => Promise.resolve(new Uint8Array()) }
const provider = createProvider({
  store: memoryStore(),
  findUser: (id: string) => ({ id }),
  portal: {
    csrfKey: 'a key of at least thirty-two bytes',
    mayRegister: () => true,
    mayReview: () => true,
  },
})
const client = createClient({ provider: {}, consumer })
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const PRIVATE_KEY = rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const connectable = createClient({ provider: {}, consumer, callbackUrl: 'https://a.example/cb' })
const nothing = (): undefined => undefined
const login = { getUserId: (): undefined => undefined, getLoginUrl: (): string => '/login' }

function misspelled(closest: string, ...values: readonly unknown[]): Misuse {
  return { misspelled: { with: values, closest } }
}

/** Every function that can be imported, by its name. */
export const FUNCTIONS: Readonly<Record<string, Misuse>> = {
  // core
  formatAuthorizationHeader: {
    legal: ['an empty object'],
    ...misspelled('realm', [], { relm: 'photos' }),
  },
  parseAuthorizationHeader: TEXT,
  baseStringUri: { ...TEXT },
  signatureBaseString: NOTHING_LEGAL,
  bodyHash: NOTHING_LEGAL,
  collectRequest: NOTHING_LEGAL,
  constantTimeEqual: NOTHING_LEGAL,
  isOAuthError: ANYTHING,
  formatForm: PAIRS,
  parseForm: TEXT,
  headerValues: NOTHING_LEGAL,
  createNonce: ANYTHING,
  normalizeParameters: PAIRS,
  parameterValue: NOTHING_LEGAL,
  percentDecode: TEXT,
  percentEncode: TEXT,
  signRequest: misspelled(
    'nonce',
    { method: 'GET', url: received.url },
    { consumer },
    { nonse: 'n' },
  ),
  verifySignature: misspelled(
    'dialect',
    received,
    {},
    { signatureMethods: ['HMAC-SHA1'], dialects: {} },
  ),

  // client
  createClient: misspelled('callbackUrl', {
    provider: {},
    consumer,
    callback: 'https://a.example/',
  }),
  connectRoutes: misspelled('onToken', connectable, { onTokens: nothing, onError: nothing }),
  expressConnectRoutes: misspelled('onToken', connectable, { onTokens: nothing, onError: nothing }),
  koaConnectRoutes: misspelled('onToken', connectable, { onTokens: nothing, onError: nothing }),
  readProblem: NOTHING_LEGAL,
  isOAuthResponseError: ANYTHING,
  readBaseString: NOTHING_LEGAL,
  memoryPendingStore: { legal: OPTIONAL, ...misspelled('limit', { limits: 5 }) },
  sealedPendingStore: NOTHING_LEGAL,
  authorizeOnLoopback: misspelled('timeoutSeconds', () => client, {
    show: () => undefined,
    timeout: 5,
  }),
  authorizeWithPin: misspelled('show', client, { shows: () => undefined }),
  dispatcherFetch: NOTHING_LEGAL,
  oauthInterceptor: misspelled('origins', { provider: {}, consumer, origin: 'https://a.example' }),

  // presets
  jira: misspelled('baseUrl', { baseURL: 'https://jira.example' }),
  signLtiLaunch: misspelled('parameters', { url: received.url, consumer, params: [] }),
  magentoActivation: misspelled('isExpected', {
    isExpect: () => true,
    onActivate: () => undefined,
  }),
  magento2: misspelled('storeUrl', { storeURL: 'https://shop.example' }),
  mediawiki: misspelled('consumerKey', { indexUrl: 'https://wiki.example', consumerkey: 'k' }),
  netsuite: misspelled('accountId', { account: '1234567' }),
  schoology: misspelled('host', { hots: 'www.schoology.com' }),
  tokenPassport: misspelled('schemaVersion', {
    accountId: '1234567',
    consumer,
    token: { key: 't', secret: 's' },
    schemaVersions: '2024_2',
  }),
  woocommerce: misspelled('storeUrl', { storeUrls: 'https://shop.example' }),

  // doctor
  describeSteps: NOTHING_LEGAL,
  diagnose: misspelled('hosts', received, {}, { host: ['a.example'] }),
  explainSteps: misspelled('secrets', received, { secret: 's' }),
  formatDiagnosis: misspelled(
    'brief',
    { verdict: 'right', summary: '', remarks: [] },
    { breif: true },
  ),
  readRequests: {
    ...misspelled('scheme', 'GET / HTTP/1.1', { shceme: 'http' }),
    // It is not a request, and the error says so.
    legal: ['a string'],
  },

  // server
  memoryStore: { legal: OPTIONAL, ...misspelled('maxNonces', { maxNonce: 5 }) },
  createProvider: misspelled('publicUrl', {
    store: memoryStore(),
    findUser: () => undefined,
    publicURL: 'https://photos.example',
  }),
  purgeRegularly: misspelled('everySeconds', memoryStore(), { everySecond: 5 }),
  getVaryHeader: NOTHING_LEGAL,
  createAdapter: misspelled('paths', provider, { ...login, path: {} }),
  leaveParsedBody: { ...NOTHING_LEGAL, begins: /^(?:leaveParsedBody|getParsedBody): / },
  sealedStore: misspelled('lookup', memoryStore(), { encryption: [], lookUp: 'k' }),
  splitStore: misspelled('nonces', { records: memoryStore(), nonce: memoryStore() }),
  publishEvent: NOTHING_LEGAL,
  storeContract: misspelled('nowSeconds', memoryStore, { nowSecond: 5 }),
  escapeHtml: TEXT,
  loadWords: NOTHING_LEGAL,
  readNodeRequest: NOTHING_LEGAL,
  addHeaders: NOTHING_LEGAL,
  addToHeader: NOTHING_LEGAL,
  addWebHeaders: NOTHING_LEGAL,
  createWebResponse: NOTHING_LEGAL,
  readWebPath: NOTHING_LEGAL,
  readWebRequest: misspelled('peerAddress', provider, new Request('https://photos.example/'), {
    peerAdress: '192.0.2.1',
  }),
  createHeaderAccess: NOTHING_LEGAL,
  writeHeaders: NOTHING_LEGAL,
  writeNodeResponse: NOTHING_LEGAL,
  getParsedBody: NOTHING_LEGAL,
  parseFormBody: NOTHING_LEGAL,
  findRoutePaths: { legal: OPTIONAL, ...misspelled('authorize', { authorise: '/allow' }) },
  keepRawBody: NOTHING_LEGAL,
  expressOAuth: misspelled('getLoginUrl', provider, { ...login, loginURL: '/login' }),
  fastifyOAuth: misspelled('getLoginUrl', provider, { ...login, loginURL: '/login' }),
  koaOAuth: misspelled('getLoginUrl', provider, { ...login, loginURL: '/login' }),
  fetchOAuth: misspelled('getPeerAddress', provider, { ...login, getPeerAdress: () => undefined }),
  honoOAuth: misspelled('getConnInfo', provider, { ...login, getConninfo: () => ({}) }),

  // stores
  sqliteStore: {
    legal: ['a string'],
    ...misspelled('prefix', ':memory:', { perfix: 'o_' }),
  },
  postgresStore: {
    ...misspelled('schema', 'postgres://localhost/photos', { shema: 'oauth' }),
  },
  postgresThrottle: {
    ...misspelled('points', 'postgres://localhost/photos', { point: 5 }),
  },
  redisStore: {
    ...misspelled('prefix', 'redis://localhost', { perfix: 'o:' }),
  },
  redisThrottle: {
    ...misspelled('points', 'redis://localhost', { point: 5 }),
  },

  // testkit
  // A string is a shell command.
  testConsumer: {
    legal: ['a string'],
    ...misspelled('timeoutSeconds', () => ({}), { timeoutSecond: 5 }),
  },
  testProvider: misspelled('requestTokenUrl', { requestTokenURL: 'https://a.example/' }),
  testSigner: { legal: ['a string'], ...misspelled('only', () => ({}), { onyl: ['a'] }) },
  createTestProvider: {
    legal: OPTIONAL,
    ...misspelled('callbacks', { callback: 'oob' }),
  },
}

/** Functions of objects that functions above return, by the path to them. */
export const METHODS: Readonly<Record<string, Misuse>> = {
  'provider.requestToken': NOTHING_LEGAL,
  'provider.accessToken': NOTHING_LEGAL,
  'provider.invalidateToken': NOTHING_LEGAL,
  'provider.authenticate': misspelled('scope', neutral, { scopes: ['admin'] }),
  'provider.purge': ANYTHING,
  'provider.authorization.load': NOTHING_LEGAL,
  'provider.authorization.approve': NOTHING_LEGAL,
  'provider.authorization.deny': NOTHING_LEGAL,
  'provider.authorization.respond': NOTHING_LEGAL,
  'provider.applications.respond': NOTHING_LEGAL,
  'provider.portal.respondDeveloper': NOTHING_LEGAL,
  'provider.portal.respondReviewer': NOTHING_LEGAL,
  'provider.consumers.register': misspelled('callbacks', { name: 'Printer', callback: 'oob' }),
  'provider.consumers.ensure': misspelled('callbacks', {
    key: 'printer',
    name: 'Printer',
    callback: 'oob',
  }),
  'provider.consumers.find': TEXT,
  'provider.consumers.list': { legal: OPTIONAL, ...misspelled('limit', { limits: 5 }) },
  'provider.consumers.accept': TEXT,
  'provider.consumers.reject': TEXT,
  'provider.consumers.cancel': TEXT,
  'provider.consumers.update': misspelled('callbacks', 'printer', { callback: 'oob' }),
  'provider.consumers.rotate': {
    legal: ['a string'],
    ...misspelled('secret', 'printer', { secrets: 's' }),
  },
  'provider.consumers.remove': TEXT,
  'provider.consumers.listAuditEntries': {
    legal: ['a string'],
    ...misspelled('limit', 'printer', { limits: 5 }),
  },
  'provider.tokens.issue': misspelled('userId', { consumerKey: 'printer', user: 'jane' }),
  'provider.tokens.list': {
    legal: OPTIONAL,
    ...misspelled('consumerKey', { consumer: 'printer' }),
  },
  'provider.tokens.revoke': misspelled('tokenKey', { token: 't' }),
  'client.authorize': misspelled('parameters', { parameter: [] }),
  'client.callback': misspelled('cookie', 'https://a.example/', { cookies: '' }),
  'client.exchangeVerifier': misspelled('verifier', {
    requestToken: { key: 'k' },
    verifer: 'v',
  }),
  'client.xauth': misspelled('username', { user: 'jane', password: 'x' }),
  'client.renew': misspelled('signal', { key: 'k', secret: 's' }, { singal: null }),
  'client.withToken': NOTHING_LEGAL,
}

/** The objects with the functions of {@link METHODS}. */
export const OBJECTS: Readonly<Record<string, object>> = { provider, client }

const users = { store: memoryStore(), findUser: (id: string) => ({ id }) }
const signed = { method: 'GET', url: received.url }

/** Calls with a value that does not fit, and what the error begins with. */
export const REFUSED: readonly (readonly [begins: string, call: () => unknown])[] = [
  ['createProvider: publicUrl must', () => createProvider({ ...users, publicUrl: 'photos' })],
  [
    'createProvider: trustedProxies must',
    () => createProvider({ ...users, publicUrl: received.url, trustedProxies: ['proxy'] }),
  ],
  [
    'createProvider: trustedProxies needs',
    () => createProvider({ ...users, trustedProxies: ['10.0.0.0/8'] }),
  ],
  ['createProvider: allowedHosts must', () => createProvider({ ...users, allowedHosts: ['a/b'] })],
  [
    'createProvider: signatureMethods must',
    () => createProvider({ ...users, signatureMethods: ['HMAC-MD5'] }),
  ],
  [
    'createProvider: signatureMethods must',
    () => createProvider({ ...users, signatureMethods: [] }),
  ],
  [
    'createProvider: signatureMethods must',
    () => createProvider({ ...users, signatureMethods: ['HMAC-SHA1', 'HMAC-SHA1'] }),
  ],
  [
    'consumers.register: callbacks must',
    () => provider.consumers.register({ name: 'a', callbacks: ['javascript:alert(1)'] }),
  ],
  [
    'consumers.register: defaultCallback must',
    () => provider.consumers.register({ name: 'a', defaultCallback: 'oob' }),
  ],
  [
    'consumers.register: publicKeys must be an RSA public key',
    () => provider.consumers.register({ name: 'a', publicKeys: ['no key'] }),
  ],
  [
    'consumers.register: signatureMethods must',
    () => provider.consumers.register({ name: 'a', signatureMethods: ['HMAC-MD5'] }),
  ],
  ['consumers.register: key must', () => provider.consumers.register({ name: 'a', key: 'a b' })],
  ['consumers.register: name must', () => provider.consumers.register({ name: ' ' })],
  [
    'consumers.register: addressRanges must',
    () => provider.consumers.register({ name: 'a', addressRanges: ['here'] }),
  ],
  [
    'consumers.register: website must',
    () => provider.consumers.register({ name: 'a', website: 'ftp://a.example' }),
  ],
  [
    'createClient: provider.requestTokenUrl must',
    () => createClient({ provider: { requestTokenUrl: 'photos' }, consumer }),
  ],
  [
    'createClient: provider.signatureMethod must',
    () => createClient({ provider: { signatureMethod: 'HMAC-MD5' as 'HMAC-SHA1' }, consumer }),
  ],
  [
    'createClient: callbackUrl must',
    () => createClient({ provider: {}, consumer, callbackUrl: 'callback' }),
  ],
  [
    'createClient: consumer.secret is required',
    () => createClient({ provider: {}, consumer: { key: 'k' } as typeof consumer }),
  ],
  ['authorize: provider.', () => client.authorize()],
  ['renew: token.sessionHandle is required', () => client.renew({ key: 'k', secret: 's' })],
  ['fetch: input must', () => client.fetch('/photos')],
  ['fetch: input must', () => client.fetch(undefined as unknown as string)],
  ['jira: baseUrl must', () => jira({ baseUrl: 'jira' })],
  ['woocommerce: storeUrl must', () => woocommerce({ storeUrl: 'https://a.example/?b' })],
  [
    'signRequest: credentials.consumer.secret must',
    () => signRequest(signed, { consumer: { key: 'k' } }),
  ],
  [
    'signRequest: credentials.consumer.privateKey must',
    () => signRequest(signed, { consumer }, { signatureMethod: 'RSA-SHA1' }),
  ],
  [
    'signRequest: credentials.consumer.privateKey must',
    () =>
      signRequest(
        signed,
        { consumer: { key: 'k', privateKey: 'no key' } },
        { signatureMethod: 'RSA-SHA1' },
      ),
  ],
  [
    'signRequest: signatureMethod must',
    () => signRequest(signed, { consumer }, { signatureMethod: 'HMAC-MD5' }),
  ],
  ['signRequest: realm must', () => signRequest(signed, { consumer }, { realm: '\n' })],
  [
    'verifySignature: signatureMethods must',
    () => verifySignature(received, {}, { signatureMethods: ['HMAC-MD5'] }),
  ],
  ['formatAuthorizationHeader: realm must', () => formatAuthorizationHeader([], { realm: '\n' })],
  [
    'verifySignature: each of keys.publicKeys must',
    async () => {
      const credentials = { consumer: { key: 'k', privateKey: PRIVATE_KEY } }
      const options = { signatureMethod: 'RSA-SHA1' }
      const request = await signRequest(signed, credentials, options)
      const methods = { signatureMethods: ['RSA-SHA1'] }
      return verifySignature(request, { publicKeys: ['no key'] }, methods)
    },
  ],
]
