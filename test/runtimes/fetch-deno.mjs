// The application on Deno. Prints its port.
/* global Deno */
import { createApplication } from './fetch-application.mjs'

const fetch = createApplication({
  getPeerAddress: (_request, { remoteAddr }) => remoteAddr.hostname,
})
Deno.serve({ hostname: '127.0.0.1', port: 0, onListen: ({ port }) => console.log(port) }, fetch)
