import { createServer, request as sendRequest } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import type { ProviderConfig } from '../src/index.js'

/** Forwards a request to the provider. Resolves when the response has ended. */
export type Forward = () => Promise<void>

/** Decides what a gateway does with a request. */
export type Gate = (forward: Forward, response: ServerResponse) => void | Promise<void>

/** Starts a gateway in front of a provider. */
export async function startGateway(
  config: ProviderConfig,
  gate: Gate,
): Promise<{ readonly config: ProviderConfig; close(): void }> {
  const { origin } = new URL(config.requestTokenUrl)
  const server = createServer((request, response) => {
    void gate(() => forward(origin, request, response), response)
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const own = `http://localhost:${(server.address() as AddressInfo).port}`
  return {
    config: JSON.parse(JSON.stringify(config).replaceAll(origin, own)) as ProviderConfig,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

function forward(
  origin: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { hostname, port } = new URL(origin)
  const headers = request.rawHeaders
  return new Promise((resolve, reject) => {
    const onward = sendRequest(
      { hostname, port, method: request.method, path: request.url, headers, setHost: false },
      (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.rawHeaders)
        answer.pipe(response).on('close', resolve)
      },
    )
    onward.on('error', reject)
    request.pipe(onward)
  })
}
