import type { NonceRecord, Store } from '../store/store.js'
import type { AccessTokenRecord, RequestTokenRecord } from '../store/token-records.js'

type NonceOutcome = Awaited<ReturnType<Store['recordNonce']>>

/** Writes when access tokens were last used. */
export interface LastUses {
  /** Remembers the last use of a token that was found, if it has one. */
  remember(tokenKey: string, token: RequestTokenRecord | AccessTokenRecord | undefined): void
  /** Writes the last use of the access token of a nonce, if that is due. Returns `recorded` if not. */
  write(nonce: NonceRecord): Promise<NonceOutcome>
}

// A store writes a last use at most once a minute.
const LAST_USE_SECONDS = 60
const MAX_REMEMBERED = 10_000

/**
 * Creates {@link LastUses} for a store. The store itself decides whether it writes; this memory
 * only saves calls.
 */
export function createLastUses(records: Pick<Store, 'recordNonce'>): LastUses {
  const remembered = new Map<string, number>()
  const writing = new Map<string, Promise<NonceOutcome>>()

  function isDue(tokenKey: string, nowSeconds: number): boolean {
    const lastUsedAtSeconds = remembered.get(tokenKey)
    return lastUsedAtSeconds === undefined || nowSeconds - lastUsedAtSeconds >= LAST_USE_SECONDS
  }

  return {
    remember(tokenKey, token) {
      if (token?.kind !== 'access' || token.lastUsedAtSeconds === undefined) {
        remembered.delete(tokenKey)
        return
      }
      if (remembered.size >= MAX_REMEMBERED && !remembered.has(tokenKey)) {
        for (const oldest of remembered.keys()) {
          remembered.delete(oldest)
          break
        }
      }
      remembered.set(tokenKey, token.lastUsedAtSeconds)
    },

    async write(nonce) {
      const { accessTokenKey: tokenKey, nowSeconds } = nonce
      if (tokenKey === undefined || !isDue(tokenKey, nowSeconds)) return 'recorded'
      // Requests that come at the same time with the same token need one write, and all wait for it.
      const started = writing.get(tokenKey)
      if (started && (await started) === 'recorded') return 'recorded'
      const outcome = records.recordNonce(nonce)
      writing.set(tokenKey, outcome)
      try {
        return await outcome
      } finally {
        writing.delete(tokenKey)
      }
    },
  }
}
