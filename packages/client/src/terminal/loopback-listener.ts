import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import { createPageHeaders, renderPage } from './closing-page.js'
import type { ClosingPage } from './closing-page.js'

const HOST = '127.0.0.1'
const NOT_FOUND: ClosingPage = {
  status: 404,
  title: 'Page not found',
  text: 'There is nothing at this address.',
}
const FAILED: ClosingPage = {
  status: 500,
  title: 'Something went wrong',
  text: 'Go back to the program and start again.',
}

/**
 * Handles requests to the callback. `onSent` runs when the browser has received the page or
 * disconnected.
 *
 * @internal
 */
export type Visit = (
  target: string,
) => Promise<{ readonly page: ClosingPage; readonly onSent?: () => void }>

/**
 * A listener on this machine.
 *
 * @internal
 */
export interface LoopbackListener {
  /** The origin that it listens on. */
  readonly callbackUrl: string
  /** Starts accepting visits. Until then, every page responds with 404. */
  open(visit: Visit): void
  /** Closes the listener and every connection. */
  close(): void
}

/**
 * Listens on the loopback interface. Port 0 selects a free port.
 *
 * @internal
 */
export async function listenOnLoopback(port: number, path: string): Promise<LoopbackListener> {
  const headers = await createPageHeaders()
  let visit: Visit | undefined
  const server = createServer((request, response) => {
    const target = request.url ?? ''
    const send = (page: ClosingPage): void => {
      response.writeHead(page.status, headers).end(renderPage(page))
    }
    // A foreign host name that resolves to 127.0.0.1 (DNS rebinding) is refused.
    const isOurs = request.headers.host === getAuthority() && target.split('?', 1)[0] === path
    if (visit === undefined || !isOurs || request.method !== 'GET') {
      send(NOT_FOUND)
      return
    }
    visit(target).then(
      ({ page, onSent }) => {
        if (onSent !== undefined) {
          if (response.closed) onSent()
          else response.once('close', onSent)
        }
        send(page)
      },
      () => {
        send(FAILED)
      },
    )
  })
  // Browsers and `fetch` omit port 80.
  const getAuthority = (): string => new URL(`http://${HOST}:${String(getPort())}`).host
  const getPort = (): number => (server.address() as AddressInfo).port
  server.listen(port, HOST)
  await once(server, 'listening')
  return {
    callbackUrl: `http://${getAuthority()}${path}`,
    open(given) {
      visit = given
    },
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
