import { randomBytes } from 'node:crypto'

import type { Exchange } from '../wire/exchange.js'
import { accepted, answerOf, demand, headersOf } from './judge.js'
import { check, replaced, without } from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'
import type { SignedOptions } from './provider-context.js'
import type { Protocol } from './signed-message.js'

/** Requests and the problem that is to be reported: code, how the request is spoiled, the parameter that goes with it. */
const PROBLEMS: readonly (readonly [code: string, options: SignedOptions, companion?: string])[] = [
  ['signature_invalid', { sent: replaced('oauth_signature', 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=') }],
  ['version_rejected', { protocol: replaced('oauth_version', '2.0') }, 'oauth_acceptable_versions'],
  ['parameter_absent', { protocol: without('oauth_nonce') }, 'oauth_parameters_absent'],
  [
    'timestamp_refused',
    { protocol: replaced('oauth_timestamp', '1') },
    'oauth_acceptable_timestamps',
  ],
  ['signature_method_rejected', { protocol: replaced('oauth_signature_method', 'HMAC-MD5') }],
  [
    'consumer_key_unknown',
    { consumer: { key: 'nobody-knows-me', secret: 'x' }, token: { key: 'x', secret: 'x' } },
  ],
  ['token_rejected', { token: { key: 'nobody-knows-this', secret: '' } }],
]

// A provider may keep to itself which keys exist, as long as no signature proves the sender.
const UNPROVEN: ReadonlySet<string> = new Set(['consumer_key_unknown', 'token_rejected'])

function problemIn(exchange: Exchange, name = 'oauth_problem'): string | undefined {
  const pattern = new RegExp(`(?:^|[\\s,&?])${name}="?([^",&\\s]+)`)
  const header = headersOf(exchange, 'www-authenticate').join(', ')
  return pattern.exec(header)?.[1] ?? pattern.exec(answerOf(exchange).body)?.[1]
}

/** The Problem Reporting extension. */
export const problemChecks: readonly ProviderCheck[] = [
  ...PROBLEMS.map(([code, options]) =>
    check(
      {
        id: `problem.${code}`,
        title: `Reports ${code}`,
        section: 'Problem Reporting',
        needs: ['problem-reporting'],
      },
      async (context) => {
        const found = problemIn(await context.resource(options))
        const isTold = found === code || (UNPROVEN.has(code) && found === 'signature_invalid')
        demand(isTold, code, found ?? 'no oauth_problem')
      },
    ),
  ),
  ...PROBLEMS.flatMap(([code, options, companion]) =>
    companion === undefined
      ? []
      : [
          check(
            {
              id: `problem.${code}-companion`,
              title: `Reports ${companion} with ${code}`,
              section: 'Problem Reporting',
              level: 'SHOULD',
              needs: ['problem-reporting'],
            },
            async (context) => {
              demand(
                problemIn(await context.resource(options), companion) !== undefined,
                companion,
                'none',
              )
            },
          ),
        ],
  ),
  check(
    {
      id: 'problem.nonce_used',
      title: 'Reports nonce_used',
      section: 'Problem Reporting',
      needs: ['problem-reporting'],
    },
    async (context) => {
      const [nonce, timestamp] = [randomBytes(16).toString('hex'), String(context.nowSeconds())]
      const again = (pairs: Protocol): Protocol =>
        replaced('oauth_nonce', nonce)(replaced('oauth_timestamp', timestamp)(pairs))
      accepted(await context.resource({ protocol: again }))
      const found = problemIn(await context.resource({ protocol: again }))
      demand(found === 'nonce_used', 'nonce_used', found ?? 'no oauth_problem')
    },
  ),
  check(
    {
      id: 'problem.in-header',
      title: 'Reports the problem in WWW-Authenticate',
      section: 'Problem Reporting',
      level: 'SHOULD',
      needs: ['problem-reporting'],
    },
    async (context) => {
      const exchange = await context.resource({ sent: replaced('oauth_signature', 'AAAA') })
      const found = headersOf(exchange, 'www-authenticate').join(', ')
      demand(
        found.includes('oauth_problem='),
        'oauth_problem in WWW-Authenticate',
        found || 'no such header',
      )
    },
  ),
  check(
    {
      id: 'problem.same-in-body',
      title: 'Reports the same problem in header and body',
      section: 'Problem Reporting',
      level: 'SHOULD',
      needs: ['problem-reporting'],
    },
    async (context) => {
      const exchange = await context.resource({ sent: replaced('oauth_signature', 'AAAA') })
      const inBody = /oauth_problem=(\w+)/.exec(answerOf(exchange).body)?.[1]
      demand(
        inBody === undefined || inBody === problemIn(exchange),
        'the same in both',
        `${inBody ?? ''} in the body`,
      )
    },
  ),
]
