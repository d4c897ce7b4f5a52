import type { RequestListener } from 'node:http'

import { getRequestListener } from '@hono/node-server'
import type { HttpBindings } from '@hono/node-server'

/** Runs a handler of `Request` on a server of Node. Its second argument is what the platform passes. */
export function listenerOf(
  handle: (request: Request, bindings: HttpBindings) => Response | Promise<Response>,
): RequestListener {
  const listener = getRequestListener((request, bindings) =>
    handle(request, bindings as HttpBindings),
  )
  return (incoming, outgoing) => void listener(incoming, outgoing)
}

/** Returns the address of the client, for `getPeerAddress`. */
export function peerAddress(_request: Request, { incoming }: HttpBindings): string | undefined {
  return incoming.socket.remoteAddress
}
