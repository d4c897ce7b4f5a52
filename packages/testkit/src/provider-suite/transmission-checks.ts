import { percentEncode, writeAuthorizationHeader } from '../reference/index.js'
import {
  createAcceptedCheck,
  createCheck,
  addParameter,
  createRefusedChecks,
  createRefusedCheck,
  queryResource,
} from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'
import { assertStatus, assertRefused } from './assertions.js'
import type { SignedOptions } from './provider-context.js'
import type { ProtocolParameters } from './sign-message.js'

const HEADER = 'RFC 5849 3.5.1'
const writeItems = (protocol: ProtocolParameters): readonly string[] =>
  protocol.map(([name, value]) => `${name}="${percentEncode(value)}"`)

/** Ways to write the Authorization header: id, description, function. */
const WRITTEN: readonly (readonly [
  id: string,
  what: string,
  write: (protocol: ProtocolParameters) => string,
])[] = [
  [
    'scheme-lower-case',
    'the scheme in lower case',
    (pairs) => `oauth ${writeItems(pairs).join(', ')}`,
  ],
  [
    'scheme-upper-case',
    'the scheme in upper case',
    (pairs) => `OAUTH ${writeItems(pairs).join(', ')}`,
  ],
  ['no-space', 'no space after the commas', (pairs) => `OAuth ${writeItems(pairs).join(',')}`],
  [
    'much-space',
    'more space than is needed',
    (pairs) => `OAuth   ${writeItems(pairs).join(' ,\t ')}`,
  ],
  [
    'reversed',
    'the parameters in another order',
    (pairs) => `OAuth ${[...writeItems(pairs)].reverse().join(', ')}`,
  ],
  [
    'realm-first',
    'a realm before the parameters',
    (pairs) => writeAuthorizationHeader(pairs, 'Photos'),
  ],
  [
    'realm-last',
    'a realm after the parameters',
    (pairs) => `OAuth ${writeItems(pairs).join(', ')}, realm="Photos"`,
  ],
  ['realm-empty', 'an empty realm', (pairs) => `OAuth realm="", ${writeItems(pairs).join(', ')}`],
  [
    'realm-with-comma',
    'a realm with a comma and quotes',
    (pairs) => writeAuthorizationHeader(pairs, 'a, b="c"'),
  ],
  [
    'realm-url',
    'a realm that is a URL',
    (pairs) => writeAuthorizationHeader(pairs, 'http://sp.example.com/?a=b'),
  ],
  [
    'names-encoded',
    'names that are encoded',
    (pairs) =>
      `OAuth ${writeItems(pairs)
        .map((item) => item.replace(/^oauth_/, '%6Fauth_'))
        .join(', ')}`,
  ],
  [
    'lower-case-escapes',
    'escapes in lower case',
    (pairs) =>
      `OAuth ${writeItems(pairs)
        .map((item) => item.replaceAll(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase()))
        .join(', ')}`,
  ],
  [
    'needless-escapes',
    'unreserved characters that are encoded',
    (pairs) =>
      `OAuth ${writeItems(pairs)
        .map((item) => item.replace('oauth_version="1.0"', 'oauth_version="%31%2E0"'))
        .join(', ')}`,
  ],
]

/** Headers that must not cause a crash: id, description, header. */
const MALFORMED: readonly (readonly [
  id: string,
  what: string,
  header: (protocol: ProtocolParameters) => string,
])[] = [
  [
    'unfinished-quote',
    'a header whose last quote is missing',
    (pairs) => writeAuthorizationHeader(pairs).slice(0, -1),
  ],
  [
    'malformed-escape',
    'a header with an escape of letters',
    (pairs) => writeAuthorizationHeader(pairs).replace('oauth_nonce="', 'oauth_nonce="%zz'),
  ],
  [
    'escape-cut-off',
    'a header with an escape that is cut off',
    (pairs) => writeAuthorizationHeader(pairs).replace(/(oauth_nonce="[^"]*)"/, '$1%"'),
  ],
  [
    'not-utf8',
    'a header with an escape that is not UTF-8',
    (pairs) => writeAuthorizationHeader(pairs).replace('oauth_nonce="', 'oauth_nonce="%E9'),
  ],
  ['garbage', 'a header of garbage', () => 'OAuth ,,=;"'],
  ['scheme-alone', 'a header of the scheme alone', () => 'OAuth'],
]

