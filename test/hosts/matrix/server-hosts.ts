import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { connect, createSecureServer, createServer as createHttp2Server } from 'node:http2'
import { createServer as createHttpsServer } from 'node:https'

import { TLS_CERTIFICATE } from '../tls-certificate.js'
import { createHostProvider } from './host-provider.js'
import { addressBehind } from './host-proxy.js'
import type { Host } from './host.js'
import { closeServer, listen } from './listen.js'
import type { MakeListener } from './make-listener.js'
import { sendOverHttp } from './send-over-http.js'
import { sendOverHttp2 } from './send-over-http2.js'

/** A host on HTTP/1.1, plain or over TLS. */
export function httpHost(
  name: string,
  makeListener: MakeListener,
  protocol: 'http' | 'https' = 'http',
): Host {
  return {
    name,
    hasConnection: true,
    canRepeatHeaders: true,
    async start() {
      const listener = makeListener(await createHostProvider())
      const isTls = protocol === 'https'
      const server = isTls ? createHttpsServer(TLS_CERTIFICATE, listener) : createServer(listener)
      const port = await listen(server)
      return {
        send: (request) => sendOverHttp(request, { port, isTls }),
        close: () => closeServer(server),
      }
    },
  }
}

/** A host on HTTP/1.1 behind a proxy, which learns the port from a header. */
export function proxiedHost(
  name: string,
  makeListener: MakeListener,
  getProxyPort: () => number,
): Host {
  return {
    name,
    hasConnection: true,
    canRepeatHeaders: true,
    async start() {
      const server = createServer(makeListener(await createHostProvider()))
      const port = await listen(server)
      return {
        send: (request) => sendOverHttp(request, addressBehind(getProxyPort(), port)),
        close: () => closeServer(server),
      }
    },
  }
}

/** A host on HTTP/2, plain (h2c) or over TLS. */
export function http2Host(
  name: string,
  makeListener: MakeListener,
  protocol: 'http' | 'https' = 'http',
): Host {
  return {
    name,
    hasConnection: true,
    // Node's own client refuses to, and what writes frames by hand does so without TLS.
    canRepeatHeaders: protocol === 'http',
    async start() {
      const listener = makeListener(await createHostProvider())
      const listen2 = (request: unknown, response: unknown): void => {
        listener(request as IncomingMessage, response as ServerResponse)
      }
      const server =
        protocol === 'http'
          ? createHttp2Server(listen2)
          : createSecureServer(TLS_CERTIFICATE, listen2)
      const port = await listen(server)
      const session = connect(`${protocol}://127.0.0.1:${port}`, { rejectUnauthorized: false })
      return {
        send: (request) => sendOverHttp2(request, { session, port }),
        async close() {
          session.destroy()
          await closeServer(server)
        },
      }
    },
  }
}
