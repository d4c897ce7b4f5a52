import type { Throttle } from '@oauthplus/server'
import { postgresStore, postgresThrottle } from '@oauthplus/store-postgres'
import { redisThrottle } from '@oauthplus/store-redis'
import { afterEach, describe, expect, it } from 'vitest'
import type { TestContext } from 'vitest'

import { send, startProviderApp } from '../provider-app.js'
import type { ProviderApp } from '../provider-app.js'
import { requirePostgres, startPostgres } from '../servers/postgres.js'
import { requireRedis, startRedis, until } from '../servers/redis.js'

type ClosableThrottle = Required<Throttle> & { close(): Promise<void> }

interface Limits {
  readonly points?: number
  readonly durationSeconds?: number
}

interface Server {
  /** A throttle with separate connections, like one in another process. */
  throttle(limits: Limits): ClosableThrottle
  halt(): Promise<void>
}

let stops: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const stop of stops.reverse()) await stop()
  stops = []
})

async function postgres(test: TestContext): Promise<Server> {
  requirePostgres(test)
  const server = await startPostgres()
  stops.push(() => server.stop())
  const store = postgresStore(server.url, { purgeEverySeconds: false })
  await store.migrate()
  await store.close()
  return {
    throttle: (limits) =>
      closedLater(postgresThrottle(server.url, { ...limits, timeoutSeconds: 0.5 })),
    halt: () => server.halt(),
  }
}

async function redis(test: TestContext): Promise<Server> {
  requireRedis(test)
  const server = await startRedis()
  stops.push(() => server.stop())
  return {
    throttle: (limits) =>
      closedLater(redisThrottle(server.url, { ...limits, timeoutSeconds: 0.5 })),
    halt: () => server.halt(),
  }
}

function closedLater<Kind extends ClosableThrottle>(throttle: Kind): Kind {
  stops.push(() => throttle.close())
  return throttle
}

describe.each([
  ['postgresThrottle', postgres],
  ['redisThrottle', redis],
] as const)('%s', (_name, start) => {
  it('counts for all processes together, each key for itself', async (test) => {
    const server = await start(test)
    const [one, other] = [server.throttle({ points: 3 }), server.throttle({ points: 3 })]
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_none, index) => (index % 2 ? one : other).consume('jane')),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    await expect(other.consume('jane')).rejects.toMatchObject({
      msBeforeNext: expect.closeTo(300_000, -4) as number,
    })
    await other.consume('bob')
    await other.delete('jane')
    await one.consume('jane')
  })

  it('takes attempts back for all processes together, and only for one key', async (test) => {
    const server = await start(test)
    const [one, other] = [server.throttle({ points: 2 }), server.throttle({ points: 2 })]
    for (const key of ['jane', 'bob']) await Promise.all([one.consume(key), other.consume(key)])
    await one.reward('jane', 1)
    expect(await other.get('jane')).toMatchObject({ remainingPoints: 1 })
    await other.consume('jane')
    await expect(one.consume('jane')).rejects.toMatchObject({ remainingPoints: 0 })
    await expect(other.consume('bob')).rejects.toMatchObject({ remainingPoints: 0 })
  })

  it('counts the right password of nobody, whichever process judges it', async (test) => {
    const server = await start(test)
    const app = () =>
      startProviderApp({
        limits: { passwords: false, passwordsByUsername: server.throttle({ points: 2 }) },
      })
    const apps = [await app(), await app()] as const
    stops.push(...apps.map(({ close }) => close))
    for (const each of [...apps, ...apps])
      expect(await login(each, 'jane', 'correct%20horse')).toBe(200)
    for (const each of apps) expect(await login(each, 'bob', 'wrong')).toBe(401)
    for (const each of apps) expect(await login(each, 'bob', 'wrong')).toBe(503)
  })

  it('counts for a consumer whose key has the maximum length and any characters', async (test) => {
    const server = await start(test)
    const requestTokens = server.throttle({ points: 2 })
    const app = await startProviderApp({ limits: { requestTokens } })
    stops.push(() => app.close())
    // Percent-encoded it is three times as long as the column of the table is wide.
    const [key, other] = ['%'.repeat(255), `${'%'.repeat(254)}!`]
    for (const each of [key, other]) {
      await app.provider.consumers.register({ key: each, secret: 'secret', name: 'Camera' })
    }
    const ask = async (consumerKey: string): Promise<number> => {
      const request = { method: 'POST', url: `${app.origin}/oauth/request_token` }
      const consumer = { key: consumerKey, secret: 'secret' }
      return (await send(request, { consumer }, { callback: 'oob' })).status
    }
    expect([await ask(key), await ask(key), await ask(key)]).toEqual([200, 200, 503])
    expect(await ask(other)).toBe(200)
  })

  it('opens again when its time is over', async (test) => {
    const throttle = (await start(test)).throttle({ points: 1, durationSeconds: 1 })
    await throttle.consume('jane')
    await expect(throttle.consume('jane')).rejects.toMatchObject({ remainingPoints: 0 })
    await until(() =>
      throttle.consume('jane').then(
        () => true,
        () => false,
      ),
    )
  })

  it('is shared by the processes of a provider, and lets nobody try a password while its server is down', async (test) => {
    const server = await start(test)
    const [throttle, another] = [server.throttle({ points: 2 }), server.throttle({ points: 2 })]
    const apps = [
      await startProviderApp({ limits: { passwords: throttle } }),
      await startProviderApp({ limits: { passwords: another } }),
    ] as const
    stops.push(...apps.map((app) => () => app.close()))
    expect(await login(apps[0], 'jane', 'wrong')).toBe(401)
    expect(await login(apps[1], 'jane', 'wrong')).toBe(401)
    // The right one neither: two attempts were made, each at another process.
    expect(await login(apps[0], 'jane', 'correct%20horse')).toBe(503)
    expect(await login(apps[1], 'jane', 'correct%20horse')).toBe(503)
    expect(await login(apps[0], 'bob', 'wrong')).toBe(401)
    await server.halt()
    expect(await login(apps[0], 'bob', 'wrong')).toBe(503)
  })
})

/** Logs in with xAuth, and returns the status of the response. */
async function login(app: ProviderApp, username: string, password: string): Promise<number> {
  const { origin, consumer } = app
  const body = `x_auth_username=${username}&x_auth_password=${password}&x_auth_mode=client_auth`
  const { status } = await send(
    {
      method: 'POST',
      url: `${origin}/oauth/access_token`,
      body,
      headers: [['content-type', 'application/x-www-form-urlencoded']],
    },
    { consumer },
  )
  return status
}
