import type { AccessTokenRecord, RequestTokenRecord } from '../store/token-records.js'

// As many objects are shared at most; any number of scopes could be made up.
const MAX_SHARED = 1000

/** How tokens of one kind are kept in memory. */
export interface TokenPacking<Token, Packed> {
  /** Returns what is kept of a token. */
  pack(token: Token): Packed
  /** Returns a token as a new object. */
  unpack(key: string, packed: Packed): Token
}

/** The fields that many access tokens share. */
type SharedFields = Pick<
  AccessTokenRecord,
  'kind' | 'consumerKey' | 'scopes' | 'grantedBy' | 'state'
>

/** The shared fields, and the fields that tokens without an end have in common too. */
interface Terms {
  readonly shared: SharedFields
  readonly expiresAtSeconds: number | undefined
  readonly sessionHandleDigest: string | undefined
  readonly keepUntilSeconds: number | undefined
}

/** The stored form of an access token. */
export interface PackedAccessToken {
  readonly terms: Terms
  readonly secret: string
  readonly userId: string
  readonly createdAtSeconds: number
  readonly lastUsedAtSeconds: number | undefined
}

/**
 * Creates the packing of access tokens, which may be a million: an object for each token has half of its
 * fields, and points at one that many tokens share.
 */
export function createAccessTokenPacking(): TokenPacking<AccessTokenRecord, PackedAccessToken> {
  const endlessTerms = new Map<string, Terms>()

  function shareTerms({ kind, consumerKey, scopes, grantedBy, state }: AccessTokenRecord): Terms {
    const name = JSON.stringify([consumerKey, grantedBy, state, scopes])
    const found = endlessTerms.get(name)
    if (found !== undefined) return found
    if (endlessTerms.size >= MAX_SHARED) endlessTerms.clear()
    const shared = { kind, consumerKey, scopes: Object.freeze([...scopes]), grantedBy, state }
    const terms: Terms = {
      shared,
      expiresAtSeconds: undefined,
      sessionHandleDigest: undefined,
      keepUntilSeconds: undefined,
    }
    endlessTerms.set(name, terms)
    return terms
  }

  return {
    pack(token) {
      const { secret, userId, createdAtSeconds, lastUsedAtSeconds } = token
      const { expiresAtSeconds, sessionHandleDigest, keepUntilSeconds } = token
      const endless = shareTerms(token)
      const isEndless =
        (expiresAtSeconds ?? keepUntilSeconds) === undefined && sessionHandleDigest === undefined
      const terms = isEndless
        ? endless
        : { shared: endless.shared, expiresAtSeconds, sessionHandleDigest, keepUntilSeconds }
      return { terms, secret, userId, createdAtSeconds, lastUsedAtSeconds }
    },
    unpack(key, { terms, secret, userId, createdAtSeconds, lastUsedAtSeconds }) {
      const { shared, expiresAtSeconds, sessionHandleDigest, keepUntilSeconds } = terms
      const { kind, consumerKey, scopes, grantedBy, state } = shared
      // Written out: an object that is spread into another costs as much as an HMAC.
      return {
        kind,
        key,
        secret,
        consumerKey,
        userId,
        scopes,
        grantedBy,
        state,
        createdAtSeconds,
        expiresAtSeconds,
        sessionHandleDigest,
        keepUntilSeconds,
        lastUsedAtSeconds,
      }
    },
  }
}

/** The packing of request tokens, which are few and live for minutes. */
export const REQUEST_TOKEN_PACKING: TokenPacking<RequestTokenRecord, RequestTokenRecord> = {
  pack: (token) => ({ ...token, scopes: Object.freeze([...token.scopes]) }),
  // Not frozen whole: frozen, an object of spread fields takes three times the memory.
  unpack: (_key, token) => ({ ...token }),
}
