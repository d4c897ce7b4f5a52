import type { AccessTokenFilter, Provider, TokenDetails } from '@oauthplus/server'

const PAGE_SIZE = 1000

interface Page<Entry> {
  readonly entries: readonly Entry[]
  readonly next: string | undefined
}

/** Reads all pages of a list. */
export async function* readPages<Entry>(
  readPageAfter: (after: string | undefined) => Promise<Page<Entry>>,
): AsyncGenerator<readonly Entry[]> {
  let after: string | undefined
  do {
    const { entries, next } = await readPageAfter(after)
    yield entries
    after = next
  } while (after !== undefined)
}

/** Lists the valid access tokens of a consumer, a user, both, or all. */
export function listTokens(
  { tokens }: Provider<never>,
  filter: AccessTokenFilter = {},
): AsyncGenerator<readonly TokenDetails[]> {
  return readPages(async (after) => {
    const page = await tokens.list({ ...filter, after, limit: PAGE_SIZE })
    return { entries: page.tokens, next: page.next }
  })
}
