import { startNginx } from '../../proxy/nginx.js'
import type { Nginx } from '../../proxy/nginx.js'
import { freePort } from '../../servers/free-port.js'
import type { Address } from './send-over-http.js'

/** A running nginx in front of hosts. */
export interface HostProxy {
  readonly port: number
  stop(): Promise<void>
}

/** Starts an nginx that passes requests on unchanged to the port in the header `X-Upstream`. */
export async function startHostProxy(): Promise<HostProxy> {
  const port = await freePort()
  const nginx: Nginx = await startNginx(port, {
    locations: [
      // Below the provider's limit, so that the proxy itself responds with 413.
      'client_max_body_size 150k;',
      `location / {
        proxy_pass http://127.0.0.1:$http_x_upstream$request_uri;
        proxy_http_version 1.1;
        proxy_set_header Host $http_host;
      }`,
    ],
  })
  return { port, stop: () => nginx.stop() }
}

/** The address of a server behind the proxy. */
export function addressBehind(proxyPort: number, port: number): Address {
  return { port: proxyPort, isTls: true, header: ['X-Upstream', String(port)] }
}
