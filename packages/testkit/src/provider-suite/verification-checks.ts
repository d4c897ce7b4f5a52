import { assertThat, assertAccepted, getResponse, getHeaders, assertRefused } from './assertions.js'
import {
  createAcceptedCheck,
  createCheck,
  getOtherConsumer,
  addParameter,
  createRefusedCheck,
  createRefusedChecks,
  replaceParameter,
  removeParameter,
} from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'
import type { ProviderContext, SignedOptions } from './provider-context.js'
import { describeResponse } from './provider-context.js'
import type { ProtocolParameters } from './sign-message.js'

const REQUIRED = ['oauth_consumer_key', 'oauth_signature_method', 'oauth_timestamp', 'oauth_nonce']
const VERIFY = 'RFC 5849 3.2'

/** Wrong signatures: id, description, change. */
const SIGNATURES: readonly (readonly [
  id: string,
  what: string,
  change: (value: string) => string,
])[] = [
  ['wrong', 'is wrong', () => 'AAAAAAAAAAAAAAAAAAAAAAAAAAA='],
  ['empty', 'is empty', () => ''],
  ['truncated', 'is cut short', (value) => value.slice(0, 8)],
  ['extended', 'is followed by more', (value) => `${value}x`],
  ['lower-case', 'is in another case', (value) => value.toLowerCase()],
  ['not-ascii', 'is not ASCII', () => 'ééé'],
  [
    'one-character',
    'differs in its last octet',
    (value) => (value.startsWith('A') ? 'B' : 'A') + value.slice(1),
  ],
]

const createKeyOptions = (keys: SignedOptions['keys']): SignedOptions => ({ keys })

