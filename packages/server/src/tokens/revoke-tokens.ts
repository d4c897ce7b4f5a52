import type { TokensRevokedEvent } from '../settings/provider-event.js'
import type { Settings } from '../settings/settings.js'
import type { RevocationTarget } from '../store/store.js'

// As long as a client may return with a token, it learns that the token was revoked.
const KEPT_SECONDS = 30 * 86_400

/** Revokes tokens, and emits an event. Returns how many access tokens were revoked. */
export async function revokeTokens<User>(
  { store, emit, nowSeconds }: Settings<User>,
  target: RevocationTarget,
  revoked: Pick<TokensRevokedEvent, 'revokedBy' | 'actorId' | 'reason'>,
): Promise<number> {
  const count = await store.revokeTokens(target, nowSeconds() + KEPT_SECONDS)
  emit({ type: 'tokens_revoked', target, count, ...revoked })
  return count
}
