import { accepted, demand, issued, refused } from './judge.js'
import { check, plus } from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'
import { tokenParameters } from './provider-context.js'
import type { ProviderContext } from './provider-context.js'

const SESSION = { section: 'Session 1.0', needs: ['session'] } as const

async function session(context: ProviderContext): Promise<{
  readonly key: string
  readonly secret: string
  readonly handle: string
  readonly expires: string | undefined
}> {
  const { token, verifier } = await context.approved()
  const values = tokenParameters(await context.accessToken(token, verifier))
  const handle = values.get('oauth_session_handle') ?? ''
  const secret = values.get('oauth_token_secret') ?? ''
  for (const hidden of [handle, secret]) context.mask.add(hidden)
  demand(handle !== '', 'an oauth_session_handle', 'none')
  return {
    key: values.get('oauth_token') ?? '',
    secret,
    handle,
    expires: values.get('oauth_expires_in'),
  }
}

/** The Session extension. */
export const sessionChecks: readonly ProviderCheck[] = [
  check(
    {
      id: 'session.handle',
      title: 'Issues a session handle, and says when the token expires',
      ...SESSION,
    },
    async (context) => {
      const { expires = 'none' } = await session(context)
      demand(/^\d+$/.test(expires), 'oauth_expires_in in seconds', expires)
    },
  ),
  check(
    { id: 'session.renewed', title: 'Renews an Access Token for its session handle', ...SESSION },
    async (context) => {
      const old = await session(context)
      const values = issued(
        await context.accessToken(old, undefined, {
          protocol: plus('oauth_session_handle', old.handle),
        }),
      )
      const token = {
        key: values.get('oauth_token') ?? '',
        secret: values.get('oauth_token_secret') ?? '',
      }
      context.mask.add(token.secret)
      accepted(await context.resource({ token }))
    },
  ),
  check(
    {
      id: 'session.wrong-handle',
      title: 'Refuses a wrong session handle',
      ...SESSION,
      severity: 'critical',
    },
    async (context) => {
      refused(
        await context.accessToken(await session(context), undefined, {
          protocol: plus('oauth_session_handle', 'wrong'),
        }),
      )
    },
  ),
  check(
    {
      id: 'session.handle-absent',
      title: 'Refuses a renewal without the session handle',
      ...SESSION,
      severity: 'critical',
    },
    async (context) => {
      refused(await context.accessToken(await session(context), undefined))
    },
  ),
  check(
    {
      id: 'session.handle-of-another',
      title: 'Refuses the session handle of another token',
      ...SESSION,
      severity: 'critical',
    },
    async (context) => {
      const [one, other] = [await session(context), await session(context)]
      refused(
        await context.accessToken(one, undefined, {
          protocol: plus('oauth_session_handle', other.handle),
        }),
      )
    },
  ),
  check(
    {
      id: 'session.renewed-token-dead',
      title: 'Takes an Access Token out of use when it is renewed',
      ...SESSION,
      level: 'SHOULD',
      severity: 'medium',
    },
    async (context) => {
      const old = await session(context)
      issued(
        await context.accessToken(old, undefined, {
          protocol: plus('oauth_session_handle', old.handle),
        }),
      )
      refused(await context.resource({ token: old }))
    },
  ),
]
