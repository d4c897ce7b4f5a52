import { NotApplicable } from '../checks/not-applicable.js'
import type { BaseStringParts } from '../reference/index.js'
import { assertRefused } from './assertions.js'
import { SIGNATURE } from './get-provider-features.js'
import { getRegisteredMethods } from './get-registered-methods.js'
import {
  addParameter,
  createCheck,
  createRefusedCheck,
  getResourceUrl,
  removeParameter,
} from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'
import type { ProviderContext, SignedOptions } from './provider-context.js'
import type { ProtocolParameters } from './sign-message.js'

const SOURCES = 'RFC 5849 3.4.1.3.1'
const METHODS = ['PUT', 'PATCH', 'DELETE', 'HEAD'] as const
const MANY = 1000
const JSON_TYPE = 'application/json'

/** Leaves parameters out of what is signed, not out of what is sent. */
function signWithout(isLeftOut: (name: string) => boolean): SignedOptions['signed'] {
  return (parts) => ({
    ...parts,
    parameters: parts.parameters.filter(([name]) => !isLeftOut(String(name))),
  })
}

/** Parts of a request that a server may lose before it verifies the signature: id, description, options. */
const UNSIGNED: readonly (readonly [
  id: string,
  what: string,
  getOptions: (context: ProviderContext) => SignedOptions,
])[] = [
  ...METHODS.map(
    (method) =>
      [
        `${method.toLowerCase()}-query-unsigned`,
        `a ${method} whose query is unsigned`,
        (context: ProviderContext): SignedOptions => ({
          method,
          url: getResourceUrl(context, 'amount=9'),
          signed: signWithout((name) => name === 'amount'),
        }),
      ] as const,
  ),
  [
    'form-realm',
    'a form with an unsigned parameter called realm',
    () => ({
      method: 'POST',
      form: 'a=1&realm=evil',
      signed: signWithout((name) => name === 'realm'),
    }),
  ],
  [
    'query-many',
    `a query whose parameters after the first ${MANY} are unsigned`,
    (context) => ({
      url: getResourceUrl(context, `${'a&'.repeat(MANY)}last=1`),
      signed: signWithout((name) => name === 'last'),
    }),
  ],
  [
    'query-nameless',
    'a query with an unsigned value that has no name',
    (context) => ({
      url: getResourceUrl(context, 'a=1&=9'),
      signed: signWithout((name) => name === ''),
    }),
  ],
]

/** Unsigned headers that name what was signed: id, description, change of what is signed, headers. */
const BELIEVED: readonly (readonly [
  id: string,
  what: string,
  change: (parts: BaseStringParts) => BaseStringParts,
  headers: NonNullable<SignedOptions['headers']>,
])[] = [
  [
    'original-url-believed',
    'X-Original-URL',
    (parts) => ({ ...parts, path: '/another' }),
    [
      ['X-Original-URL', '/another'],
      ['X-Rewrite-URL', '/another'],
    ],
  ],
  [
    'forwarded-for-believed',
    'X-Forwarded-For',
    (parts) => ({ ...parts, path: '/another' }),
    [['X-Forwarded-For', '127.0.0.1']],
  ],
]

