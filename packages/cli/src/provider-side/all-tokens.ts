import type { AccessTokenFilter, Provider, TokenDetails } from '@oauthplus/server'

import { everyPage } from './every-page.js'

const PAGE = 1000

/** Lists the valid Access Tokens of a Consumer, a User, of both, or all. */
export function allTokens(
  { tokens }: Provider<never>,
  filter: AccessTokenFilter = {},
): AsyncGenerator<readonly TokenDetails[]> {
  return everyPage(async (after) => {
    const page = await tokens.list({ ...filter, after, limit: PAGE })
    return { entries: page.tokens, next: page.next }
  })
}
