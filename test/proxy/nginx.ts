import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

import type { TestContext } from 'vitest'

import { findProgram } from '../find-program.js'
import { commandOf } from '../interop/foreign-client.js'
import { makeCertificate, OPENSSL } from '../servers/make-certificate.js'

const NGINX = findProgram(['nginx'], { debianPackage: 'nginx' })
const TEMPORARY_PATHS = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']

/** A running nginx. */
export interface Nginx {
  /** `https://localhost:` and the port. */
  readonly origin: string
  /** The certificate of `localhost`, its own authority. */
  readonly certificate: string
  stop(): Promise<void>
}

/** Requires nginx; skips the test, and says why, if it cannot be run here. */
export function requireNginx(test: TestContext): void {
  commandOf(NGINX, test)
  commandOf(OPENSSL, test)
}

/** Whether nginx can be run here, known before any test runs. */
export const HAS_NGINX: boolean = 'command' in NGINX && 'command' in OPENSSL

/**
 * Starts nginx with TLS on a port of loopback.
 *
 * @param port The port.
 * @param options.locations The locations in the server's block.
 *
 * @returns Its address, and a function that stops it.
 *
 * @throws Error with what it says when it ends before it listens.
 */
export async function startNginx(
  port: number,
  { locations }: { locations: readonly string[] },
): Promise<Nginx> {
  if (!('command' in NGINX)) throw new Error(NGINX.missing)
  const directory = await mkdtemp(join(tmpdir(), 'oauthplus-nginx-'))
  const certificate = await makeCertificate(directory)
  const temporaryPaths = TEMPORARY_PATHS.map((name) => `${name}_temp_path ${name};`)
  await writeFile(
    join(directory, 'nginx.conf'),
    // Without a master there is one process to end, and none that changes its user.
    `daemon off;
master_process off;
pid nginx.pid;
error_log stderr notice;
events {}
http {
  access_log off;
  ${temporaryPaths.join(' ')}
  server {
    listen 127.0.0.1:${port} ssl;
    ssl_certificate certificate.pem;
    ssl_certificate_key key.pem;
    ${locations.join('\n    ')}
  }
}
`,
  )
  const child = spawn(NGINX.command, ['-p', `${directory}/`, '-c', 'nginx.conf', '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const kill = (): void => void child.kill('SIGKILL')
  process.once('exit', kill)
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      resolve()
    })
  })
  const stop = async (): Promise<void> => {
    process.removeListener('exit', kill)
    child.kill('SIGTERM')
    await ended
    await rm(directory, { recursive: true })
  }
  const said: string[] = []
  try {
    await new Promise<void>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', () => {
        reject(new Error(`nginx ended before it listened:\n${said.join('\n')}`))
      })
      createInterface({ input: child.stderr }).on('line', (line) => {
        said.push(line)
        // It says so when its sockets are open already.
        if (/using the "\w+" event method/.test(line)) resolve()
      })
    })
  } catch (error) {
    await stop()
    throw error
  }
  return { origin: `https://localhost:${port}`, certificate, stop }
}
