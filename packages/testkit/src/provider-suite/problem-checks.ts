import { assertThat } from '../checks/assert-that.js'
import { randomBytes } from 'node:crypto'

import type { Exchange } from '../wire/exchange.js'
import { assertAccepted, assertNotLimited, getResponse, getHeaders } from './assertions.js'
import { createCheck, replaceParameter, removeParameter } from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'
import type { SignedOptions } from './provider-context.js'
import type { ProtocolParameters } from './sign-message.js'

/** The problems to be reported: code, options of a request that causes it, and the parameter that comes with it. */
const PROBLEMS: readonly (readonly [code: string, options: SignedOptions, companion?: string])[] = [
  [
    'signature_invalid',
    { sent: replaceParameter('oauth_signature', 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=') },
  ],
  [
    'version_rejected',
    { protocol: replaceParameter('oauth_version', '2.0') },
    'oauth_acceptable_versions',
  ],
  ['parameter_absent', { protocol: removeParameter('oauth_nonce') }, 'oauth_parameters_absent'],
  [
    'timestamp_refused',
    { protocol: replaceParameter('oauth_timestamp', '1') },
    'oauth_acceptable_timestamps',
  ],
  [
    'signature_method_rejected',
    { protocol: replaceParameter('oauth_signature_method', 'HMAC-MD5') },
  ],
  [
    'consumer_key_unknown',
    { consumer: { key: 'nobody-knows-me', secret: 'x' }, token: { key: 'x', secret: 'x' } },
  ],
  ['token_rejected', { token: { key: 'nobody-knows-this', secret: '' } }],
]

// A provider may hide which keys exist as long as no signature proves the sender.
const UNPROVEN: ReadonlySet<string> = new Set(['consumer_key_unknown', 'token_rejected'])

function findProblem(exchange: Exchange, name = 'oauth_problem'): string | undefined {
  assertNotLimited(exchange)
  const pattern = new RegExp(`(?:^|[\\s,&?])${name}="?([^",&\\s]+)`)
  const header = getHeaders(exchange, 'www-authenticate').join(', ')
  return pattern.exec(header)?.[1] ?? pattern.exec(getResponse(exchange).body)?.[1]
}

/** The Problem Reporting extension. */
export const problemChecks: readonly ProviderCheck[] = [
  ...PROBLEMS.map(([code, options]) =>
    createCheck(
      {
        id: `problem.${code}`,
        title: `Reports ${code}`,
        section: 'Problem Reporting',
        needs: ['problem-reporting'],
      },
      async (context) => {
        const found = findProblem(await context.sendResourceRequest(options))
        const isTold = found === code || (UNPROVEN.has(code) && found === 'signature_invalid')
        assertThat(isTold, code, found ?? 'no oauth_problem')
      },
    ),
  ),
  ...PROBLEMS.flatMap(([code, options, companion]) =>
    companion === undefined
      ? []
      : [
          createCheck(
            {
              id: `problem.${code}-companion`,
              title: `Reports ${companion} with ${code}`,
              section: 'Problem Reporting',
              level: 'SHOULD',
              needs: ['problem-reporting'],
            },
            async (context) => {
              assertThat(
                findProblem(await context.sendResourceRequest(options), companion) !== undefined,
                companion,
                'none',
              )
            },
          ),
        ],
  ),
  createCheck(
    {
      id: 'problem.nonce_used',
      title: 'Reports nonce_used',
      section: 'Problem Reporting',
      needs: ['problem-reporting'],
    },
    async (context) => {
      const [nonce, timestamp] = [randomBytes(16).toString('hex'), String(context.nowSeconds())]
      const repeatNonce = (pairs: ProtocolParameters): ProtocolParameters =>
        replaceParameter(
          'oauth_nonce',
          nonce,
        )(replaceParameter('oauth_timestamp', timestamp)(pairs))
      assertAccepted(await context.sendResourceRequest({ protocol: repeatNonce }))
      const found = findProblem(await context.sendResourceRequest({ protocol: repeatNonce }))
      assertThat(found === 'nonce_used', 'nonce_used', found ?? 'no oauth_problem')
    },
  ),
  createCheck(
    {
      id: 'problem.in-header',
      title: 'Reports the problem in WWW-Authenticate',
      section: 'Problem Reporting',
      level: 'SHOULD',
      needs: ['problem-reporting'],
    },
    async (context) => {
      const exchange = await context.sendResourceRequest({
        sent: replaceParameter('oauth_signature', 'AAAA'),
      })
      const found = getHeaders(exchange, 'www-authenticate').join(', ')
      assertThat(
        found.includes('oauth_problem='),
        'oauth_problem in WWW-Authenticate',
        found || 'no such header',
      )
    },
  ),
  createCheck(
    {
      id: 'problem.same-in-body',
      title: 'Reports the same problem in header and body',
      section: 'Problem Reporting',
      level: 'SHOULD',
      needs: ['problem-reporting'],
    },
    async (context) => {
      const exchange = await context.sendResourceRequest({
        sent: replaceParameter('oauth_signature', 'AAAA'),
      })
      const inBody = /oauth_problem=(\w+)/.exec(getResponse(exchange).body)?.[1]
      assertThat(
        inBody === undefined || inBody === findProblem(exchange),
        'the same in both',
        `${inBody ?? ''} in the body`,
      )
    },
  ),
]
