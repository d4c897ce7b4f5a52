import type { WireMessage } from '../reference/index.js'
import { assertRefused } from './assertions.js'
import {
  createCheck,
  removeParameter,
  replaceParameter,
  requireControl,
  useRandomTimestamp,
} from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'
import type { ProviderContext, SignedOptions } from './provider-context.js'
import { swapCase } from './swap-case.js'

const REQUEST_TOKEN = 'RFC 5849 2.1'
const ACCESS_TOKEN = 'RFC 5849 2.3'

const removeCredentials = (message: WireMessage): WireMessage => ({
  ...message,
  headers: message.headers.filter(([name]) => name !== 'Authorization'),
})

const addQuery = (message: WireMessage): WireMessage => ({
  ...message,
  target: `${message.target}${message.target.includes('?') ? '&' : '?'}x_scope=admin`,
})

/** Requests that both token endpoints must refuse: id, description, options. */
const WRONG: readonly (readonly [id: string, what: string, options: SignedOptions])[] = [
  ['unsigned', 'a request without credentials', { message: removeCredentials }],
  [
    'signature-absent',
    'a request without a signature',
    { sent: removeParameter('oauth_signature') },
  ],
  ['tampered-query', 'a request to which a parameter was added', { message: addQuery }],
  [
    'tampered-method',
    'a request signed for another HTTP method',
    { signed: (parts) => ({ ...parts, method: parts.method === 'GET' ? 'POST' : 'GET' }) },
  ],
  [
    'nonce-absent',
    'a request without a nonce',
    { protocol: (pairs) => removeParameter('oauth_nonce')(useRandomTimestamp(pairs)) },
  ],
  [
    'timestamp-absent',
    'a request without a timestamp',
    { protocol: removeParameter('oauth_timestamp') },
  ],
  [
    'method-unknown',
    'an unknown signature method',
    { protocol: replaceParameter('oauth_signature_method', 'HMAC-MD5') },
  ],
  [
    'timestamp-changed',
    'a request whose timestamp was changed after signing',
    { sent: replaceParameter('oauth_timestamp', (value) => String(Number(value) + 1)) },
  ],
]

/** Verifiers that are not quite right: id, description, change. */
const VERIFIERS: readonly (readonly [
  id: string,
  what: string,
  change: (verifier: string) => string,
])[] = [
  ['extended', 'a verifier followed by more', (verifier) => `${verifier}x`],
  ['case', 'a verifier in another case', (verifier) => swapCase(verifier, 'the verifier')],
  ['wildcard', 'a wildcard as verifier', () => '%'],
  ['pattern', 'a regular expression as verifier', () => '.*'],
]

/** The checks that both token endpoints must make like any request, sections 2.1, 2.3 and 3.2. */
export const tokenEndpointChecks: readonly ProviderCheck[] = [
  ...WRONG.map(([id, what, options]) =>
    createCheck(
      {
        id: `request-token.${id}`,
        title: `Refuses ${what} for a request token`,
        section: REQUEST_TOKEN,
        severity: id === 'method-unknown' ? undefined : 'critical',
      },
      async (context) => {
        assertRefused(await context.sendTokenRequest(options))
      },
    ),
  ),
  ...requireControl('an exchange', (context) => context.createToken(), [
    ...WRONG.map(([id, what, options]) =>
      createExchangeCheck(
        {
          id: `access-token.${id}`,
          title: `Refuses ${what} for an access token`,
          section: ACCESS_TOKEN,
          severity: id === 'method-unknown' ? undefined : 'critical',
        },
        () => options,
      ),
    ),
    createExchangeCheck(
      {
        id: 'access-token.wrong-consumer-secret',
        title: 'Refuses an exchange signed with a wrong consumer secret',
        section: ACCESS_TOKEN,
        severity: 'critical',
        needs: ['a consumer with a secret'],
      },
      () => ({ keys: { consumerSecret: 'wrong-secret' } }),
    ),
    createExchangeCheck(
      {
        id: 'access-token.empty-token-secret',
        title: 'Refuses an exchange signed without the secret of the request token',
        section: ACCESS_TOKEN,
        severity: 'critical',
        needs: ['a consumer with a secret'],
      },
      () => ({ keys: { tokenSecret: '' } }),
    ),
    createExchangeCheck(
      {
        id: 'access-token.version',
        title: 'Refuses an exchange with another oauth_version',
        section: 'RFC 5849 3.2',
      },
      () => ({ protocol: replaceParameter('oauth_version', '2.0') }),
    ),
    ...VERIFIERS.map(([id, what, change]) =>
      createCheck(
        {
          id: `access-token.verifier-${id}`,
          title: `Refuses ${what}`,
          section: ACCESS_TOKEN,
          severity: id === 'case' || id === 'extended' ? 'medium' : 'critical',
        },
        async (context) => {
          const { token, verifier } = await context.createApprovedToken()
          assertRefused(await context.sendExchangeRequest(token, change(verifier)))
        },
      ),
    ),
  ]),
]

function createExchangeCheck(
  rule: Parameters<typeof createCheck>[0],
  getOptions: (context: ProviderContext) => SignedOptions,
): ProviderCheck {
  return createCheck(rule, async (context) => {
    const { token, verifier } = await context.createApprovedToken()
    assertRefused(await context.sendExchangeRequest(token, verifier, getOptions(context)))
  })
}
