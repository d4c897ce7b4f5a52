import { randomBytes } from 'node:crypto'

import type { Context } from 'koa'

/** Sessions by cookie. A real site stores them so that they survive a restart. */
export interface Sessions {
  /** Returns the id of the user who sends a request, or `undefined` if nobody is logged in. */
  userId(context: Context): string | undefined
  /** Logs a user in, under a new session id, so that an attacker cannot set it in advance. */
  start(context: Context, userId: string): void
  /** Logs out. */
  end(context: Context): void
}

interface Session {
  readonly userId: string
  readonly expiresAt: number
}

// Cookies are shared between ports: the Printer on this host must not use the same name.
const COOKIE_NAME = 'photo_session'
const LIFETIME_MILLISECONDS = 12 * 60 * 60 * 1000
const MAX_SESSIONS = 10_000

/** Creates sessions that live in memory. */
export function createSessions(): Sessions {
  const sessions = new Map<string, Session>()
  return {
    userId(context) {
      const session = sessions.get(context.cookies.get(COOKIE_NAME) ?? '')
      return session !== undefined && session.expiresAt > Date.now() ? session.userId : undefined
    },
    start(context, userId) {
      sessions.delete(context.cookies.get(COOKIE_NAME) ?? '')
      const [oldest] = sessions.keys()
      if (sessions.size >= MAX_SESSIONS && oldest !== undefined) sessions.delete(oldest)
      const id = randomBytes(32).toString('base64url')
      sessions.set(id, { userId, expiresAt: Date.now() + LIFETIME_MILLISECONDS })
      context.cookies.set(COOKIE_NAME, id, {
        // Not strict, because the user comes from the consumer's site, and must still be logged in.
        sameSite: 'lax',
        maxAge: LIFETIME_MILLISECONDS,
      })
    },
    end(context) {
      sessions.delete(context.cookies.get(COOKIE_NAME) ?? '')
      context.cookies.set(COOKIE_NAME, null)
    },
  }
}
