import { sealedStore } from '@oauthplus/server'
import type { ConsumerRecord } from '@oauthplus/server'
import { redisStore } from '@oauthplus/store-redis'
import type { RedisStore } from '@oauthplus/store-redis'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { problemCode, send, startProviderApp } from '../../../test/provider-app.js'
import { startRedisProxy } from '../../../test/servers/redis-proxy.js'
import { HAS_REDIS, requireRedis, startRedis } from '../../../test/servers/redis.js'
import type { RedisServer } from '../../../test/servers/redis.js'
import { SEALED_STORE_KEYS } from '../../../test/stores/sealed-store-keys.js'

let server: RedisServer

beforeAll(async () => {
  if (HAS_REDIS) server = await startRedis()
})
beforeEach(requireRedis)
afterAll(() => server.stop())

it('takes two round trips for a protected request: one reads, one writes', async () => {
  const proxy = await startRedisProxy(server.url)
  const store = redisStore(proxy.url)
  await store.migrate()
  const app = await startProviderApp({ store })
  const { consumer, provider, origin } = app
  const token = await provider.tokens.issue({ consumerKey: consumer.key, userId: 'jane' })
  const echo = { method: 'GET', url: `${origin}/echo` }
  // The first time a script is sent by its text.
  expect((await send(echo, { consumer, token })).status).toBe(200)
  const before = proxy.roundTrips()
  for (let times = 1; times <= 10; times++) {
    expect((await send(echo, { consumer, token })).status).toBe(200)
    expect(proxy.roundTrips() - before).toBe(2 * times)
  }
  await app.close()
  await store.close()
  await proxy.close()
})

it('reads a consumer that was written before it could put secrets into URLs', async () => {
  const store = redisStore(server.url, { prefix: 'earlier:' })
  await store.migrate()
  const consumer: ConsumerRecord = {
    key: 'printer',
    revision: 0,
    name: 'Printer',
    description: '',
    status: 'accepted',
    secrets: [{ value: 'consumer secret' }],
    publicKeys: [],
    signatureMethods: ['PLAINTEXT'],
    callbacks: ['oob'],
    allowXauth: false,
    allowTwoLegged: false,
    requireBodyHash: false,
    allowPlaintextInQuery: false,
    addressRanges: [],
    createdAtSeconds: 1_800_000_000,
  }
  await store.createConsumer(consumer)
  const [hash = ''] = (await server.command('KEYS', 'earlier:*:consumer')) as string[]
  const { allowPlaintextInQuery, ...earlier } = consumer
  expect(JSON.parse(String(await server.command('HGET', hash, 'record')))).toEqual(consumer)
  await server.command('HSET', hash, 'record', JSON.stringify(earlier))
  expect(allowPlaintextInQuery).toBe(false)
  expect(await store.findConsumer(consumer.key)).toEqual(consumer)
  expect(await store.findCredentials(consumer.key, undefined)).toEqual({ consumer })
  await store.close()
})

describe('a Redis that evicts', () => {
  it.each(['allkeys-lru', 'volatile-ttl', 'allkeys-random'])(
    'by %s is refused at the start, by a check, and by every call of a store that has just connected',
    async (policy) => {
      const evicting = await startRedis(['--maxmemory-policy', policy])
      const store = redisStore(evicting.url)
      const why = `Redis is not fit: maxmemory-policy is ${policy}, and must be noeviction`
      await expect(store.migrate()).rejects.toThrow(why)
      await expect(store.check()).rejects.toThrow(why)
      await expect(store.findCredentials('printer', 'token')).rejects.toThrow(why)
      await store.close()
      await evicting.stop()
    },
  )

  it('since it was set so is noticed by a check', async () => {
    const store = redisStore(server.url)
    await store.migrate()
    await server.command('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lfu')
    try {
      await expect(store.check()).rejects.toThrow('maxmemory-policy is allkeys-lfu')
    } finally {
      await server.command('CONFIG', 'SET', 'maxmemory-policy', 'noeviction')
    }
    await store.check()
    await store.close()
  })
})

