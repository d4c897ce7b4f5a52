import { execFile, spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { chmod, chown, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

import pg from 'pg'
import type { TestContext } from 'vitest'

import { commandOf } from '../interop/foreign-client.js'
import type { Interpreter } from '../interop/foreign-client.js'
import { createDataDirectory } from './create-data-directory.js'
import { freePort } from './free-port.js'
import { untilReady } from './until-ready.js'

const DEBIAN_VERSIONS = '/usr/lib/postgresql'
/** The account that Debian makes for it: PostgreSQL refuses to run as root. */
const ACCOUNT = 'postgres'
const IS_ROOT = process.getuid?.() === 0
const BINARIES = findBinaries()
const HAS_ICU = 'command' in BINARIES && Number(/\d+/.exec(BINARIES.command)?.[0]) >= 15

/** Whether a PostgreSQL can be started here. */
export const HAS_POSTGRES: boolean = 'command' in BINARIES

/** A private PostgreSQL on a loopback port, with its own directory. */
export interface PostgresServer {
  readonly port: number
  /** `postgres://postgres@127.0.0.1:`, the port, and the database `postgres`. */
  readonly url: string
  /** Ends it, as an administrator would or as a crash does; the files on its disk stay. */
  halt(how?: 'fast' | 'crash'): Promise<void>
  /** Starts it again after `halt`: same port, same disk. */
  resume(): Promise<void>
  /** Sends a statement over a separate connection, and returns the rows. */
  query(text: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>
  /** Makes a new, empty database, and gives its URL. */
  createDatabase(): Promise<string>
  /** Ends it and removes its directory. */
  stop(): Promise<void>
}

/** Skips the test, and says why, if there is no PostgreSQL. */
export function requirePostgres(test: TestContext): void {
  commandOf(BINARIES, test)
}

/**
 * Starts a PostgreSQL as it comes: durable, with 100 connections.
 *
 * @param settings Settings that differ from the defaults, as `name=value`.
 *
 * @returns The server, ready.
 *
 * @throws Error with what it says when it ends before it is ready.
 */
export async function startPostgres(settings: readonly string[] = []): Promise<PostgresServer> {
  const port = await freePort()
  const directory = await createDataDirectory('postgres')
  await chmod(directory, 0o700)
  if (IS_ROOT) await chown(directory, accountId('-u'), accountId('-g'))
  const data = join(directory, 'data')
  await command('initdb', [
    '--pgdata',
    data,
    '--username',
    ACCOUNT,
    '--auth',
    'trust',
    '--encoding',
    'UTF8',
    '--locale',
    'C.UTF-8',
    '--no-sync',
    // Another order than that of ASCII, as most databases have.
    ...(HAS_ICU ? ['--locale-provider', 'icu', '--icu-locale', 'en'] : []),
  ])
  const options = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=`]
  const args = [...options, ...settings].flatMap((option) => ['-c', option])
  const url = `postgres://${ACCOUNT}@127.0.0.1:${port}/postgres`
  let child = await run(data, args)
  let databases = 0

  async function halt(how: 'fast' | 'crash' = 'fast'): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    // The first line of this file is the process that all others descend from.
    const [postmaster] = (await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n')
    const group = how === 'crash' ? await descendantsOf(Number(postmaster)) : []
    process.kill(Number(postmaster), how === 'crash' ? 'SIGKILL' : 'SIGINT')
    for (const id of group) killIfThere(id)
    await ended
  }

  async function query(
    text: string,
    values: readonly unknown[] = [],
  ): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      const { rows } = await client.query(text, [...values])
      return rows as Record<string, unknown>[]
    } finally {
      await client.end()
    }
  }

  return {
    port,
    url,
    halt,
    query,
    async resume() {
      child = await run(data, args)
    },
    async createDatabase() {
      const name = `database_${++databases}`
      await query(`CREATE DATABASE ${name}`)
      return url.replace(/postgres$/, name)
    },
    async stop() {
      await halt('crash')
      await rm(directory, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

async function run(data: string, args: readonly string[]): Promise<ChildProcess> {
  const [file, words] = commandLine('postgres', ['-D', data, ...args])
  const child = spawn(file, words, { cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] })
  const kill = (): void => {
    spawnSync(...commandLine('pg_ctl', ['-D', data, '-m', 'immediate', '-W', 'stop']))
  }
  process.once('exit', kill)
  child.once('exit', () => process.removeListener('exit', kill))
  await untilReady(child, child.stderr, {
    name: 'PostgreSQL',
    ready: /database system is ready to accept connections/,
  })
  return child
}

async function command(name: string, args: readonly string[]): Promise<void> {
  await promisify(execFile)(...commandLine(name, args), { cwd: '/' })
}

function commandLine(name: string, args: readonly string[]): [file: string, words: string[]] {
  if (!('command' in BINARIES)) throw new Error(BINARIES.missing)
  const file = join(BINARIES.command, name)
  // `runuser` stays in between, and ends with what it runs.
  return IS_ROOT ? ['runuser', ['-u', ACCOUNT, '--', file, ...args]] : [file, [...args]]
}

function findBinaries(): Interpreter {
  const versions = existsSync(DEBIAN_VERSIONS) ? readdirSync(DEBIAN_VERSIONS) : []
  const [newest] = versions.sort((a, b) => Number(b) - Number(a))
  if (newest !== undefined) return { command: join(DEBIAN_VERSIONS, newest, 'bin') }
  return { missing: 'no PostgreSQL here: apt-get install --no-install-recommends postgresql' }
}

function accountId(flag: '-u' | '-g'): number {
  return Number(spawnSync('id', [flag, ACCOUNT], { encoding: 'utf8' }).stdout)
}

/** A crash takes them all at once; those that are left would else keep the port and the memory. */
async function descendantsOf(id: number): Promise<number[]> {
  const children = await readFile(`/proc/${id}/task/${id}/children`, 'utf8').catch(() => '')
  return children.split(' ').filter(Boolean).map(Number)
}

function killIfThere(id: number): void {
  try {
    process.kill(id, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}
