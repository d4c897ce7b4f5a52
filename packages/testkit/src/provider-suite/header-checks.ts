import { percentEncode, writeAuthorizationHeader } from '../reference/index.js'
import { createAcceptedCheck, createCheck, createRefusedCheck } from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'
import { assertThat } from '../checks/assert-that.js'
import type { Level } from '../checks/check.js'
import { assertStatus, assertRefused, getResponse } from './assertions.js'
import { describeResponse } from './token-response.js'
import type { ProtocolParameters } from './sign-message.js'

const HEADER = 'RFC 5849 3.5.1'

const writeItems = (protocol: ProtocolParameters): readonly string[] =>
  protocol.map(([name, value]) => `${name}="${percentEncode(value)}"`)

/** Ways to write the Authorization header: id, description, function, and the level if it is not MUST. */
const WRITTEN: readonly (readonly [
  id: string,
  what: string,
  write: (protocol: ProtocolParameters) => string,
  level?: Level,
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
    'SHOULD',
  ],
  [
    'lower-case-escapes',
    'escapes in lower case',
    (pairs) =>
      `OAuth ${writeItems(pairs)
        .map((item) => item.replaceAll(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase()))
        .join(', ')}`,
    'SHOULD',
  ],
  [
    'needless-escapes',
    'unreserved characters that are encoded',
    (pairs) =>
      `OAuth ${writeItems(pairs)
        .map((item) => item.replace('oauth_version="1.0"', 'oauth_version="%31%2E0"'))
        .join(', ')}`,
    'SHOULD',
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
  ['scheme-alone', 'a header with only the scheme', () => 'OAuth'],
]

/** Other schemes, without OAuth credentials. */
const OTHER_SCHEMES: readonly (readonly [id: string, header: string])[] = [
  ['basic', 'Basic amFuZTpqYW5l'],
  ['bearer', 'Bearer abc'],
  ['similar', 'OAuthX oauth_consumer_key="a"'],
  ['empty', ''],
]

/** The Authorization header, section 3.5.1. */
export const headerChecks: readonly ProviderCheck[] = [
  // Section 3.6 forbids clients to write some of them, so that a server need not read them.
  ...WRITTEN.map(([id, what, writeHeader, level = 'MUST']) =>
    createAcceptedCheck(
      {
        id: `header.${id}`,
        title: `Reads an Authorization header with ${what}`,
        section: HEADER,
        level,
      },
      { writeHeader },
    ),
  ),
  ...MALFORMED.map(([id, what, writeHeader]) =>
    createRefusedCheck(
      {
        id: `header.malformed-${id}`,
        title: `Refuses ${what}`,
        section: HEADER,
        level: 'SHOULD',
      },
      { writeHeader },
    ),
  ),
  createCheck(
    {
      id: 'header.malformed-crash',
      title: 'Does not crash on a malformed Authorization header',
      section: HEADER,
      level: 'SHOULD',
      severity: 'medium',
    },
    async (context) => {
      for (const [, , writeHeader] of MALFORMED) {
        const exchange = await context.sendResourceRequest({ writeHeader })
        assertThat(getResponse(exchange).status < 500, 'no 5xx', describeResponse(exchange))
      }
    },
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
      title: 'Responds with 401 to a request without credentials',
      section: 'RFC 9110 15.5.2',
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
]