/** The parameters of section 3.1 and the verification of section 3.2. */
export const verificationChecks: readonly ProviderCheck[] = [
  createAcceptedCheck(
    { id: 'verify.right', title: 'Lets a request through that is signed rightly', section: VERIFY },
    {},
  ),
  ...SIGNATURES.map(([id, what, change]) =>
    createRefusedCheck(
      {
        id: `verify.signature-${id}`,
        title: `Refuses a signature that ${what}`,
        section: VERIFY,
        severity: 'critical',
      },
      { sent: replaceParameter('oauth_signature', change) },
    ),
  ),
  ...createRefusedChecks(
    401,
    {
      id: 'verify.wrong-consumer-secret',
      title: 'Refuses a signature made with a wrong Consumer secret',
      section: 'RFC 5849 3.4.2',
      severity: 'critical',
    },
    createKeyOptions({ consumerSecret: 'wrong-secret' }),
  ),
  ...createRefusedChecks(
    401,
    {
      id: 'verify.wrong-token-secret',
      title: 'Refuses a signature made with a wrong token secret',
      section: 'RFC 5849 3.4.2',
      severity: 'critical',
    },
    createKeyOptions({ tokenSecret: 'wrong-secret' }),
  ),
  createRefusedCheck(
    {
      id: 'verify.empty-token-secret',
      title: 'Refuses a signature made without the token secret',
      section: 'RFC 5849 3.4.2',
      severity: 'critical',
    },
    createKeyOptions({ tokenSecret: '' }),
  ),
  createRefusedCheck(
    {
      id: 'verify.empty-secrets',
      title: 'Refuses a signature made with no secret at all',
      section: 'RFC 5849 3.4.2',
      severity: 'critical',
    },
    createKeyOptions({ consumerSecret: '', tokenSecret: '' }),
  ),
  ...REQUIRED.flatMap((name) =>
    createRefusedChecks(
      400,
      {
        id: `absent.${name}`,
        title: `Refuses a request without ${name}`,
        section: 'RFC 5849 3.1',
        severity: name === 'oauth_nonce' || name === 'oauth_timestamp' ? 'high' : undefined,
      },
      { protocol: removeParameter(name) },
    ),
  ),
  ...createRefusedChecks(
    400,
    {
      id: 'absent.oauth_signature',
      title: 'Refuses a request without oauth_signature',
      section: 'RFC 5849 3.1',
      severity: 'critical',
    },
    { sent: removeParameter('oauth_signature') },
  ),
  ...REQUIRED.map((name) =>
    createRefusedCheck(
      { id: `empty.${name}`, title: `Refuses an empty ${name}`, section: 'RFC 5849 3.1' },
      { protocol: replaceParameter(name, '') },
    ),
  ),
  createAcceptedCheck(
    {
      id: 'version.absent',
      title: 'Accepts a request without oauth_version',
      section: 'RFC 5849 3.1',
    },
    { protocol: removeParameter('oauth_version') },
  ),
  ...['2.0', '1.1', '1', ''].map((version) =>
    createRefusedCheck(
      {
        id: `version.${version === '' ? 'empty' : version}`,
        title: `Refuses oauth_version ${JSON.stringify(version)}`,
        section: VERIFY,
      },
      { protocol: replaceParameter('oauth_version', version) },
    ),
  ),
  createCheck(
    {
      id: 'version.status',
      title: 'Refuses an unknown oauth_version by status 400',
      section: VERIFY,
      level: 'SHOULD',
    },
    async (context) => {
      const exchange = await context.sendResourceRequest({
        protocol: replaceParameter('oauth_version', '2.0'),
      })
      assertThat(getResponse(exchange).status === 400, 'status 400', describeResponse(exchange))
    },
  ),
  createRefusedCheck(
    {
      id: 'parameters.case',
      title: 'Takes parameter names by their case',
      section: 'RFC 5849 3.1',
    },
    {
      protocol: (pairs) =>
        pairs.map(([name, value]) => [
          name === 'oauth_consumer_key' ? 'OAUTH_CONSUMER_KEY' : name,
          value,
        ]),
    },
  ),
  createAcceptedCheck(
    {
      id: 'parameters.unknown-extension',
      title: 'Signs an oauth_ parameter that it does not know like any other',
      section: 'RFC 5849 3.1',
      level: 'SHOULD',
    },
    { protocol: addParameter('oauth_extension', 'a b') },
  ),
  ...createRefusedChecks(
    400,
    {
      id: 'method.unknown',
      title: 'Refuses a signature method that there is not',
      section: VERIFY,
    },
    { protocol: replaceParameter('oauth_signature_method', 'HMAC-MD5') },
  ),
  createRefusedCheck(
    {
      id: 'method.case',
      title: 'Takes the names of signature methods by their case',
      section: 'RFC 5849 3.1',
    },
    { protocol: replaceParameter('oauth_signature_method', 'hmac-sha1') },
  ),
  ...createRefusedChecks(
    401,
    {
      id: 'verify.unknown-consumer',
      title: 'Refuses a Consumer that it does not know',
      section: VERIFY,
      severity: 'critical',
    },
    async (context) => ({
      token: await context.getToken(),
      consumer: { key: 'nobody-knows-me', secret: 'x' },
    }),
  ),
  createRefusedCheck(
    {
      id: 'verify.unknown-consumer-blank',
      title: 'Refuses an unknown Consumer whose secrets are taken for empty',
      section: VERIFY,
      severity: 'critical',
    },
    {
      consumer: { key: 'nobody-knows-me', secret: '' },
      token: { key: 'nobody-knows-this', secret: '' },
    },
  ),
  ...createRefusedChecks(
    401,
    {
      id: 'verify.unknown-token',
      title: 'Refuses a token that it does not know',
      section: VERIFY,
      severity: 'critical',
    },
    { token: { key: 'nobody-knows-this', secret: '' } },
  ),
  createRefusedCheck(
    {
      id: 'verify.token-absent',
      title: 'Refuses a request without a token where one is needed',
      section: VERIFY,
      severity: 'critical',
    },
    { token: null },
  ),
  createRefusedCheck(
    {
      id: 'verify.token-empty',
      title: 'Refuses an empty token where one is needed',
      section: VERIFY,
      severity: 'critical',
    },
    { token: { key: '', secret: '' } },
  ),
  createRefusedCheck(
    {
      id: 'verify.prototype-token',
      title: 'Refuses a token that is named like what objects have by birth',
      section: VERIFY,
      severity: 'medium',
    },
    { token: { key: '__proto__', secret: '' } },
  ),
  createRefusedCheck(
    {
      id: 'verify.token-of-another',
      title: 'Refuses the token of another Consumer',
      section: VERIFY,
      level: 'MAY',
      severity: 'critical',
      needs: ['otherConsumer'],
    },
    async (context) => ({ consumer: getOtherConsumer(context), token: await context.getToken() }),
  ),
  createRefusedCheck(
    {
      id: 'verify.request-token-pending',
      title: 'Refuses a Request Token at the resource',
      section: VERIFY,
      severity: 'critical',
    },
    async (context) => ({ token: await context.createRequestToken() }),
  ),
  createRefusedCheck(
    {
      id: 'verify.request-token-approved',
      title: 'Refuses an approved Request Token at the resource',
      section: VERIFY,
      severity: 'critical',
    },
    async (context) => ({ token: (await context.createApprovedToken()).token }),
  ),
  createRefusedCheck(
    { id: 'verify.token-case', title: 'Takes tokens by their case', section: 'RFC 5849 3.1' },
    async (context) => {
      const { key, secret } = await context.getToken()
      return { token: { key: swapCase(key), secret } }
    },
  ),
  createAcceptedCheck(
    {
      id: 'verify.two-legged',
      title: 'Lets a Consumer through that acts for itself',
      section: 'RFC 5849 3.1',
      needs: ['twoLeggedConsumer'],
    },
    createTwoLeggedOptions(null),
  ),
  createAcceptedCheck(
    {
      id: 'verify.two-legged-empty-token',
      title: 'Takes an empty token for none',
      section: 'RFC 5849 3.1',
      level: 'SHOULD',
      needs: ['twoLeggedConsumer'],
    },
    createTwoLeggedOptions({ key: '', secret: '' }),
  ),
  createRefusedCheck(
    {
      id: 'verify.two-legged-wrong-secret',
      title: 'Verifies requests without a token, too',
      section: VERIFY,
      severity: 'critical',
      needs: ['twoLeggedConsumer'],
    },
    (context) => ({
      ...createTwoLeggedOptions(null)(context),
      keys: { consumerSecret: 'wrong-secret' },
    }),
  ),
  createCheck(
    {
      id: 'refusal.challenge',
      title: 'Names the scheme OAuth in WWW-Authenticate when it answers 401',
      section: 'RFC 2616 10.4.2',
      level: 'SHOULD',
    },
    async (context) => {
      const exchange = await context.sendResourceRequest({
        sent: replaceParameter('oauth_signature', 'wrong'),
      })
      const found = getHeaders(exchange, 'www-authenticate')
      assertThat(
        found.some((value) => /^oauth\b/i.test(value)),
        'WWW-Authenticate: OAuth',
        found.join(' | ') || 'none',
      )
    },
  ),
  createCheck(
    {
      id: 'refusal.leaks-nothing',
      title: 'Repeats no secret in a refusal',
      section: 'RFC 5849 4.5',
      severity: 'critical',
    },
    async (context) => {
      const { config } = context
      const token = await context.getToken()
      const exchange = await context.sendResourceRequest({
        sent: replaceParameter('oauth_signature', 'wrong'),
      })
      const { body, headers } = getResponse(exchange)
      const text = `${body}\n${headers.flat().join('\n')}`
      const leaked = [config.consumer.secret ?? '', token.secret].some(
        (secret) => secret !== '' && text.includes(secret),
      )
      assertThat(!leaked, 'no secret in the response', 'a secret in the response')
    },
  ),
  createCheck(
    {
      id: 'refusal.repeats-no-signature',
      title: 'Does not tell the signature that it expected',
      section: 'RFC 5849 4.5',
      severity: 'critical',
    },
    async (context) => {
      const sent: { signature?: string | undefined } = {}
      const exchange = await context.sendResourceRequest({
        sent: (protocol: ProtocolParameters) => {
          sent.signature = protocol.find(([name]) => name === 'oauth_signature')?.[1]
          return replaceParameter('oauth_signature', 'wrong')(protocol)
        },
      })
      assertRefused(exchange)
      const { body, headers } = getResponse(exchange)
      const text = decodeIfPossible(`${body}\n${headers.flat().join('\n')}`)
      assertThat(
        !text.includes(sent.signature ?? '\0'),
        'no correct signature in the response',
        'the correct signature',
      )
    },
  ),
  createCheck(
    {
      id: 'head.like-get',
      title: 'Verifies a HEAD, and sends no body',
      section: 'RFC 5849 3.4.1.1',
      level: 'SHOULD',
    },
    async (context) => {
      assertThat(
        assertAccepted(await context.sendResourceRequest({ method: 'HEAD' })).body === '',
        'no body',
        'a body',
      )
    },
  ),
]

function createTwoLeggedOptions(token: SignedOptions['token']) {
  return ({ config }: ProviderContext): SignedOptions => ({
    url: config.twoLeggedUrl ?? config.resourceUrl,
    consumer: config.twoLeggedConsumer,
    token,
  })
}

function swapCase(text: string): string {
  return text.replaceAll(/[a-z]/gi, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  )
}

function decodeIfPossible(text: string): string {
  try {
    return `${text}\n${decodeURIComponent(text)}`
  } catch {
    return text
  }
}