it('refuses a user without permission for INFO, and names the permission', async () => {
  await server.command('ACL', 'SETUSER', 'jane', 'on', '>secret', '~*', '+@all', '-info')
  const store = redisStore(server.url.replace('//', '//jane:secret@'))
  await expect(store.check()).rejects.toThrow(
    'Redis is not fit: its user may not call INFO; grant it by ACL (+info)',
  )
  await store.close()
})

it('a Redis without an append-only file is fit, and warns, sealed or not', async () => {
  const forgetting = await startRedis(['--appendonly', 'no'])
  const store = redisStore(forgetting.url)
  await store.migrate()
  const warnings = [expect.stringContaining('appendonly is off')]
  expect(await store.warnings()).toEqual(warnings)
  expect(await sealedStore(store, SEALED_STORE_KEYS).warnings?.()).toEqual(warnings)
  await store.close()
  await forgetting.stop()
})

it('one with an append-only file has nothing to warn of', async () => {
  const store = redisStore(server.url)
  expect(await store.warnings()).toEqual([])
  await store.close()
})

it('finds a consumer as it is now, however often it was found before', async () => {
  const store = redisStore(server.url, { prefix: 'changed:' })
  await store.migrate()
  const app = await startProviderApp({ store })
  const { consumer, provider, origin } = app
  const token = await provider.tokens.issue({ consumerKey: consumer.key, userId: 'jane' })
  const readStatus = async (): Promise<number> =>
    (await send({ method: 'GET', url: `${origin}/echo` }, { consumer, token })).status
  expect(await readStatus()).toBe(200)
  expect(await readStatus()).toBe(200)
  await provider.consumers.cancel(consumer.key)
  expect(await readStatus()).toBe(401)
  const { consumer: found } = await store.findCredentials(consumer.key, undefined)
  expect(found?.status).toBe('canceled')
  expect(() => Object.assign(found?.secrets[0] ?? {}, { value: 'other' })).toThrow(TypeError)
  await app.close()
  await store.close()
})

it('purges the nonces of consumers that it does not keep', async () => {
  // A prefix may contain characters that have a meaning in patterns.
  const [store, other] = ['[nonces]*:', '[nonces]other:'].map((prefix) =>
    redisStore(server.url, { prefix }),
  ) as [RedisStore, RedisStore]
  await store.migrate()
  const nowSeconds = 2_000_000_000
  for (const [digest, consumerKey] of [
    ['first', 'printer'],
    ['second', 'printer'],
    ['third', 'camera'],
  ] as const) {
    const nonce = { digest, consumerKey, expiresAtSeconds: nowSeconds, nowSeconds }
    expect(await store.recordNonce(nonce)).toBe('recorded')
    expect(await other.recordNonce(nonce)).toBe('recorded')
  }

  expect(await store.purge(nowSeconds)).toBe(0)
  expect(await store.purge(nowSeconds + 1)).toBe(3)
  expect(await store.purge(nowSeconds + 1)).toBe(0)
  await store.close()
  await other.close()
})

it('refuses only the consumer that has filled its share of Redis', async () => {
  const store = redisStore(server.url, { prefix: 'share:', maxNoncesPerConsumer: 3 })
  await store.migrate()
  const app = await startProviderApp({ store })
  const other = { key: 'other', secret: 'other secret' }
  await app.provider.consumers.register({ ...other, name: 'Other' })
  const ask = async (consumer: typeof other): Promise<readonly [number, string | null]> => {
    const request = { method: 'POST', url: `${app.origin}/oauth/request_token` }
    const answer = await send(request, { consumer }, { callback: 'oob' })
    return [answer.status, await problemCode(answer)]
  }
  const { consumer } = app
  for (let times = 0; times < 3; times++) expect(await ask(consumer)).toEqual([200, null])
  for (let times = 0; times < 3; times++) {
    expect(await ask(consumer)).toEqual([503, 'consumer_key_refused'])
  }
  expect(await ask(other)).toEqual([200, null])
  await app.close()
  await store.close()
})

it.each([0, 1.5, Infinity, '3' as unknown as number])(
  'refuses a maximum of nonces that is not an integer: %s',
  (maxNoncesPerConsumer) => {
    expect(() => redisStore('redis://localhost', { maxNoncesPerConsumer })).toThrow(
      'redisStore: maxNoncesPerConsumer',
    )
  },
)