/** Requests that are right only for a server that reads less than was sent, or more. */
export const lenientReadingChecks: readonly ProviderCheck[] = [
  ...UNSIGNED.map(([id, what, getOptions]) =>
    createRefusedCheck(
      { id: `tampered.${id}`, title: `Refuses ${what}`, section: SOURCES, severity: 'high' },
      getOptions,
    ),
  ),
  ...BELIEVED.map(([id, header, signed, headers]) =>
    createRefusedCheck(
      {
        id: `tampered.${id}`,
        title: `Refuses a wrong signature whatever ${header} contains`,
        section: 'RFC 5849 3.4.1.2',
        severity: 'critical',
      },
      { signed, headers },
    ),
  ),
  createRefusedCheck(
    {
      id: 'tampered.forwarded-proto-believed',
      title: 'Does not believe X-Forwarded-Proto from anyone',
      section: 'RFC 5849 3.4.1.2',
      level: 'SHOULD',
    },
    ({ config }) => {
      const scheme = new URL(config.resourceUrl).protocol === 'http:' ? 'https' : 'http'
      return {
        signed: (parts) => ({ ...parts, scheme }),
        headers: [['X-Forwarded-Proto', scheme]],
      }
    },
  ),
  createRefusedCheck(
    {
      id: 'tampered.uri-slash-added',
      title: 'Refuses a request to whose path a slash was added',
      section: 'RFC 5849 3.4.1.2',
      severity: 'medium',
      needs: ['anyPathUrl'],
    },
    ({ config }) => ({
      url: `${(config.anyPathUrl ?? '').replace(/\/$/, '')}/photos/`,
      signed: (parts) => ({ ...parts, path: parts.path.replace(/\/$/, '') }),
    }),
  ),
  createCheck(
    {
      id: 'request-token.callback-added',
      title: 'Refuses a callback that was added after signing',
      section: 'Advisory 2009.1',
      severity: 'critical',
      needs: [SIGNATURE],
    },
    async (context) => {
      const callback = context.config.callback ?? 'http://127.0.0.1:9/ready'
      assertRefused(
        await context.sendTokenRequest({
          protocol: removeParameter('oauth_callback'),
          sent: addParameter('oauth_callback', callback),
        }),
      )
    },
  ),
  createCheck(
    {
      id: 'access-token.verifier-added',
      title: 'Refuses a verifier that was added after signing',
      section: SOURCES,
      severity: 'high',
      needs: [SIGNATURE],
    },
    async (context) => {
      const { token, verifier } = await context.createApprovedToken()
      assertRefused(
        await context.sendExchangeRequest(token, undefined, {
          sent: addParameter('oauth_verifier', verifier),
        }),
      )
    },
  ),
  createCheck(
    {
      id: 'transmission.json',
      title: 'Takes no protocol parameters of a JSON body',
      section: 'RFC 5849 3.5.2',
      severity: 'high',
    },
    async (context) => {
      const isProtocol = (name: string): boolean => name.startsWith('oauth_')
      for (const signed of [signWithout(() => false), signWithout(isProtocol)]) {
        let sent: ProtocolParameters = []
        assertRefused(
          await context.sendResourceRequest({
            method: 'POST',
            signed,
            sent: (protocol) => (sent = protocol),
            message: (message) => {
              const body = Buffer.from(JSON.stringify(Object.fromEntries(sent)))
              const headers = message.headers.filter(
                ([name]) => !/^(?:authorization|content-)/i.test(name),
              )
              return {
                ...message,
                body,
                headers: [
                  ...headers,
                  ['Content-Type', JSON_TYPE],
                  ['Content-Length', String(body.length)],
                ],
              }
            },
          }),
        )
      }
    },
  ),
  createCheck(
    {
      id: 'method.plaintext-no-ampersand',
      title: 'Refuses PLAINTEXT without the & after the consumer secret',
      section: 'RFC 5849 3.4.4',
      severity: 'medium',
      needs: ['plaintextConsumer'],
    },
    async (context) => {
      assertRefused(
        await context.sendTokenRequest({
          consumer: context.config.plaintextConsumer,
          signatureMethod: 'PLAINTEXT',
          sent: (protocol) =>
            protocol.map(([name, value]) => [
              name,
              name === 'oauth_signature' ? value.replace(/&$/, '') : value,
            ]),
        }),
      )
    },
  ),
  createCheck(
    {
      id: 'method.rsa-key-of-another',
      title: 'Refuses RSA with the key of another consumer',
      section: 'RFC 5849 3.4.3',
      severity: 'critical',
      needs: ['rsaConsumer'],
    },
    async (context) => {
      const { config } = context
      const { consumer, rsaConsumer } = config
      const methods = [...getRegisteredMethods(consumer, config)]
      if (methods.some((method) => method.startsWith('RSA-')))
        throw new NotApplicable('the consumer is registered for RSA')
      assertRefused(
        await context.sendTokenRequest({
          signatureMethod: rsaConsumer?.signatureMethod ?? 'RSA-SHA1',
          keys: { privateKey: rsaConsumer?.privateKey },
        }),
      )
    },
  ),
  createCheck(
    {
      id: 'request-token.prototype-consumer',
      title: 'Refuses consumer keys that every object has as a property',
      section: 'RFC 5849 3.2',
      severity: 'critical',
    },
    async (context) => {
      for (const key of ['constructor', '__proto__', 'toString'])
        for (const secret of ['', 'undefined'])
          assertRefused(
            await context.sendTokenRequest({
              consumer: { ...context.config.consumer, key, secret },
            }),
          )
    },
  ),
  createCheck(
    {
      id: 'verify.token-with-space',
      title: 'Refuses a token followed by a space',
      section: 'RFC 5849 3.1',
    },
    async (context) => {
      const { key, secret } = await context.getToken()
      assertRefused(await context.sendResourceRequest({ token: { key: `${key} `, secret } }))
    },
  ),
  createRefusedCheck(
    {
      id: 'verify.two-legged-unknown-token',
      title: 'Refuses an unknown token of a consumer that may act for itself',
      section: 'RFC 5849 3.2',
      severity: 'medium',
      needs: ['twoLeggedConsumer'],
    },
    ({ config }) => ({
      url: config.twoLeggedUrl ?? config.resourceUrl,
      consumer: config.twoLeggedConsumer,
      token: { key: 'nobody-knows-this', secret: '' },
    }),
  ),
]
