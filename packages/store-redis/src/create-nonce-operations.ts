import type { Store } from '@oauthplus/server'

import { GRACE_MILLISECONDS, getMillisecondsUntil } from './lifetime.js'
import { createScript } from './redis-script.js'
import type { StoreParts } from './store-parts.js'

// Nonces whose last second has passed are forgotten a few at a time, more than come in. Before the
// latest second of what was forgotten, nobody knows what was used: not by a clock that is behind
// either.
const FORGET = `
local nonces, forgotten = KEYS[1], KEYS[2]
local function forgetBefore(now, most)
  local passed = redis.call(
    'ZRANGEBYSCORE', nonces, '-inf', '(' .. now, 'WITHSCORES', 'LIMIT', 0, most)
  if #passed == 0 then return 0 end
  local digests = {}
  for index = 1, #passed, 2 do digests[#digests + 1] = passed[index] end
  local before = tonumber(passed[#passed]) + 1
  if before > tonumber(redis.call('GET', forgotten) or 0) then
    redis.call('SET', forgotten, string.format('%.0f', before), 'PX', ${GRACE_MILLISECONDS})
  end
  return redis.call('ZREM', nonces, unpack(digests))
end
`

const RECORD = createScript(`${FORGET}
local digest, expires, now, milliseconds = unpack(ARGV, 1, 4)
if tonumber(expires) < tonumber(now) then return 'used' end
if tonumber(expires) < tonumber(redis.call('GET', forgotten) or 0) then return 'used' end
local share = tonumber(ARGV[6])
if redis.call('ZCARD', nonces) >= share then
  if redis.call('ZSCORE', nonces, digest) then return 'used' end
  forgetBefore(now, 1000)
  if redis.call('ZCARD', nonces) >= share then return 'consumer_full' end
end
if add(milliseconds, 'ZADD', nonces, 'NX', expires, digest) == 0 then return 'used' end
forgetBefore(now, 4)
local token = KEYS[3]
if token then
  local kind, lastUsed = unpack(redis.call('HMGET', token, 'kind', 'lastUsed'))
  if kind == 'access' and (not lastUsed or tonumber(now) - tonumber(lastUsed) >= tonumber(ARGV[5])) then
    redis.call('HSET', token, 'lastUsed', now)
  end
end
return 'recorded'
`)

const PURGE = createScript(`${FORGET}
return forgetBefore(ARGV[1], tonumber(ARGV[2]))
`)

const LAST_USE_SECONDS = 60
const BATCH_SIZE = 1000

interface NonceOperations extends Pick<Store, 'recordNonce'> {
  /** Forgets the nonces of a consumer whose last second has passed. Returns how many. */
  purge(consumerTag: string, nowSeconds: number): Promise<number>
}

/** Creates the operations on nonces; each consumer has at most its share of them. */
export function createNonceOperations({ link, names }: StoreParts, share: number): NonceOperations {
  return {
    async recordNonce(nonce) {
      const { digest, consumerKey, accessTokenKey, expiresAtSeconds, nowSeconds } = nonce
      const keys = names.consumer(names.tag(consumerKey))
      const tokens = accessTokenKey === undefined ? [] : [keys.token(accessTokenKey)]
      const outcome = await link.run(
        RECORD,
        [keys.nonces, keys.forgotten, ...tokens],
        [
          digest,
          String(expiresAtSeconds),
          String(nowSeconds),
          getMillisecondsUntil(expiresAtSeconds, nowSeconds),
          String(LAST_USE_SECONDS),
          String(share),
        ],
      )
      return outcome as 'recorded' | 'used' | 'consumer_full'
    },

    async purge(consumerTag, nowSeconds) {
      const { nonces, forgotten } = names.consumer(consumerTag)
      const args = [String(nowSeconds), String(BATCH_SIZE)]
      let sum = 0
      let count: number
      do {
        count = Number(await link.run(PURGE, [nonces, forgotten], args))
        sum += count
      } while (count === BATCH_SIZE)
      return sum
    },
  }
}
