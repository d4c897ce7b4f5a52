import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { IncomingMessage, RequestListener, RequestOptions } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'

import { collectRequest, verifySignature } from '@oauthplus/core'
import { expect, onTestFinished } from 'vitest'

import { homeIn, OAUTHPLUS, runOauthplus } from './run-oauthplus.js'

const CONSUMER_SECRET = 'consumer secret'
const TOKEN_SECRET = 'token secret'
const ENVIRONMENT = {
  OAUTHPLUS_CONSUMER_SECRET: CONSUMER_SECRET,
  OAUTHPLUS_TOKEN_SECRET: TOKEN_SECRET,
}

/** A running proxy. */
export interface RunningProxy {
  readonly port: number
  readonly pid: number
  /** The lines of standard error. */
  readonly lines: readonly string[]
  readonly ended: Promise<number | null>
  stop(): void
}

/** Starts a server to forward requests to, and returns its origin. */
export async function startUpstream(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
}

let profiles = 0

/** Adds a profile with the flags of its provider, and returns its name. */
export async function addProfile(folder: string, ...flags: readonly string[]): Promise<string> {
  const name = `profile-${String(++profiles)}`
  const args = [
    'profile',
    'add',
    name,
    ...flags,
    '--consumer-key',
    'printer',
    '--token',
    'the-token',
  ]
  expect((await runOauthplus(args, { folder, environment: ENVIRONMENT })).code).toBe(0)
  return name
}

/** Returns an origin at which nothing listens. */
export async function closedOrigin(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return `http://127.0.0.1:${String(port)}`
}

/** Starts the program with a profile for an origin. */
export async function startProxy(
  folder: string,
  origin: string,
  ...flags: readonly string[]
): Promise<RunningProxy> {
  const name = await addProfile(folder, '--site', origin)
  const child = spawn(process.execPath, [OAUTHPLUS, 'proxy', '-p', name, '--port', '0', ...flags], {
    cwd: folder,
    stdio: 'pipe',
    env: { PATH: process.env.PATH, ...homeIn(folder) },
  })
  const lines: string[] = []
  const reader = createInterface({ input: child.stderr })
  const port = new Promise<number>((resolve, reject) => {
    reader.on('line', (line) => {
      lines.push(line)
      const [, found] = /^Signing requests to .*:(\d+) \(/.exec(line) ?? []
      if (found !== undefined) resolve(Number(found))
    })
    child.once('exit', () => {
      reject(new Error(lines.join('\n')))
    })
  })
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  onTestFinished(() => void child.kill('SIGKILL'))
  return { port: await port, pid: child.pid ?? 0, lines, ended, stop: () => child.kill('SIGINT') }
}

/** Sends a request like a tool without OAuth support. */
export async function send(
  port: number,
  path: string,
  { body, ...options }: RequestOptions & { readonly body?: Readable | string } = {},
): Promise<IncomingMessage> {
  const outgoing = request({ host: '127.0.0.1', port, path, agent: false, ...options })
  if (body instanceof Readable) body.pipe(outgoing)
  else outgoing.end(body)
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage]
  return response
}

/** An upstream server that verifies each request and describes it in JSON. */
export async function startVerifier(): Promise<string> {
  let origin = ''
  origin = await startUpstream((incoming, outgoing) => {
    void (async () => {
      const body = await buffer(incoming)
      const received = {
        method: incoming.method ?? '',
        url: origin + (incoming.url ?? ''),
        headers: incoming.headers,
        body,
      }
      const { ok } = await verifySignature(
        received,
        { secrets: [CONSUMER_SECRET], tokenSecrets: [TOKEN_SECRET] },
        { signatureMethods: ['HMAC-SHA1'] },
      )
      outgoing.setHeader('Content-Type', 'application/json')
      outgoing.end(
        JSON.stringify({
          ok,
          method: incoming.method,
          url: incoming.url,
          host: incoming.headers.host,
          extra: incoming.headers['x-extra'],
          authorization: incoming.headers.authorization?.slice(0, 6),
          token: collectRequest(received).protocol.find(([name]) => name === 'oauth_token')?.[1],
          body: body.toString(),
        }),
      )
    })()
  })
  return origin
}

/** Parses a response as JSON. */
export async function json(response: IncomingMessage): Promise<unknown> {
  return JSON.parse(await text(response))
}
