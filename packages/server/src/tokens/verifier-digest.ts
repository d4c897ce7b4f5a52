import { digestWithKey } from '@oauthplus/core/internal'

import type { RequestTokenRecord } from '../store/token-records.js'

/** Returns the digest under which a verifier is kept; the request token's secret is its key. */
export function digestVerifier(verifier: string, token: RequestTokenRecord): Promise<string> {
  return digestWithKey(verifier, token.secret)
}
