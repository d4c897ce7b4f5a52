import { execFile, spawn } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

import type { TestContext } from 'vitest'

import { findProgram } from '../find-program.js'
import { commandOf } from '../interop/foreign-client.js'
import { createDataDirectory } from './create-data-directory.js'
import { freePort } from './free-port.js'
import { untilReady } from './until-ready.js'

const SERVER = findProgram(['mariadbd'], { debianPackage: 'mariadb-server' })
const INSTALLER = findProgram(['mariadb-install-db'], { debianPackage: 'mariadb-server' })
const IS_ROOT = process.getuid?.() === 0

/** Whether a MariaDB can be started here. */
export const HAS_MARIADB: boolean = 'command' in SERVER && 'command' in INSTALLER

/** A private MariaDB on a loopback port, with its own directory. */
export interface MariadbServer {
  /** `mysql://root@127.0.0.1:`, the port, and the database `test`. */
  readonly url: string
  /** Ends it and removes its directory. */
  stop(): Promise<void>
}

/** Skips the test, and says why, if there is no MariaDB. */
export function requireMariadb(test: TestContext): void {
  commandOf(SERVER, test)
  commandOf(INSTALLER, test)
}

/** Starts a MariaDB as it comes. */
export async function startMariadb(): Promise<MariadbServer> {
  if (!('command' in SERVER)) throw new Error(SERVER.missing)
  if (!('command' in INSTALLER)) throw new Error(INSTALLER.missing)
  const port = await freePort()
  const directory = await createDataDirectory('mariadb')
  const place = ['--no-defaults', `--datadir=${directory}`, ...(IS_ROOT ? ['--user=root'] : [])]
  await promisify(execFile)(INSTALLER.command, [
    ...place,
    '--auth-root-authentication-method=normal',
  ])
  const child = spawn(
    SERVER.command,
    [
      ...place,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--socket=${join(directory, 'socket')}`,
      '--skip-name-resolve',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const kill = (): void => void child.kill('SIGKILL')
  process.once('exit', kill)
  await untilReady(child, child.stderr, { name: 'MariaDB', ready: /ready for connections/ })
  return {
    url: `mysql://root@127.0.0.1:${port}/test`,
    async stop() {
      process.removeListener('exit', kill)
      const ended = new Promise((resolve) => child.once('exit', resolve))
      kill()
      await ended
      await rm(directory, { recursive: true, force: true })
    },
  }
}
