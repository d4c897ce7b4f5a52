import { assertThat } from '../checks/assert-that.js'
import {
  assertAccepted,
  getHeaders,
  assertIssued,
  assertIssuedAsForm,
  assertRefused,
  assertFormType,
  assertSecureUrl,
} from './assertions.js'
import { createCheck, createControlCheck } from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'

const SECTION = 'RFC 5849 2.3'
const MIN_SECRET_CHARACTERS = 16

/** The exchange of a request token for an access token, section 2.3. */
export const accessTokenChecks: readonly ProviderCheck[] = [
  createControlCheck(
    {
      id: 'access-token.issued',
      title: 'Exchanges an approved request token, by status 200',
      section: SECTION,
    },
    async (context) => {
      const { token, verifier } = await context.createApprovedToken()
      const exchange = await context.sendExchangeRequest(token, verifier)
      assertIssuedAsForm(exchange, 'an access token')
    },
  ),
  createCheck(
    {
      id: 'access-token.content-type',
      title: 'Responds with the content type of a form',
      section: SECTION,
    },
    async (context) => {
      const { token, verifier } = await context.createApprovedToken()
      const exchange = await context.sendExchangeRequest(token, verifier)
      assertAccepted(exchange)
      assertFormType(getHeaders(exchange, 'content-type'))
    },
  ),
  createCheck(
    {
      id: 'access-token.no-store',
      title: 'Keeps caches from storing the access token',
      section: 'RFC 5849 4.4',
      level: 'SHOULD',
    },
    async (context) => {
      const { token, verifier } = await context.createApprovedToken()
      const exchange = await context.sendExchangeRequest(token, verifier)
      assertAccepted(exchange)
      const found = getHeaders(exchange, 'cache-control').join(', ')
      assertThat(
        /no-store|no-cache|private/i.test(found),
        'Cache-Control: no-store',
        found || 'none',
      )
    },
  ),
  createCheck(
    {
      id: 'access-token.is-new',
      title: 'Issues credentials that are not those of the request token',
      section: 'RFC 5849 2',
      severity: 'high',
    },
    async (context) => {
      const { token, verifier } = await context.createApprovedToken()
      const values = assertIssued(await context.sendExchangeRequest(token, verifier))
      assertThat(values.get('oauth_token') !== token.key, 'another token', 'the same')
      assertThat(values.get('oauth_token_secret') !== token.secret, 'another secret', 'the same')
    },
  ),
  createCheck(
    {
      id: 'access-token.secret-length',
      title: 'Makes secrets long enough to resist guessing',
      section: 'RFC 5849 4.9',
      level: 'SHOULD',
      severity: 'medium',
    },
    async (context) => {
      const { length } = (await context.getToken()).secret
      assertThat(
        length >= MIN_SECRET_CHARACTERS,
        `a secret of ${MIN_SECRET_CHARACTERS} characters or more`,
        `one of ${length}`,
      )
    },
  ),
  createControlCheck(
    {
      id: 'access-token.works',
      title: 'Accepts the access token at the resource',
      section: SECTION,
    },
    async (context) => {
      assertAccepted(await context.sendResourceRequest({ token: await context.createToken() }))
    },
  ),
  createCheck(
    {
      id: 'access-token.by-form',
      title: 'Takes the exchange by form',
      section: 'RFC 5849 3.5.2',
      needs: ['form-transmission'],
    },
    async (context) => {
      const { token, verifier } = await context.createApprovedToken()
      assertIssued(await context.sendExchangeRequest(token, verifier, { transmission: 'form' }))
    },
  ),
  createCheck(
    {
      id: 'access-token.by-query',
      title: 'Takes the exchange by query',
      section: 'RFC 5849 3.5.3',
      needs: ['query-transmission'],
    },
    async (context) => {
      const { token, verifier } = await context.createApprovedToken()
      assertIssued(await context.sendExchangeRequest(token, verifier, { transmission: 'query' }))
    },
  ),
  createCheck(
    {
      id: 'access-token.transport',
      title: 'Issues access tokens over TLS only',
      section: SECTION,
      severity: 'high',
    },
    async ({ config }) => {
      assertSecureUrl(config.accessTokenUrl)
      await Promise.resolve()
    },
  ),
  createCheck(
    {
      id: 'access-token.leaks-nothing',
      title: 'Repeats no secret and no verifier when it refuses',
      section: 'RFC 5849 4.5',
      severity: 'critical',
      level: 'SHOULD',
    },
    async (context) => {
      const { token, verifier } = await context.createApprovedToken()
      const { body } = assertRefused(await context.sendExchangeRequest(token, 'wrong'))
      assertThat(
        ![token.secret, verifier, context.config.consumer.secret ?? '\0'].some((secret) =>
          body.includes(secret),
        ),
        'no secret',
        'a secret in the response',
      )
    },
  ),
  createCheck(
    {
      id: 'request-token.expires',
      title: 'Lets request tokens expire',
      section: 'RFC 5849 2',
      level: 'SHOULD',
      severity: 'medium',
      needs: ['clockUrl', 'requestTokenLifetimeSeconds'],
    },
    async (context) => {
      const { token, verifier } = await context.createApprovedToken()
      await context.advance((context.config.requestTokenLifetimeSeconds ?? 0) + 1)
      assertRefused(await context.sendExchangeRequest(token, verifier))
    },
  ),
]
