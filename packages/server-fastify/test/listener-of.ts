import type { RequestListener } from 'node:http'

import type { FastifyInstance } from 'fastify'

/** Makes a listener of an application, for a server that a test has made. */
export function listenerOf(app: FastifyInstance): RequestListener {
  const ready = app.ready()
  return (incoming, outgoing) => {
    ready.then(
      () => {
        app.routing(incoming, outgoing)
      },
      (error: unknown) => outgoing.destroy(error as Error),
    )
  }
}
