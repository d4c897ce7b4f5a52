import { NotApplicable } from '../checks/not-applicable.js'
import { assertThat } from '../checks/assert-that.js'
import { assertAccepted, assertIssued, assertRefused } from './assertions.js'
import { createCheck } from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'

/** Checks that tokens and nonces expire. These checks move the clock. */
export const expiryChecks: readonly ProviderCheck[] = [
  createCheck(
    {
      id: 'request-token.expires-before-approval',
      title: 'Approves no request token that has expired',
      section: 'RFC 5849 2',
      level: 'SHOULD',
      severity: 'medium',
      needs: ['clockUrl', 'requestTokenLifetimeSeconds'],
    },
    async (context) => {
      const token = await context.createRequestToken()
      await context.advance((context.config.requestTokenLifetimeSeconds ?? 0) + 1)
      const { verifier } = await context.decide(token).catch(() => ({ verifier: undefined }))
      assertThat(verifier === undefined, 'no verifier', 'a verifier')
    },
  ),
  createCheck(
    {
      id: 'access-token.expires',
      title: 'Refuses an access token that has expired',
      section: 'RFC 5849 3.2',
      severity: 'high',
      needs: ['clockUrl', 'accessTokenLifetimeSeconds'],
    },
    async (context) => {
      const token = await context.createToken()
      assertAccepted(await context.sendResourceRequest({ token }))
      await context.advance((context.config.accessTokenLifetimeSeconds ?? 0) + 1)
      assertRefused(await context.sendResourceRequest({ token }))
    },
  ),
  createCheck(
    {
      id: 'session.expires',
      title: 'Refuses an access token after its oauth_expires_in',
      section: 'Session 1.0',
      severity: 'high',
      needs: ['session', 'clockUrl'],
    },
    async (context) => {
      const { token, verifier } = await context.createApprovedToken()
      const values = assertIssued(await context.sendExchangeRequest(token, verifier))
      const seconds = Number(values.get('oauth_expires_in') ?? 0)
      if (!(seconds > 0)) throw new NotApplicable('the access token does not expire')
      const issued = {
        key: values.get('oauth_token') ?? '',
        secret: values.get('oauth_token_secret') ?? '',
      }
      context.mask.add(issued.secret)
      await context.advance(seconds + 1)
      assertRefused(await context.sendResourceRequest({ token: issued }))
    },
  ),
]
