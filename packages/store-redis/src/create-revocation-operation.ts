import type { RevocationTarget, Store } from '@oauthplus/server'

import { GRACE_MILLISECONDS } from './lifetime.js'
import { createTokenScript } from './redis-script.js'
import type { StoreParts } from './store-parts.js'
import type { TokenPlaces } from './token-places.js'

const BATCH_SIZE = 1000

// In the order in which tokens come about, so that none slips from one index into the next unseen.
const CANDIDATES = createTokenScript(`
local user, most = ARGV[1], tonumber(ARGV[2])
local found = {}
local function take(keys, before)
  for _, key in ipairs(keys) do
    if #found < most then found[#found + 1] = before .. key end
  end
end
if user == '' then
  take(redis.call('SRANDMEMBER', pending, most), ':')
  take(redis.call('HKEYS', approved), ':')
  take(redis.call('ZRANGE', grants, 0, most - 1), '')
  return found
end
local decided = redis.call('HGETALL', approved)
for index = 1, #decided, 2 do
  if decided[index + 1] == user then take({decided[index]}, ':') end
end
take(redis.call('ZRANGEBYLEX', grants, '[' .. user .. ':', '(' .. user .. ';', 'LIMIT', 0, most), '')
return found
`)

// Gives how many access tokens it has revoked, the milliseconds until which they are kept, and the
// keys of those that were to be kept without end.
const REVOKE = createTokenScript(`
local keepUntil = ARGV[1]
local seconds = math.max(0, tonumber(keepUntil) - redis.call('TIME')[1])
local milliseconds = string.format('%.0f', seconds * 1000 + ${GRACE_MILLISECONDS})
local count, endless = 0, {}
for index = 6, #KEYS do
  local record, member = KEYS[index], ARGV[index - 4]
  local user, key = split(member)
  local kind, state, kept = unpack(redis.call('HMGET', record, 'kind', 'state', 'keepUntil'))
  if kind == 'access' and state == 'valid' then
    count = count + 1
    local last = keepUntil
    if kept and tonumber(kept) < tonumber(last) then last = kept end
    redis.call('HSET', record, 'state', 'revoked', 'keepUntil', last)
    redis.call('ZADD', expiry, last, member)
    if not kept then
      redis.call('PEXPIRE', record, milliseconds)
      endless[#endless + 1] = key
    end
  elseif kind == 'request' and (state == 'approved' or state == 'pending') then
    redis.call('HSET', record, 'state', 'revoked')
  end
  if user == '' then
    redis.call('SREM', pending, key)
    redis.call('HDEL', approved, key)
  else
    redis.call('ZREM', valid, key)
    redis.call('ZREM', grants, member)
  end
end
return {count, milliseconds, endless}
`)

/** Creates the operation that revokes tokens. */
export function createRevocationOperation({
  link,
  names,
  places,
}: StoreParts & { readonly places: TokenPlaces }): Pick<Store, 'revokeTokens'> {
  /** Revokes what these name, in one step; `user:key` for access tokens, `:key` for request tokens. */
  async function revokeMembers(
    consumerTag: string,
    members: readonly string[],
    keepUntilSeconds: number,
  ): Promise<number> {
    const { indexes, token } = names.consumer(consumerTag)
    const records = members.map((member) => token(member.slice(member.indexOf(':') + 1)))
    const args = [String(keepUntilSeconds), ...members]
    const [count, milliseconds, endless] = (await link.run(
      REVOKE,
      [...indexes, ...records],
      args,
    )) as [number, string, string[]]
    await places.limit(endless, milliseconds)
    return count
  }

  /** Revokes all of a consumer, or all of one user's there; in one step up to a thousand tokens. */
  async function revokeAll(
    consumerTag: string,
    userTag: string,
    keepUntilSeconds: number,
  ): Promise<number> {
    const { indexes } = names.consumer(consumerTag)
    let sum = 0
    for (;;) {
      const args = [userTag, String(BATCH_SIZE)]
      const members = (await link.run(CANDIDATES, indexes, args)) as string[]
      // One more pass finds tokens that were exchanged or renewed in the meantime.
      if (members.length === 0) return sum
      sum += await revokeMembers(consumerTag, members, keepUntilSeconds)
    }
  }

  async function revokeToken(tokenKey: string, keepUntilSeconds: number): Promise<number> {
    const consumerTag = await places.findTag(tokenKey)
    if (consumerTag === undefined) return 0
    const { indexes, token } = names.consumer(consumerTag)
    const fields = await link.command('HMGET', token(tokenKey), 'kind', 'user')
    const [kind, userTag] = fields as [string | null, string | null]
    if (kind !== 'access' || userTag === null) return 0
    const args = [userTag, String(BATCH_SIZE)]
    const candidates = (await link.run(CANDIDATES, indexes, args)) as string[]
    const requestTokens = candidates.filter((member) => member.startsWith(':'))
    const members = [`${userTag}:${tokenKey}`, ...requestTokens]
    return revokeMembers(consumerTag, members, keepUntilSeconds)
  }

  return {
    async revokeTokens(target: RevocationTarget, keepUntilSeconds) {
      if ('tokenKey' in target) return revokeToken(target.tokenKey, keepUntilSeconds)
      const { consumerKey, userId } = target
      const userTag = userId === undefined ? '' : names.tag(userId)
      if (consumerKey !== undefined) {
        return revokeAll(names.tag(consumerKey), userTag, keepUntilSeconds)
      }
      let sum = 0
      for (const consumerTag of await places.listTagsOfUser(target.userId)) {
        sum += await revokeAll(consumerTag, userTag, keepUntilSeconds)
        await places.forgetConsumer(target.userId, consumerTag)
      }
      return sum
    },
  }
}
