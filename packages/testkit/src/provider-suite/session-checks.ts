import { CannotBeJudged } from '../checks/cannot-be-judged.js'
import { NotApplicable } from '../checks/not-applicable.js'
import { assertThat } from '../checks/assert-that.js'
import { assertAccepted, assertIssued, assertRefused } from './assertions.js'
import { createCheck, addParameter, requireControl } from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'
import type { ProviderContext } from './provider-context.js'
import type { Token } from './shared-tokens.js'

const SESSION = { section: 'Session 1.0', needs: ['session'] } as const

interface Session {
  readonly key: string
  readonly secret: string
  readonly handle: string
  readonly expires: string | undefined
}

async function createSession(context: ProviderContext): Promise<Session> {
  const session = await exchangeToken(context)
  if (session.handle === '') throw new CannotBeJudged('the provider issues no session handle')
  return session
}

/** Obtains an access token. Its handle is empty without one. */
async function exchangeToken(context: ProviderContext): Promise<Session> {
  const { token, verifier } = await context.createApprovedToken()
  const values = assertIssued(await context.sendExchangeRequest(token, verifier))
  const handle = values.get('oauth_session_handle') ?? ''
  const secret = values.get('oauth_token_secret') ?? ''
  for (const hidden of [handle, secret]) context.mask.add(hidden)
  return {
    key: values.get('oauth_token') ?? '',
    secret,
    handle,
    expires: values.get('oauth_expires_in'),
  }
}

async function renewSession(context: ProviderContext): Promise<Token> {
  const old = await createSession(context)
  const values = assertIssued(
    await context.sendExchangeRequest(old, undefined, {
      protocol: addParameter('oauth_session_handle', old.handle),
    }),
  )
  const token = {
    key: values.get('oauth_token') ?? '',
    secret: values.get('oauth_token_secret') ?? '',
  }
  context.mask.add(token.secret)
  return token
}

/** The Session extension. */
export const sessionChecks: readonly ProviderCheck[] = [
  createCheck(
    {
      id: 'session.handle',
      title: 'Issues a session handle, and says when the token expires',
      ...SESSION,
    },
    async (context) => {
      const { handle, expires = 'none' } = await exchangeToken(context)
      assertThat(handle !== '', 'an oauth_session_handle', 'none')
      assertThat(/^\d+$/.test(expires), 'oauth_expires_in in seconds', expires)
    },
  ),
  createCheck(
    { id: 'session.renewed', title: 'Renews an access token for its session handle', ...SESSION },
    async (context) => {
      const token = await renewSession(context)
      assertAccepted(await context.sendResourceRequest({ token }))
    },
  ),
  ...requireControl('a renewal', renewSession, [
    createCheck(
      {
        id: 'session.wrong-handle',
        title: 'Refuses a wrong session handle',
        ...SESSION,
        severity: 'critical',
      },
      async (context) => {
        assertRefused(
          await context.sendExchangeRequest(await createSession(context), undefined, {
            protocol: addParameter('oauth_session_handle', 'wrong'),
          }),
        )
      },
    ),
    createCheck(
      {
        id: 'session.handle-absent',
        title: 'Refuses a renewal without the session handle',
        ...SESSION,
        severity: 'critical',
      },
      async (context) => {
        assertRefused(await context.sendExchangeRequest(await createSession(context), undefined))
      },
    ),
    createCheck(
      {
        id: 'session.handle-of-another',
        title: 'Refuses the session handle of another token',
        ...SESSION,
        severity: 'critical',
      },
      async (context) => {
        const [one, other] = [await createSession(context), await createSession(context)]
        if (one.key === other.key)
          throw new NotApplicable('the provider issues the same access token again')
        assertRefused(
          await context.sendExchangeRequest(one, undefined, {
            protocol: addParameter('oauth_session_handle', other.handle),
          }),
        )
      },
    ),
  ]),
  createCheck(
    {
      id: 'session.renewed-token-dead',
      title: 'Takes an access token out of use when it is renewed',
      ...SESSION,
      level: 'SHOULD',
      severity: 'medium',
    },
    async (context) => {
      const old = await createSession(context)
      assertIssued(
        await context.sendExchangeRequest(old, undefined, {
          protocol: addParameter('oauth_session_handle', old.handle),
        }),
      )
      assertRefused(await context.sendResourceRequest({ token: old }))
    },
  ),
]
