import type { Throttle } from '@oauthplus/server'
import { postgresStore, postgresThrottle } from '@oauthplus/store-postgres'
import { redisThrottle } from '@oauthplus/store-redis'
import { afterEach, describe, expect, it } from 'vitest'
import type { TestContext } from 'vitest'

import { send, startProviderApp } from '../provider-app.js'
import { requirePostgres, startPostgres } from '../servers/postgres.js'
import { requireRedis, startRedis, until } from '../servers/redis.js'

type ClosableThrottle = Required<Throttle> & { close(): Promise<void> }

interface Limits {
  readonly points?: number
  readonly durationSeconds?: number
}

interface Server {
  /** A throttle with connections of its own, as another process has it. */
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
      closedLater(postgresThrottle(server.url, { ...limits, timeoutMilliseconds: 500 })),
    halt: () => server.halt(),
  }
}

async function redis(test: TestContext): Promise<Server> {
  requireRedis(test)
  const server = await startRedis()
  stops.push(() => server.stop())
  return {
    throttle: (limits) =>
      closedLater(redisThrottle(server.url, { ...limits, timeoutMilliseconds: 500 })),
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
    const apps = await Promise.all(
      [throttle, another].map((given) => startProviderApp({ throttle: given })),
    )
    stops.push(...apps.map((app) => () => app.close()))
    const attempt = async (
      app: (typeof apps)[number] | undefined,
      [username, password]: readonly [string, string],
    ) => {
      const { origin = '', consumer = { key: '', secret: '' } } = app ?? {}
      const body = `x_auth_username=${username}&x_auth_password=${password}&x_auth_mode=client_auth`
      const { status } = await send(
        {
          ...{ method: 'POST', url: `${origin}/oauth/access_token`, body },
          headers: [['content-type', 'application/x-www-form-urlencoded']],
        },
        { consumer },
      )
      return status
    }
    expect(await attempt(apps[0], ['jane', 'wrong'])).toBe(401)
    expect(await attempt(apps[1], ['jane', 'wrong'])).toBe(401)
    // The right one neither: two attempts were made, each at another process.
    expect(await attempt(apps[0], ['jane', 'correct%20horse'])).toBe(503)
    expect(await attempt(apps[1], ['jane', 'correct%20horse'])).toBe(503)
    expect(await attempt(apps[0], ['bob', 'wrong'])).toBe(401)
    await server.halt()
    expect(await attempt(apps[0], ['bob', 'wrong'])).toBe(503)
  })
})
