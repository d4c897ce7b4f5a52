import { constantTimeEqual } from '@oauthplus/core'

import { identifyToken } from '../token.js'
import type { Token } from '../token.js'
import type { Signer } from './call.js'

/**
 * Returns whether a token can be renewed and stored.
 *
 * @internal
 */
export function isRenewable(signer: Signer, token: Token | undefined): token is Token {
  return signer.renew !== undefined && Boolean(token?.sessionHandle)
}

/**
 * Renews a token. Returns it unchanged if it cannot be renewed.
 *
 * @internal
 */
export async function renewToken(
  signer: Signer,
  token: Token | undefined,
  signal: AbortSignal | null | undefined,
): Promise<Token | undefined> {
  if (!isRenewable(signer, token)) return token
  try {
    return await signer.renew?.(token, { signal: signal ?? undefined })
  } catch (error) {
    signal?.throwIfAborted()
    const kept = await signer.findToken().catch(() => undefined)
    // Another process that shares the token storage may have used the handle.
    if (kept === undefined || constantTimeEqual(identifyToken(kept), identifyToken(token)))
      throw error
    return kept
  }
}
