import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import { createAlbumsApi } from './albums-api.js'
import type { AlbumsApiOptions } from './albums-api.js'

/** The options of `startApi`. */
export interface StartApiOptions extends AlbumsApiOptions {
  /** The port on 127.0.0.1, or 0 for a free one. */
  readonly port: number
}

/** The running API. */
export interface AlbumsApi {
  readonly origin: string
  /** Closes it. */
  close(): void
}

/** Starts the API on 127.0.0.1. */
export async function startApi({ port, ...options }: StartApiOptions): Promise<AlbumsApi> {
  const server = createServer(await createAlbumsApi(options))
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close()
      server.closeIdleConnections()
    },
  }
}
