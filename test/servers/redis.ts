import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { createClient } from 'redis'
import type { TestContext } from 'vitest'

import { findProgram } from '../find-program.js'
import { commandOf } from '../interop/foreign-client.js'
import { createDataDirectory } from './create-data-directory.js'
import { freePort } from './free-port.js'
import { untilReady } from './until-ready.js'

const REDIS = findProgram(['redis-server', 'valkey-server'], { debianPackage: 'redis-server' })

/** Whether a Redis can be started here. */
export const HAS_REDIS: boolean = 'command' in REDIS

/** A private Redis on a loopback port, with its own directory. */
export interface RedisServer {
  readonly port: number
  /** `redis://127.0.0.1:` and the port. */
  readonly url: string
  /** Ends the process with a signal, SIGTERM by default; the files on its disk stay. */
  halt(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>
  /** Starts it again after `halt`: same port, same disk. */
  resume(): Promise<void>
  /** Stops it from responding: it keeps its connections. */
  freeze(): void
  /** Lets it go on after `freeze`. */
  thaw(): void
  /** Sends one command over a separate connection. */
  command(...words: readonly string[]): Promise<unknown>
  /** Ends it and removes its directory. */
  stop(): Promise<void>
}

/** Three Redises that share their keys as one Cluster. */
export interface RedisCluster {
  readonly servers: readonly RedisServer[]
  /** `redis-cluster://` and the three addresses. */
  readonly url: string
  stop(): Promise<void>
}

/** A primary, its replica, and the Sentinel that puts the replica in the primary's place. */
export interface RedisSentinel {
  readonly primary: RedisServer
  readonly replica: RedisServer
  /** `redis-sentinel://`, the address of the Sentinel, and the name of the group. */
  readonly url: string
  stop(): Promise<void>
}

/** Skips the test, and says why, if there is no Redis. */
export function requireRedis(test: TestContext): void {
  commandOf(REDIS, test)
}

/**
 * Starts a Redis that keeps an append-only file and evicts nothing.
 *
 * @param settings Settings that differ from the defaults, as on its command line: `--appendonly`, `no`.
 *
 * @returns The server, ready.
 *
 * @throws Error with what it says when it ends before it is ready.
 */
export async function startRedis(settings: readonly string[] = []): Promise<RedisServer> {
  const port = await freePort()
  const directory = await createDataDirectory('redis')
  const args = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--dir',
    directory,
    '--save',
    '',
    '--appendonly',
    'yes',
    '--maxmemory-policy',
    'noeviction',
    '--daemonize',
    'no',
    ...settings,
  ]
  return startServer({ port, directory, args })
}

/**
 * Starts three Redises and joins them to a Cluster that serves every slot.
 *
 * @param asked Settings of each that differ from the defaults, as on its command line.
 */
export async function startRedisCluster(asked: readonly string[] = []): Promise<RedisCluster> {
  const servers = await Promise.all(
    [1, 2, 3].map(async () => {
      const settings = ['--cluster-enabled', 'yes', '--cluster-node-timeout', '5000']
      return startRedis([...settings, '--cluster-port', String(await freePort()), ...asked])
    }),
  )
  const [first] = servers as [RedisServer]
  const lastSlots = [-1, 5460, 10922, 16383] as const
  for (const [index, server] of servers.entries()) {
    const range = [(lastSlots[index] ?? 0) + 1, lastSlots[index + 1] ?? 0].map(String)
    await server.command('CLUSTER', 'ADDSLOTSRANGE', ...range)
    await server.command('CLUSTER', 'SET-CONFIG-EPOCH', String(index + 1))
    if (server === first) continue
    // The bus has a separate port, which the other server must know.
    const info = String(await first.command('CLUSTER', 'NODES'))
    const busPort = /@(\d+)/.exec(info)?.[1] ?? ''
    await server.command('CLUSTER', 'MEET', '127.0.0.1', String(first.port), busPort)
  }
  await Promise.all(
    servers.map((server) =>
      until(async () => {
        const info = String(await server.command('CLUSTER', 'INFO'))
        return info.includes('cluster_state:ok') && info.includes('cluster_known_nodes:3')
      }),
    ),
  )
  const addresses = servers.map(({ port }) => `127.0.0.1:${port}`).join(',')
  return {
    servers,
    url: `redis-cluster://${addresses}`,
    async stop() {
      await Promise.all(servers.map((server) => server.stop()))
    },
  }
}

/** Starts a primary, its replica, and one Sentinel that is enough to change their places. */
export async function startRedisSentinel(): Promise<RedisSentinel> {
  const primary = await startRedis()
  const replica = await startRedis(['--replicaof', `127.0.0.1 ${primary.port}`])
  const port = await freePort()
  const directory = await createDataDirectory('sentinel')
  const file = join(directory, 'sentinel.conf')
  const args = [file, '--port', String(port), '--bind', '127.0.0.1', '--dir', directory]
  await writeFile(
    file,
    `sentinel monitor photos 127.0.0.1 ${primary.port} 1
sentinel down-after-milliseconds photos 500
sentinel failover-timeout photos 3000
`,
  )
  const sentinel = await startServer({ port, directory, args: [...args, '--sentinel'] })
  await until(async () => String(await replica.command('INFO')).includes('master_link_status:up'))
  await until(async () => String(await sentinel.command('INFO', 'sentinel')).includes('slaves=1'))
  return {
    primary,
    replica,
    url: `redis-sentinel://127.0.0.1:${port}/photos`,
    async stop() {
      await Promise.all([sentinel, primary, replica].map((server) => server.stop()))
    },
  }
}

/**
 * Waits until a condition is true, for at most 30 seconds. It polls every 20 milliseconds, because other
 * processes send no event.
 */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  const latest = performance.now() + 30_000
  while (!(await isSo())) {
    if (performance.now() > latest) throw new Error(`it did not come: ${isSo.toString()}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function startServer(start: {
  readonly port: number
  readonly directory: string
  readonly args: readonly string[]
}): Promise<RedisServer> {
  const { port, directory, args } = start
  const url = `redis://127.0.0.1:${port}`
  let child = await run(args)
  const halt = async (signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await ended
  }
  return {
    port,
    url,
    halt,
    async resume() {
      child = await run(args)
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    async command(...words) {
      const client = createClient({ url })
      // The rejection reports the errors that matter.
      client.on('error', () => undefined)
      await client.connect()
      try {
        return await client.sendCommand([...words])
      } finally {
        client.destroy()
      }
    },
    async stop() {
      child.kill('SIGCONT')
      await halt('SIGKILL')
      await rm(directory, { recursive: true, force: true })
    },
  }
}

async function run(args: readonly string[]): Promise<ChildProcess> {
  if (!('command' in REDIS)) throw new Error(REDIS.missing)
  const child = spawn(REDIS.command, [...args], { stdio: ['ignore', 'pipe', 'ignore'] })
  const kill = (): void => void child.kill('SIGKILL')
  process.once('exit', kill)
  child.once('exit', () => process.removeListener('exit', kill))
  await untilReady(child, child.stdout, {
    name: 'Redis',
    ready: /Ready to accept connections|Sentinel ID is/,
  })
  return child
}
