import { randomBytes } from 'node:crypto'

import type { FastifyReply, FastifyRequest } from 'fastify'

/** Sessions by cookie. A real site stores them so that they survive a restart. */
export interface Sessions {
  /** Returns the id of the user who sends a request, or `undefined` if nobody is logged in. */
  userId(request: FastifyRequest): string | undefined
  /** Logs a user in, under a new session id, so that an attacker cannot set it in advance. */
  start(request: FastifyRequest, reply: FastifyReply, userId: string): void
  /** Logs out. */
  end(request: FastifyRequest, reply: FastifyReply): void
}

interface Session {
  readonly userId: string
  readonly expiresAt: number
}

// Cookies are shared between ports: the Printer on this host must not use the same name.
const COOKIE_NAME = 'photo_session'
const LIFETIME_SECONDS = 12 * 60 * 60
const MAX_SESSIONS = 10_000

/** Creates sessions that live in memory. */
export function createSessions(): Sessions {
  const sessions = new Map<string, Session>()
  return {
    userId({ cookies }) {
      const session = sessions.get(cookies[COOKIE_NAME] ?? '')
      return session !== undefined && session.expiresAt > Date.now() ? session.userId : undefined
    },
    start({ cookies, protocol }, reply, userId) {
      sessions.delete(cookies[COOKIE_NAME] ?? '')
      const [oldest] = sessions.keys()
      if (sessions.size >= MAX_SESSIONS && oldest !== undefined) sessions.delete(oldest)
      const id = randomBytes(32).toString('base64url')
      sessions.set(id, { userId, expiresAt: Date.now() + LIFETIME_SECONDS * 1000 })
      reply.setCookie(COOKIE_NAME, id, {
        httpOnly: true,
        // Not strict, because the user comes from the consumer's site, and must still be logged in.
        sameSite: 'lax',
        secure: protocol === 'https',
        maxAge: LIFETIME_SECONDS,
      })
    },
    end({ cookies }, reply) {
      sessions.delete(cookies[COOKIE_NAME] ?? '')
      reply.clearCookie(COOKIE_NAME)
    },
  }
}