/** Other schemes, without OAuth credentials. */
const OTHER_SCHEMES: readonly (readonly [id: string, header: string])[] = [
  ['basic', 'Basic amFuZTpqYW5l'],
  ['bearer', 'Bearer abc'],
  ['similar', 'OAuthX oauth_consumer_key="a"'],
  ['empty', ''],
]

const duplicateParameter =
  (name: string, change = (value: string) => value) =>
  (protocol: ProtocolParameters): ProtocolParameters =>
    protocol.flatMap((pair) =>
      pair[0] === name ? [pair, [name, change(pair[1])] as const] : [pair],
    )

const appendQuery = (query: string): SignedOptions => ({
  message: (message) => ({
    ...message,
    target: `${message.target}${message.target.includes('?') ? '&' : '?'}${query}`,
  }),
})

/** The places of protocol parameters, sections 3.1 and 3.5. */
export const transmissionChecks: readonly ProviderCheck[] = [
  ...WRITTEN.map(([id, what, writeHeader]) =>
    createAcceptedCheck(
      { id: `header.${id}`, title: `Reads an Authorization header with ${what}`, section: HEADER },
      { writeHeader },
    ),
  ),
  ...MALFORMED.map(([id, what, writeHeader]) =>
    createRefusedCheck(
      {
        id: `header.malformed-${id}`,
        title: `Refuses ${what}, without a crash`,
        section: HEADER,
        severity: 'medium',
      },
      { writeHeader },
    ),
  ),
  ...OTHER_SCHEMES.map(([id, header]) =>
    createCheck(
      {
        id: `header.other-scheme-${id}`,
        title: `Refuses the Authorization ${JSON.stringify(header)} without a crash`,
        section: 'RFC 2617 1.2',
        severity: 'medium',
      },
      async (context) => {
        assertRefused(await context.get(context.config.resourceUrl, { Authorization: header }))
      },
    ),
  ),
  createRefusedCheck(
    {
      id: 'header.other-scheme-signed',
      title: 'Takes no other scheme for OAuth, though what it carries is signed right',
      section: 'RFC 5849 3.5.1',
    },
    { writeHeader: (pairs) => writeAuthorizationHeader(pairs).replace('OAuth ', 'OAuthX ') },
  ),
  createCheck(
    {
      id: 'header.no-credentials',
      title: 'Answers a request without credentials by 401',
      section: 'RFC 5849 3.2',
      level: 'SHOULD',
    },
    async (context) => {
      assertStatus(await context.get(context.config.resourceUrl), [401])
    },
  ),
  createCheck(
    {
      id: 'header.no-credentials-refused',
      title: 'Lets nobody in without credentials',
      section: 'RFC 5849 3',
      severity: 'critical',
    },
    async (context) => {
      assertRefused(await context.get(context.config.resourceUrl))
    },
  ),
  createAcceptedCheck(
    {
      id: 'transmission.form',
      title: 'Takes protocol parameters in a form',
      section: 'RFC 5849 3.5.2',
      needs: ['form-transmission'],
    },
    { method: 'POST', transmission: 'form', form: 'a=1&b=%E2%98%83' },
  ),
  createAcceptedCheck(
    {
      id: 'transmission.form-alone',
      title: 'Takes a form of protocol parameters alone',
      section: 'RFC 5849 3.5.2',
      needs: ['form-transmission'],
    },
    { method: 'POST', transmission: 'form' },
  ),
  createAcceptedCheck(
    {
      id: 'transmission.query',
      title: 'Takes protocol parameters in the query',
      section: 'RFC 5849 3.5.3',
      needs: ['query-transmission'],
    },
    { transmission: 'query' },
  ),
  createAcceptedCheck(
    {
      id: 'transmission.query-with-others',
      title: 'Takes protocol parameters after others in the query',
      section: 'RFC 5849 3.5.3',
      needs: ['query-transmission'],
    },
    (context) => ({ ...queryResource('z=1&a=%20')(context), transmission: 'query' }),
  ),
  createAcceptedCheck(
    {
      id: 'transmission.query-with-form',
      title: 'Takes protocol parameters in the query beside a form',
      section: 'RFC 5849 3.5.3',
      needs: ['query-transmission'],
    },
    { method: 'POST', transmission: 'query', form: 'a=1' },
  ),
  ...createRefusedChecks(
    400,
    {
      id: 'transmission.header-and-query',
      title: 'Refuses protocol parameters in header and query',
      section: 'RFC 5849 3.5',
      severity: 'medium',
    },
    (context) => ({
      ...queryResource('oauth_version=1.0')(context),
      protocol: (pairs) => pairs.filter(([name]) => name !== 'oauth_version'),
    }),
  ),
  ...createRefusedChecks(
    400,
    {
      id: 'transmission.header-and-form',
      title: 'Refuses protocol parameters in header and form',
      section: 'RFC 5849 3.5',
      severity: 'medium',
    },
    {
      method: 'POST',
      form: 'oauth_version=1.0',
      protocol: (pairs) => pairs.filter(([name]) => name !== 'oauth_version'),
    },
  ),
  createRefusedCheck(
    {
      id: 'transmission.extension-elsewhere',
      title: 'Refuses any other oauth_ parameter in a second place',
      section: 'RFC 5849 3.5',
    },
    queryResource('oauth_extension=1'),
  ),
  createRefusedCheck(
    {
      id: 'transmission.unsigned-token-in-query',
      title: 'Refuses a second oauth_token that nobody signed',
      section: 'RFC 5849 3.5',
      severity: 'critical',
    },
    appendQuery('oauth_token=other'),
  ),
  ...[
    'oauth_token',
    'oauth_consumer_key',
    'oauth_nonce',
    'oauth_timestamp',
    'oauth_signature_method',
  ].flatMap((name) =>
    createRefusedChecks(
      400,
      {
        id: `duplicate.${name}`,
        title: `Refuses two ${name}`,
        section: 'RFC 5849 3.1',
        severity: 'medium',
      },
      { protocol: duplicateParameter(name) },
    ),
  ),
  createRefusedCheck(
    {
      id: 'duplicate.oauth_signature',
      title: 'Refuses two oauth_signature, of which one is right',
      section: 'RFC 5849 3.1',
      severity: 'medium',
    },
    { sent: duplicateParameter('oauth_signature', () => 'wrong') },
  ),
  createRefusedCheck(
    {
      id: 'duplicate.in-query',
      title: 'Refuses two of a protocol parameter in the query',
      section: 'RFC 5849 3.1',
      severity: 'medium',
      needs: ['query-transmission'],
    },
    { transmission: 'query', protocol: duplicateParameter('oauth_nonce', (value) => `${value}x`) },
  ),
  createRefusedCheck(
    {
      id: 'duplicate.extension',
      title: 'Refuses two of an oauth_ parameter that it does not know',
      section: 'RFC 5849 3.1',
    },
    {
      protocol: (pairs) =>
        addParameter('oauth_extension', '1')(addParameter('oauth_extension', '2')(pairs)),
    },
  ),
  createRefusedCheck(
    {
      id: 'duplicate.authorization',
      title: 'Refuses two Authorization headers',
      section: 'RFC 5849 3.5',
      severity: 'medium',
    },
    { headers: [['Authorization', 'OAuth oauth_token="other"']] },
  ),
]
