import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A request as it came over the socket. */
export interface Seen {
  readonly method: string
  /** The request target, as sent. */
  readonly target: string
  /** The absolute URL. If a test simulates DNS and TLS, the requested URL. */
  readonly url: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Buffer
}

/** The response of a test server. */
export interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string | string[]>>
  readonly body?: string
}

/** A server for one test, on a separate port. */
export interface TestServer {
  readonly origin: string
  /** Every request, in the order received. */
  readonly seen: readonly Seen[]
}

/** Starts a real HTTP server, which is closed at the end of its test. */
export async function listen(
  answer: (seen: Seen) => Answer | Promise<Answer>,
): Promise<TestServer> {
  const seen: Seen[] = []
  const server = createServer((request, response) => {
    void (async () => {
      const received = await receive(request)
      seen.push(received)
      const { status = 200, headers = {}, body = '' } = await answer(received)
      response.writeHead(status, headers).end(body)
    })()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { origin: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, seen }
}

/** Returns the value of a request header, or an empty string. */
export function headerOf(seen: Seen | undefined, name: string): string {
  return seen?.headers.find(([header]) => header.toLowerCase() === name)?.[1] ?? ''
}

async function receive(request: IncomingMessage): Promise<Seen> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const { method = '', url: target = '', rawHeaders } = request
  const headers = rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ''] as const] : [],
  )
  return {
    method,
    target,
    url:
      headers.find(([name]) => name === 'x-asked-url')?.[1] ??
      `http://${request.headers.host ?? ''}${target}`,
    headers,
    body: Buffer.concat(chunks),
  }
}
