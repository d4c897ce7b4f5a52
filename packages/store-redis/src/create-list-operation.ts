import type { AccessTokenFilter, AccessTokenRecord, Store } from '@oauthplus/server'

import { createScript } from './redis-script.js'
import type { StoreParts } from './store-parts.js'
import { parseToken, READ_FIELDS } from './token-hash.js'
import type { TokenPlaces } from './token-places.js'

// A name whose token has gone by its time to live is struck out when it is met.
const READ = createScript(`
local found = {}
for index = 2, #KEYS do
  found[index - 1] = redis.call('HMGET', KEYS[index], ${READ_FIELDS})
  if not found[index - 1][1] then redis.call('ZREM', KEYS[1], ARGV[index - 1]) end
end
return found
`)

const BATCH_SIZE = 500

/** An index of valid access tokens in a consumer's slot, or the part of it that is a user's. */
interface Source {
  readonly consumerTag: string
  readonly index: string
  /** The prefix of the tokens' keys. */
  readonly prefix: string
}

/** A name that was found in an index. */
interface ListedToken {
  readonly tokenKey: string
  readonly source: Source
}

/** Creates the operation that lists access tokens. */
export function createListOperation({
  link,
  names,
  places,
}: StoreParts & { readonly places: TokenPlaces }): Pick<Store, 'listAccessTokens'> {
  function createSource(consumerTag: string, userId: string | undefined): Source {
    const [, valid, grants] = names.consumer(consumerTag).indexes
    return userId === undefined
      ? { consumerTag, index: valid, prefix: '' }
      : { consumerTag, index: grants, prefix: `${names.tag(userId)}:` }
  }

  async function findSources({
    consumerKey,
    userId,
  }: AccessTokenFilter): Promise<readonly Source[]> {
    if (consumerKey !== undefined) return [createSource(names.tag(consumerKey), userId)]
    if (userId !== undefined) {
      const tags = await places.listTagsOfUser(userId)
      return tags.map((tag) => createSource(tag, userId))
    }
    const keys = (await link.command('ZRANGE', names.consumers, '0', '-1')) as string[]
    return keys.map((key) => createSource(names.tag(key), undefined))
  }

  async function listFirst(
    source: Source,
    after: string | undefined,
    limit: number,
  ): Promise<readonly ListedToken[]> {
    const { index, prefix } = source
    // In ASCII, all strings that begin with the tag and ":" sort before the tag and ";".
    const end = prefix === '' ? '+' : `(${prefix.slice(0, -1)};`
    const start = after !== undefined ? `(${prefix}${after}` : prefix === '' ? '-' : `[${prefix}`
    const range = ['BYLEX', 'LIMIT', '0', String(limit)] as const
    const members = (await link.command('ZRANGE', index, start, end, ...range)) as string[]
    return members.map((member) => ({ tokenKey: member.slice(prefix.length), source }))
  }

  async function listFirstOfAll(
    sources: readonly Source[],
    after: string | undefined,
    limit: number,
  ): Promise<readonly ListedToken[]> {
    let first: readonly ListedToken[] = []
    for (let from = 0; from < sources.length; from += BATCH_SIZE) {
      const some = sources.slice(from, from + BATCH_SIZE)
      const lists = await Promise.all(some.map((source) => listFirst(source, after, limit)))
      first = [...first, ...lists.flat()].sort(compareTokenKeys).slice(0, limit)
    }
    return first
  }

  async function read(listed: readonly ListedToken[]): Promise<readonly AccessTokenRecord[]> {
    const bySource = new Map<Source, string[]>()
    for (const { source, tokenKey } of listed) {
      bySource.set(source, [...(bySource.get(source) ?? []), tokenKey])
    }
    const found = await Promise.all(
      [...bySource].map(async ([{ consumerTag, index, prefix }, tokenKeys]) => {
        const { token: getName } = names.consumer(consumerTag)
        const hashes = await link.run(
          READ,
          [index, ...tokenKeys.map(getName)],
          tokenKeys.map((key) => `${prefix}${key}`),
        )
        return (hashes as (string | null)[][]).map(parseToken)
      }),
    )
    return found
      .flat()
      .filter((token) => token?.kind === 'access')
      .filter(({ state }) => state === 'valid')
      .sort((a, b) => (a.key < b.key ? -1 : 1))
  }

  return {
    async listAccessTokens(filter, { after, limit }) {
      const sources = await findSources(filter)
      const found: AccessTokenRecord[] = []
      let from = after
      while (found.length < limit) {
        const listed = await listFirstOfAll(sources, from, limit - found.length)
        if (listed.length === 0) break
        found.push(...(await read(listed)))
        from = listed.at(-1)?.tokenKey
      }
      return found
    },
  }
}

function compareTokenKeys(
  a: { readonly tokenKey: string },
  b: { readonly tokenKey: string },
): number {
  return a.tokenKey < b.tokenKey ? -1 : 1
}
