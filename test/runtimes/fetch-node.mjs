// The application on Node, by @hono/node-server. Prints its port.
import { serve } from '@hono/node-server'

import { createApplication } from './fetch-application.mjs'

const fetch = createApplication({
  getPeerAddress: (_request, { incoming }) => incoming.socket.remoteAddress,
})
serve({ fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => console.log(port))
