import { assertRefused } from './assertions.js'
import { createCheck, requireControl, addParameter, replaceParameter } from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'

const SECTION = 'RFC 5849 2.3'

/** The verifier of an exchange, section 2.3. */
export const verifierChecks: readonly ProviderCheck[] = requireControl(
  'an exchange',
  (context) => context.createToken(),
  [
    createCheck(
      {
        id: 'access-token.verifier-absent',
        title: 'Refuses an exchange without a verifier',
        section: SECTION,
        severity: 'critical',
      },
      async (context) => {
        assertRefused(
          await context.sendExchangeRequest((await context.createApprovedToken()).token, undefined),
        )
      },
    ),
    createCheck(
      {
        id: 'access-token.verifier-wrong',
        title: 'Refuses a wrong verifier',
        section: SECTION,
        severity: 'critical',
      },
      async (context) => {
        assertRefused(
          await context.sendExchangeRequest((await context.createApprovedToken()).token, 'wrong'),
        )
      },
    ),
    createCheck(
      {
        id: 'access-token.verifier-empty',
        title: 'Refuses an empty verifier',
        section: SECTION,
        severity: 'critical',
      },
      async (context) => {
        assertRefused(
          await context.sendExchangeRequest((await context.createApprovedToken()).token, ''),
        )
      },
    ),
    createCheck(
      {
        id: 'access-token.verifier-prefix',
        title: 'Refuses the beginning of a verifier',
        section: SECTION,
        severity: 'critical',
      },
      async (context) => {
        const { token, verifier } = await context.createApprovedToken()
        assertRefused(await context.sendExchangeRequest(token, verifier.slice(0, -1)))
      },
    ),
    createCheck(
      {
        id: 'access-token.verifier-of-another',
        title: 'Refuses the verifier of another request token',
        section: SECTION,
        severity: 'critical',
      },
      async (context) => {
        const [one, other] = [
          await context.createApprovedToken(),
          await context.createApprovedToken(),
        ]
        assertRefused(await context.sendExchangeRequest(one.token, other.verifier))
      },
    ),
    createCheck(
      {
        id: 'access-token.verifier-twice',
        title: 'Refuses two verifiers',
        section: 'RFC 5849 3.1',
        severity: 'medium',
      },
      async (context) => {
        const { token, verifier } = await context.createApprovedToken()
        assertRefused(
          await context.sendExchangeRequest(token, verifier, {
            protocol: addParameter('oauth_verifier', 'other'),
          }),
        )
      },
    ),
    createCheck(
      {
        id: 'access-token.verifier-unsigned',
        title: 'Refuses a verifier that was changed after signing',
        section: 'RFC 5849 3.2',
        severity: 'critical',
      },
      async (context) => {
        const { token, verifier } = await context.createApprovedToken()
        assertRefused(
          await context.sendExchangeRequest(token, 'signed', {
            sent: replaceParameter('oauth_verifier', verifier),
          }),
        )
      },
    ),
    createCheck(
      {
        id: 'access-token.not-approved',
        title: 'Refuses a request token that nobody has approved',
        section: SECTION,
        severity: 'critical',
      },
      async (context) => {
        assertRefused(
          await context.sendExchangeRequest(await context.createRequestToken(), undefined),
        )
      },
    ),
    createCheck(
      {
        id: 'access-token.not-approved-empty-verifier',
        title: 'Refuses a request token that nobody has approved, with an empty verifier',
        section: SECTION,
        severity: 'critical',
      },
      async (context) => {
        assertRefused(await context.sendExchangeRequest(await context.createRequestToken(), ''))
      },
    ),
  ],
)
