// The application on Bun. Prints its port.
/* global Bun */
import { createApplication } from './fetch-application.mjs'

const fetch = createApplication({
  getPeerAddress: (request, server) => server.requestIP(request)?.address,
})
console.log(Bun.serve({ fetch, hostname: '127.0.0.1', port: 0 }).port)
