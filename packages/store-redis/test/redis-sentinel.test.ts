import { createProvider } from '@oauthplus/server'
import { redisStore } from '@oauthplus/store-redis'
import { afterEach, expect, it } from 'vitest'

import { requireRedis, startRedisSentinel, until } from '../../../test/servers/redis.js'

const stops: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

it('goes on at the replica when the primary is killed, with what had reached it', async (test) => {
  requireRedis(test)
  const { primary, replica, url, stop } = await startRedisSentinel()
  stops.push(stop)
  const store = redisStore(url, { timeoutSeconds: 0.5 })
  stops.push(() => store.close())
  await store.migrate()
  const { consumers, tokens } = createProvider({ store, findUser: (id) => ({ id }) })
  const { key: consumerKey } = await consumers.register({ name: 'Printer' })
  const token = await tokens.issue({ consumerKey, userId: 'jane', scopes: [] })
  const nowSeconds = Math.floor(Date.now() / 1000)
  const nonce = { digest: 'seen', consumerKey, expiresAtSeconds: nowSeconds + 300, nowSeconds }
  expect(await store.recordNonce(nonce)).toBe('recorded')
  // Replication is asynchronous: only what the replica has acknowledged is there afterwards.
  await until(async () => (await offsetOf(replica)) === (await offsetOf(primary)))

  await primary.halt('SIGKILL')
  await until(async () => {
    const found = await store.findCredentials(consumerKey, token.key).catch(() => undefined)
    return found !== undefined
  })
  expect(await store.findCredentials(consumerKey, token.key)).toMatchObject({
    consumer: { key: consumerKey },
    token: { key: token.key, userId: 'jane' },
  })
  await until(async () => String(await replica.command('ROLE')).startsWith('master'))
  expect(await store.recordNonce(nonce)).toBe('used')
  expect(await store.recordNonce({ ...nonce, digest: 'another' })).toBe('recorded')
}, 60_000)

async function offsetOf(server: {
  command(...words: readonly string[]): Promise<unknown>
}): Promise<number> {
  const info = String(await server.command('INFO', 'replication'))
  const [, offset] = /^(?:slave_repl_offset|master_repl_offset):(\d+)/m.exec(info) ?? []
  return Number(offset)
}
