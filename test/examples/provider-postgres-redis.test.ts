import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startPhotoProvider } from '../../examples/photo-provider-express/src/start-photo-provider.js'
import { checkSites } from '../../examples/provider-postgres-redis/src/check-sites.js'
import { openServers } from '../../examples/provider-postgres-redis/src/open-servers.js'
import { freePort } from '../servers/free-port.js'
import { HAS_POSTGRES, requirePostgres, startPostgres } from '../servers/postgres.js'
import type { PostgresServer } from '../servers/postgres.js'
import { HAS_REDIS, requireRedis, startRedis } from '../servers/redis.js'
import type { RedisServer } from '../servers/redis.js'
import { PRINTER } from './authorized.js'
import { exampleCommand } from './run-example.js'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const SLOW = { timeout: 60_000 }

let postgres: PostgresServer
let redis: RedisServer

beforeAll(async () => {
  if (!HAS_POSTGRES || !HAS_REDIS) return
  postgres = await startPostgres()
  redis = await startRedis()
})

afterAll(async () => {
  if (HAS_POSTGRES && HAS_REDIS) await Promise.all([postgres.stop(), redis.stop()])
})

function start(args: readonly string[], urls: { databaseUrl: string; redisUrl: string }) {
  const child = spawn(...exampleCommand('provider-postgres-redis', args), {
    cwd: ROOT,
    stdio: 'pipe',
    env: { ...process.env, DATABASE_URL: urls.databaseUrl, REDIS_URL: urls.redisUrl },
  })
  const told = { standardOutput: '', standardError: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (told.standardOutput += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (told.standardError += text))
  const ended = once(child, 'close').then(([code]) => ({ ...told, code: code as number | null }))
  return { child, ended }
}

describe('the photo site on PostgreSQL and Redis', () => {
  it('checks itself', SLOW, async (test) => {
    requirePostgres(test)
    requireRedis(test)
    const urls = { databaseUrl: await postgres.createDatabase(), redisUrl: redis.url }
    const { standardOutput, standardError, code } = await start(['--check'], urls).ended
    expect(standardError).toBe('')
    expect(standardOutput).toContain('Two processes act as one.')
    expect(code).toBe(0)
  })

  it('finds that two processes count each for itself', SLOW, async (test) => {
    requirePostgres(test)
    requireRedis(test)
    const databaseUrl = await postgres.createDatabase()
    const servers = await openServers({ databaseUrl, redisUrl: redis.url })
    const { store } = servers
    const sites = [
      await startPhotoProvider({ port: 0, store }),
      await startPhotoProvider({ port: 0, store }),
    ] as const
    await expect(checkSites({ sites, consumer: PRINTER }, () => undefined)).rejects.toThrow(
      'One guess too many at one process: permission_denied, not user_refused.',
    )
    await Promise.all(sites.map((site) => site.close()))
    await servers.close()
  })

  it('says that it listens, and ends on a signal', SLOW, async (test) => {
    requirePostgres(test)
    requireRedis(test)
    const urls = { databaseUrl: await postgres.createDatabase(), redisUrl: redis.url }
    const { child, ended } = start(['--port', '0'], urls)
    await once(child.stdout, 'data')
    child.kill('SIGTERM')
    const { standardOutput, code } = await ended
    expect(JSON.parse(standardOutput)).toHaveProperty('photosUrl')
    expect(code).toBe(0)
  })

  it.for(['PostgreSQL', 'Redis'] as const)(
    'says that %s cannot be used, without its password',
    SLOW,
    async (name, test) => {
      requirePostgres(test)
      requireRedis(test)
      const nowhere = `jane:hunter2@127.0.0.1:${await freePort()}`
      const isPostgres = name === 'PostgreSQL'
      const { standardOutput, standardError, code } = await start(['--port', '0'], {
        databaseUrl: isPostgres ? `postgres://${nowhere}/photos` : await postgres.createDatabase(),
        redisUrl: isPostgres ? redis.url : `redis://${nowhere}`,
      }).ended
      expect(standardError).toContain(`${name} cannot be used: `)
      expect(standardError).not.toContain('hunter2')
      expect([standardOutput, code]).toEqual(['', 1])
    },
  )

  it('uses the addresses of its docker-compose.yml', () => {
    const read = (file: string) =>
      readFileSync(`${ROOT}/examples/provider-postgres-redis/${file}`, 'utf8')
    const [database, cache] = [...read('src/main.ts').matchAll(/\?\? '(\w+:\/\/[^']+)'/g)].map(
      ([, url = '']) => new URL(url),
    )
    const compose = read('docker-compose.yml')
    expect(compose).toContain(`POSTGRES_USER: ${database?.username ?? '?'}\n`)
    expect(compose).toContain(`POSTGRES_PASSWORD: ${database?.password ?? '?'}\n`)
    expect(compose).toContain(`POSTGRES_DB: ${database?.pathname.slice(1) ?? '?'}\n`)
    expect(compose).toContain(`'${database?.host ?? '?'}:5432'`)
    expect(compose).toContain(`'${cache?.host ?? '?'}:6379'`)
  })
})
