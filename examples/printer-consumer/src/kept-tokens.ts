import { randomBytes } from 'node:crypto'

import type { Token } from '@oauthplus/client'
import type { Request, Response } from 'express'

/** Stores the access token of each visitor, identified by a cookie. */
export interface KeptTokens {
  /** Stores a token under a new session id, so that an attacker cannot set it in advance. */
  keep(request: Request, response: Response, token: Token): void
  /** Returns the token of the visitor who sends a request, or `undefined` if there is none. */
  find(request: Request): Token | undefined
}

// Cookies are shared between ports: the photo site on this host must not use the same name.
const COOKIE_NAME = 'printer_session'
const LIFETIME_MILLISECONDS = 60 * 60 * 1000
const MAX_TOKENS = 10_000

interface KeptToken {
  readonly token: Token
  readonly expiresAt: number
}

/**
 * Creates a token store in memory. A real application stores tokens in its database, with the
 * account of their user, like passwords.
 */
export function createKeptTokens(): KeptTokens {
  const tokens = new Map<string, KeptToken>()
  return {
    keep(request, response, token) {
      tokens.delete(readSessionId(request) ?? '')
      const [oldest] = tokens.keys()
      if (tokens.size >= MAX_TOKENS && oldest !== undefined) tokens.delete(oldest)
      const id = randomBytes(32).toString('base64url')
      tokens.set(id, { token, expiresAt: Date.now() + LIFETIME_MILLISECONDS })
      response.cookie(COOKIE_NAME, id, {
        httpOnly: true,
        sameSite: 'lax',
        secure: request.secure,
        maxAge: LIFETIME_MILLISECONDS,
      })
    },
    find(request) {
      const kept = tokens.get(readSessionId(request) ?? '')
      return kept !== undefined && kept.expiresAt > Date.now() ? kept.token : undefined
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
