import { getMillisecondsUntil } from './lifetime.js'
import { createScript } from './redis-script.js'
import type { StoreParts } from './store-parts.js'
import { getLastSecond } from './token-hash.js'
import type { TokenRecord } from './token-hash.js'

const NOTE = createScript(`
add(ARGV[2], 'ZADD', KEYS[1], redis.call('TIME')[1], ARGV[1])
`)

// A grant is noted before it is written: an empty set may be about to be filled.
const STRIKE = createScript(`
local noted = redis.call('ZSCORE', KEYS[1], ARGV[1])
if noted and redis.call('TIME')[1] - noted > 3600 then redis.call('ZREM', KEYS[1], ARGV[1]) end
`)

const BATCH_SIZE = 500

/**
 * The places of tokens: pointers from a token, or from a user, to the consumers' slots. A pointer is written
 * before the token and removed after it, so that it may lead to nothing, but no token is without
 * it.
 */
export interface TokenPlaces {
  /** Returns the tag of the consumer whom a token was issued to, if there is such a token. */
  findTag(tokenKey: string): Promise<string | undefined>
  /** Takes a token's key for its consumer; false if it is taken. */
  claim(token: TokenRecord, nowSeconds: number): Promise<boolean>
  /** Gives keys back, of tokens that are not there or no longer there. */
  release(tokenKeys: readonly string[]): Promise<void>
  /** Lets keys of tokens that were to be kept without end go after some milliseconds. */
  limit(tokenKeys: readonly string[], milliseconds: string): Promise<void>
  /** Notes that a user deals with a consumer, for so many milliseconds. */
  note(who: { userId: string; consumerTag: string }, milliseconds: string): Promise<void>
  /** Returns the tags of the consumers that a user has dealt with. */
  listTagsOfUser(userId: string): Promise<readonly string[]>
  /** Forgets that a user has dealt with a consumer, if that is long over. */
  forgetConsumer(userId: string, consumerTag: string): Promise<void>
}

/** Creates the operations that find the consumers of tokens and users. */
export function createTokenPlaces({ link, names }: StoreParts): TokenPlaces {
  async function callInBatches(
    tokenKeys: readonly string[],
    call: (pointer: string) => Promise<unknown>,
  ): Promise<void> {
    for (let from = 0; from < tokenKeys.length; from += BATCH_SIZE) {
      const some = tokenKeys.slice(from, from + BATCH_SIZE)
      await Promise.all(some.map((key) => call(names.pointer(key))))
    }
  }

  async function note(
    { userId, consumerTag }: { userId: string; consumerTag: string },
    milliseconds: string,
  ): Promise<void> {
    await link.run(NOTE, [names.user(names.tag(userId))], [consumerTag, milliseconds])
  }

  return {
    note,

    async findTag(tokenKey) {
      const tag = await link.command('GET', names.pointer(tokenKey))
      return typeof tag === 'string' ? tag : undefined
    },

    async claim(token, nowSeconds) {
      const { key, userId } = token
      const milliseconds = getMillisecondsUntil(getLastSecond(token), nowSeconds)
      const consumerTag = names.tag(token.consumerKey)
      const lifetime = milliseconds === '' ? [] : ['PX', milliseconds]
      const [claimed] = await Promise.all([
        link.command('SET', names.pointer(key), consumerTag, 'NX', ...lifetime),
        userId !== undefined && note({ userId, consumerTag }, milliseconds),
      ])
      return claimed === 'OK'
    },

    release: (tokenKeys) => callInBatches(tokenKeys, (pointer) => link.command('UNLINK', pointer)),

    limit: (tokenKeys, milliseconds) =>
      callInBatches(tokenKeys, (pointer) => link.command('PEXPIRE', pointer, milliseconds)),

    async listTagsOfUser(userId) {
      return (await link.command('ZRANGE', names.user(names.tag(userId)), '0', '-1')) as string[]
    },

    async forgetConsumer(userId, consumerTag) {
      await link.run(STRIKE, [names.user(names.tag(userId))], [consumerTag])
    },
  }
}
