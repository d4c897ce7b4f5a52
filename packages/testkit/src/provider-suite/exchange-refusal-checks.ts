import { assertThat } from '../checks/assert-that.js'
import { getResponse, assertStatus, assertIssued, assertRefused } from './assertions.js'
import {
  createCheck,
  requireControl,
  getOtherConsumer,
  replaceParameter,
} from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'
import { readTokenParameters } from './token-response.js'

const SECTION = 'RFC 5849 2.3'
const SIMULTANEOUS = 10

/** Exchanges that must be refused, sections 2.3 and 3.2. */
export const exchangeRefusalChecks: readonly ProviderCheck[] = requireControl(
  'an exchange',
  (context) => context.createToken(),
  [
    createCheck(
      {
        id: 'access-token.used-twice',
        title: 'Exchanges a request token once',
        section: 'RFC 5849 2.3',
        severity: 'high',
      },
      async (context) => {
        const { token, verifier } = await context.createApprovedToken()
        assertIssued(await context.sendExchangeRequest(token, verifier))
        assertRefused(await context.sendExchangeRequest(token, verifier))
      },
    ),
    createCheck(
      {
        id: 'access-token.used-twice-status',
        title: 'Refuses a used request token by status 401',
        section: 'RFC 5849 3.2',
        level: 'SHOULD',
      },
      async (context) => {
        const { token, verifier } = await context.createApprovedToken()
        assertIssued(await context.sendExchangeRequest(token, verifier))
        assertStatus(await context.sendExchangeRequest(token, verifier), [401])
      },
    ),
    createCheck(
      {
        id: 'access-token.simultaneous',
        title: 'Lets one of ten simultaneous exchanges succeed',
        section: 'RFC 5849 2',
        severity: 'high',
        runsAlone: true,
      },
      async (context) => {
        const { token, verifier } = await context.createApprovedToken()
        const exchanges = await Promise.all(
          Array.from({ length: SIMULTANEOUS }, () => context.sendExchangeRequest(token, verifier)),
        )
        for (const exchange of exchanges) {
          const secret = readTokenParameters(exchange).get('oauth_token_secret')
          if (secret !== undefined) context.mask.add(secret)
        }
        const passed = exchanges.filter((exchange) => getResponse(exchange).status < 300).length
        assertThat(passed === 1, 'one exchange to succeed', `${passed} succeeded`)
      },
    ),
    createCheck(
      {
        id: 'access-token.of-another',
        title: 'Refuses the request token of another consumer',
        section: SECTION,
        severity: 'critical',
        needs: ['otherConsumer'],
      },
      async (context) => {
        const { token, verifier } = await context.createApprovedToken()
        assertRefused(
          await context.sendExchangeRequest(token, verifier, {
            consumer: getOtherConsumer(context),
          }),
        )
      },
    ),
    createCheck(
      {
        id: 'access-token.wrong-token-secret',
        title: 'Refuses a wrong token secret',
        section: SECTION,
        severity: 'critical',
      },
      async (context) => {
        const { token, verifier } = await context.createApprovedToken()
        assertRefused(
          await context.sendExchangeRequest(token, verifier, {
            keys: { tokenSecret: 'wrong-secret' },
          }),
        )
      },
    ),
    createCheck(
      {
        id: 'access-token.wrong-signature',
        title: 'Refuses a wrong signature',
        section: SECTION,
        severity: 'critical',
      },
      async (context) => {
        const { token, verifier } = await context.createApprovedToken()
        assertRefused(
          await context.sendExchangeRequest(token, verifier, {
            sent: replaceParameter('oauth_signature', 'wrong'),
          }),
        )
      },
    ),
    createCheck(
      {
        id: 'access-token.survives-wrong-signature',
        title: 'Spends no request token on a wrong signature',
        section: SECTION,
        level: 'MAY',
        severity: 'medium',
      },
      async (context) => {
        const { token, verifier } = await context.createApprovedToken()
        assertRefused(
          await context.sendExchangeRequest(token, verifier, {
            sent: replaceParameter('oauth_signature', 'wrong'),
          }),
        )
        assertIssued(
          await context.sendExchangeRequest(token, verifier),
          'an access token after a forged attempt',
        )
      },
    ),
    createCheck(
      {
        id: 'access-token.token-absent',
        title: 'Refuses an exchange without a token',
        section: SECTION,
      },
      async (context) => {
        assertRefused(
          await context.sendExchangeRequest({ key: '', secret: '' }, 'anything', { token: null }),
        )
      },
    ),
    createCheck(
      {
        id: 'access-token.unknown-token',
        title: 'Refuses a request token that it does not know',
        section: SECTION,
        severity: 'critical',
      },
      async (context) => {
        assertRefused(
          await context.sendExchangeRequest({ key: 'nobody-knows-this', secret: '' }, 'anything'),
        )
      },
    ),
    createCheck(
      {
        id: 'access-token.by-access-token',
        title: 'Exchanges no access token',
        section: SECTION,
        severity: 'high',
      },
      async (context) => {
        assertRefused(await context.sendExchangeRequest(await context.getToken(), 'anything'))
      },
    ),
    createCheck(
      {
        id: 'access-token.request-token-dead',
        title: 'Refuses an exchanged request token at the resource',
        section: 'RFC 5849 2',
        severity: 'critical',
      },
      async (context) => {
        const { token, verifier } = await context.createApprovedToken()
        assertIssued(await context.sendExchangeRequest(token, verifier))
        assertRefused(await context.sendResourceRequest({ token }))
      },
    ),
  ],
)
