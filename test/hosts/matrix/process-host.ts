import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

import type { Host } from './host.js'
import { sendOverHttp } from './send-over-http.js'
import type { Address } from './send-over-http.js'

/** A program that serves the application, and prints its port or writes it to the descriptor 3. */
export interface ServerCommand {
  readonly program: string
  readonly args: readonly string[]
  readonly directory?: string
  readonly environment?: Readonly<Record<string, string>>
}

/** A server in another process. */
export interface ServerProcess {
  readonly port: number
  stop(): Promise<void>
}

/** A host that another process serves over HTTP/1.1. `addressOf` says where to send, once its port is known. */
export function processHost(
  name: string,
  prepare: () => Promise<ServerCommand>,
  addressOf: (port: number) => Address = (port) => ({ port }),
): Host {
  return {
    name,
    hasConnection: true,
    canRepeatHeaders: true,
    async start() {
      const { port, stop } = await startProcess(await prepare())
      return { send: (request) => sendOverHttp(request, addressOf(port)), close: stop }
    },
  }
}

/** Starts a server, and waits for its port. Rejects with what it wrote if it ends before. */
export async function startProcess({
  program,
  args,
  directory,
  environment,
}: ServerCommand): Promise<ServerProcess> {
  const server = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    ...(directory === undefined ? {} : { cwd: directory }),
    // Built packages as a user gets them, whatever this command was started with.
    env: { ...process.env, NODE_OPTIONS: '', DENO_NO_UPDATE_CHECK: '1', ...environment },
  })
  const kill = (): void => void server.kill('SIGKILL')
  process.once('exit', kill)
  const ended = new Promise<void>((resolve) => {
    server.once('close', () => {
      resolve()
    })
  })
  const port = await Promise.race([portOf(server), failureOf(server)])
  return {
    port,
    async stop() {
      process.removeListener('exit', kill)
      server.kill()
      await ended
    },
  }
}

/** Reads the port that programs print, or that workerd writes to a separate descriptor. */
async function portOf({ stdout, stdio }: ChildProcess): Promise<number> {
  const first = (stream: unknown): Promise<number> =>
    new Promise((resolve) => {
      createInterface({ input: stream as Readable }).on('line', (line) => {
        const [, port] = /(?:^|"port":|^- Local: +http:\/\/[\d.]+:)(\d+)(?:$|[,}])/.exec(line) ?? []
        if (port !== undefined) resolve(Number(port))
      })
    })
  return Promise.race([first(stdout), first(stdio[3])])
}

function failureOf(server: ChildProcess): Promise<never> {
  let written = ''
  server.stderr?.setEncoding('utf8').on('data', (piece: string) => (written += piece))
  return new Promise((_resolve, reject) => {
    server.on('error', reject)
    server.on('close', (code) => {
      reject(new Error(`the server ended with ${String(code)}: ${written}`))
    })
  })
}
