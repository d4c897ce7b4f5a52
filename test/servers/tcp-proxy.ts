import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

/** A proxy between a client and its server. */
export interface TcpProxy {
  readonly port: number
  /** Stops forwarding, and keeps the connections. */
  freeze(): void
  /** Goes on. */
  thaw(): void
  close(): Promise<void>
}

/** The listeners for the data of a connection. */
export interface Watch {
  readonly onRequest?: (chunk: Buffer) => void
  readonly onAnswer?: (chunk: Buffer) => void
}

/**
 * Starts a proxy in front of a server.
 *
 * @param url The address of the server.
 * @param watch Is called for each connection, and returns the listeners for its data.
 */
export async function startTcpProxy(url: string, watch: () => Watch): Promise<TcpProxy> {
  const { port, hostname } = new URL(url)
  const sockets = new Set<Socket>()
  let isFrozen = false
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname)
    const { onRequest, onAnswer } = watch()
    for (const [from, to, onData] of [
      [client, upstream, onRequest],
      [upstream, client, onAnswer],
    ] as const) {
      sockets.add(from)
      from.on('data', (chunk: Buffer) => {
        onData?.(chunk)
        to.write(chunk)
      })
      from.on('error', () => to.destroy())
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
      if (isFrozen) from.pause()
    }
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    freeze() {
      isFrozen = true
      for (const socket of sockets) socket.pause()
    },
    thaw() {
      isFrozen = false
      for (const socket of sockets) socket.resume()
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
