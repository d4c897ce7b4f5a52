import type { AccessTokenRecord, Store } from '@oauthplus/server'

import { createTokenScript } from './redis-script.js'
import type { RedisScript } from './redis-script.js'
import type { StoreParts } from './store-parts.js'
import { toScriptArguments } from './token-hash.js'
import type { TokenPlaces } from './token-places.js'

const EXCHANGE = createTokenScript(`
local now, key = unpack(ARGV, 1, 2)
local kind, state, expires = unpack(redis.call('HMGET', KEYS[6], 'kind', 'state', 'expires'))
if kind ~= 'request' or state ~= 'approved' then return 0 end
if tonumber(expires) < tonumber(now) then return 0 end
if redis.call('EXISTS', KEYS[7]) == 1 then return 0 end
redis.call('HSET', KEYS[6], 'state', 'used')
redis.call('HDEL', approved, key)
save(KEYS[7], 4)
return 1
`)

const RENEW = createTokenScript(`
local now, key, sent = unpack(ARGV, 1, 3)
local kind, state, handle, keepUntil, user = unpack(
  redis.call('HMGET', KEYS[6], 'kind', 'state', 'handle', 'keepUntil', 'user'))
if kind ~= 'access' or state ~= 'valid' or not handle or handle ~= sent then return 0 end
if keepUntil and tonumber(keepUntil) < tonumber(now) then return 0 end
if redis.call('EXISTS', KEYS[7]) == 1 then return 0 end
redis.call('HSET', KEYS[6], 'state', 'replaced')
redis.call('ZREM', valid, key)
redis.call('ZREM', grants, user .. ':' .. key)
save(KEYS[7], 4)
return 1
`)

type ExchangeOperations = Pick<Store, 'exchangeRequestToken' | 'renewAccessToken'>

/** Creates the operations that replace a token by a new access token. */
export function createExchangeOperations({
  link,
  names,
  places,
}: StoreParts & { readonly places: TokenPlaces }): ExchangeOperations {
  /** Runs a script that marks the old token and saves the new one, both or neither. */
  async function replace(
    script: RedisScript,
    key: string,
    call: {
      readonly accessToken: AccessTokenRecord
      readonly nowSeconds: number
      readonly sessionHandleDigest?: string
    },
  ): Promise<boolean> {
    const { accessToken, nowSeconds, sessionHandleDigest = '' } = call
    if (!(await places.claim(accessToken, nowSeconds))) return false
    const { indexes, token } = names.consumer(names.tag(accessToken.consumerKey))
    const isReplaced = await link.run(
      script,
      [...indexes, token(key), token(accessToken.key)],
      [
        String(nowSeconds),
        key,
        sessionHandleDigest,
        ...toScriptArguments(names, accessToken, nowSeconds),
      ],
    )
    if (isReplaced === 1) return true
    // A key that refers to nothing is harmless.
    await places.release([accessToken.key]).catch(() => undefined)
    return false
  }

  return {
    async exchangeRequestToken(key, exchange) {
      return (await replace(EXCHANGE, key, exchange)) ? 'exchanged' : 'refused'
    },

    async renewAccessToken(key, renewal) {
      return (await replace(RENEW, key, renewal)) ? 'renewed' : 'refused'
    },
  }
}
