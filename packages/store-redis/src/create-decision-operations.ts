import type { Store } from '@oauthplus/server'

import { createTokenScript } from './redis-script.js'
import type { StoreParts } from './store-parts.js'
import type { TokenPlaces } from './token-places.js'

const PENDING = `
local function isPending(now)
  local kind, state, expires = unpack(redis.call('HMGET', KEYS[6], 'kind', 'state', 'expires'))
  return kind == 'request' and state == 'pending' and tonumber(expires) >= tonumber(now)
end
`

const APPROVE = createTokenScript(`${PENDING}
local now, key, user, userId, verifierDigest = unpack(ARGV, 1, 5)
if not isPending(now) then return 0 end
redis.call('HSET', KEYS[6],
  'state', 'approved', 'user', user, 'userId', userId, 'verifierDigest', verifierDigest)
redis.call('SREM', pending, key)
add(tostring(redis.call('PTTL', KEYS[6])), 'HSET', approved, key, user)
return 1
`)

const DENY = createTokenScript(`${PENDING}
local now, key, user, userId = unpack(ARGV, 1, 4)
if not isPending(now) then return 0 end
redis.call('HSET', KEYS[6], 'state', 'denied', 'user', user, 'userId', userId)
redis.call('SREM', pending, key)
return 1
`)

const COUNT = createTokenScript(`
local kind, state = unpack(redis.call('HMGET', KEYS[6], 'kind', 'state'))
if kind ~= 'request' then return 0 end
local count = redis.call('HINCRBY', KEYS[6], 'wrongVerifiers', 1)
if state == 'approved' and count >= tonumber(ARGV[2]) then
  redis.call('HSET', KEYS[6], 'state', 'locked')
  redis.call('HDEL', approved, ARGV[1])
end
return count
`)

type DecisionOperations = Pick<
  Store,
  'approveRequestToken' | 'denyRequestToken' | 'countWrongVerifier'
>

/** Creates the operations that decide about request tokens. */
export function createDecisionOperations({
  link,
  names,
  places,
}: StoreParts & { readonly places: TokenPlaces }): DecisionOperations {
  function getKeys(consumerTag: string, tokenKey: string): readonly string[] {
    const { indexes, token } = names.consumer(consumerTag)
    return [...indexes, token(tokenKey)]
  }

  return {
    async approveRequestToken(key, { userId, verifierDigest, nowSeconds }) {
      const consumerTag = await places.findTag(key)
      if (consumerTag === undefined) return 'refused'
      const remainingMilliseconds = await link.command(
        'PTTL',
        names.consumer(consumerTag).token(key),
      )
      if (Number(remainingMilliseconds) < 0) return 'refused'
      // Before the approval, so that a revocation of all that is this user's finds it.
      await places.note({ userId, consumerTag }, String(remainingMilliseconds))
      const args = [String(nowSeconds), key, names.tag(userId), userId, verifierDigest]
      const count = await link.run(APPROVE, getKeys(consumerTag, key), args)
      return count === 1 ? 'approved' : 'refused'
    },

    async denyRequestToken(key, { userId, nowSeconds }) {
      const consumerTag = await places.findTag(key)
      if (consumerTag === undefined) return 'refused'
      const args = [String(nowSeconds), key, names.tag(userId), userId]
      const count = await link.run(DENY, getKeys(consumerTag, key), args)
      return count === 1 ? 'denied' : 'refused'
    },

    async countWrongVerifier(key, limit) {
      const consumerTag = await places.findTag(key)
      if (consumerTag === undefined) return 0
      return Number(await link.run(COUNT, getKeys(consumerTag, key), [key, String(limit)]))
    },
  }
}
