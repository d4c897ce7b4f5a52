import type { FoundCredentials, Store } from '@oauthplus/server'

import { parseConsumer } from './create-consumer-operations.js'
import { createScript, createTokenScript } from './redis-script.js'
import type { StoreParts } from './store-parts.js'
import { toScriptArguments, parseToken, READ_FIELDS } from './token-hash.js'
import type { TokenRecord } from './token-hash.js'
import type { TokenPlaces } from './token-places.js'

// On one server a script may reach keys that it finds in others; on the nodes of a Cluster it may not.
const FIND = createScript(`
local consumer = redis.call('HGET', KEYS[1], 'record')
local token = redis.call('HMGET', KEYS[2], ${READ_FIELDS})
if not token[1] and KEYS[3] then
  local tag = redis.call('GET', KEYS[3])
  if tag then token = redis.call('HMGET', ARGV[1] .. tag .. ARGV[2], ${READ_FIELDS}) end
end
return {consumer, token}
`)

const READ = createScript(`return redis.call('HMGET', KEYS[1], ${READ_FIELDS})`)

const CREATE = createTokenScript(`
if redis.call('EXISTS', KEYS[6]) == 1 then return 'exists' end
save(KEYS[6], 2)
return redis.call('ZCOUNT', expiry, '-inf', '(' .. ARGV[1])
`)

const REPLACE_SECRET = createScript(`
local kind, secret = unpack(redis.call('HMGET', KEYS[1], 'kind', 'secret'))
if kind ~= 'access' or secret ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'secret', ARGV[2])
return 1
`)

// The maximum number of expired tokens in the indexes of a consumer that requests more.
const MAX_OVERDUE = 100

type TokenOperations = Pick<
  Store,
  | 'findCredentials'
  | 'findRequestToken'
  | 'createRequestToken'
  | 'createAccessToken'
  | 'replaceTokenSecret'
>

/** Creates the operations that save and find tokens. */
export function createTokenOperations(
  { link, names, places }: StoreParts & { readonly places: TokenPlaces },
  purgeTokens: (consumerTag: string, nowSeconds: number) => Promise<unknown>,
): TokenOperations {
  async function findToken(key: string): Promise<TokenRecord | undefined> {
    const tag = await places.findTag(key)
    if (tag === undefined) return undefined
    return parseToken(
      (await link.run(READ, [names.consumer(tag).token(key)], [])) as (string | null)[],
    )
  }

  async function create(token: TokenRecord): Promise<'created' | 'exists'> {
    if (!(await places.claim(token, token.createdAtSeconds))) return 'exists'
    const tag = names.tag(token.consumerKey)
    const { indexes, token: getName } = names.consumer(tag)
    const overdue = await link.run(
      CREATE,
      [...indexes, getName(token.key)],
      [String(token.createdAtSeconds), ...toScriptArguments(names, token, token.createdAtSeconds)],
    )
    if (overdue === 'exists') return 'exists'
    if (Number(overdue) > MAX_OVERDUE) {
      // Nobody waits for it, and what fails now is done another time.
      purgeTokens(tag, token.createdAtSeconds).catch(() => undefined)
    }
    return 'created'
  }

  return {
    async findCredentials(consumerKey, tokenKey): Promise<FoundCredentials> {
      const keys = names.consumer(names.tag(consumerKey))
      if (tokenKey === undefined) {
        const json = await link.command('HGET', keys.consumer, 'record')
        return { consumer: parseConsumer(json), token: undefined }
      }
      const isCluster = await link.isCluster()
      const declared = [keys.consumer, keys.token(tokenKey)]
      const [json, values] = (await link.run(
        FIND,
        isCluster ? declared : [...declared, names.pointer(tokenKey)],
        names.aroundTag(tokenKey),
      )) as [string | null, (string | null)[]]
      let token = parseToken(values)
      // Another's token is as good as none to a provider: only such requests take longer.
      if (isCluster && !token) token = await findToken(tokenKey)
      return { consumer: parseConsumer(json), token }
    },

    async findRequestToken(key) {
      const token = await findToken(key)
      return token?.kind === 'request' ? token : undefined
    },

    createRequestToken: create,

    createAccessToken: create,

    async replaceTokenSecret(key, { secret, newSecret }) {
      const tag = await places.findTag(key)
      if (tag === undefined) return 'conflict'
      const keys = [names.consumer(tag).token(key)]
      const count = await link.run(REPLACE_SECRET, keys, [secret, newSecret])
      return count === 1 ? 'replaced' : 'conflict'
    },
  }
}
