import { randomBytes } from 'node:crypto'

import type { Request, Response } from 'express'

/** Sessions by cookie. A real site stores them so that they survive a restart. */
export interface Sessions {
  /** Returns the id of the user who sends a request, or `undefined` if nobody is logged in. */
  userId(request: Request): string | undefined
  /** Logs a user in, under a new session id, so that an attacker cannot set it in advance. */
  start(request: Request, response: Response, userId: string): void
  /** Logs out. */
  end(request: Request, response: Response): void
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
    userId(request) {
      const session = sessions.get(readSessionId(request) ?? '')
      return session !== undefined && session.expiresAt > Date.now() ? session.userId : undefined
    },
    start(request, response, userId) {
      sessions.delete(readSessionId(request) ?? '')
      const [oldest] = sessions.keys()
      if (sessions.size >= MAX_SESSIONS && oldest !== undefined) sessions.delete(oldest)
      const id = randomBytes(32).toString('base64url')
      sessions.set(id, { userId, expiresAt: Date.now() + LIFETIME_MILLISECONDS })
      response.cookie(COOKIE_NAME, id, {
        httpOnly: true,
        // Not strict, because the user comes from the consumer's site, and must still be logged in.
        sameSite: 'lax',
        secure: request.secure,
        maxAge: LIFETIME_MILLISECONDS,
      })
    },
    end(request, response) {
      sessions.delete(readSessionId(request) ?? '')
      response.clearCookie(COOKIE_NAME)
    },
  }
}

function readSessionId({ headers }: Request): string | undefined {
  const prefix = `${COOKIE_NAME}=`
  return headers.cookie
    ?.split(';')
    .map((piece) => piece.trim())
    .find((piece) => piece.startsWith(prefix))
    ?.slice(prefix.length)
}
