import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

/** What stands between a store and its PostgreSQL. */
export interface PostgresProxy {
  /** The URL of the database, by this proxy. */
  readonly url: string
  /** How often the server has said that it is ready for a query: the round trips. */
  roundTrips(): number
  /** Lets nothing through any more, and keeps the connections. */
  freeze(): void
  /** Goes on. */
  thaw(): void
  close(): Promise<void>
}

const READY_FOR_QUERY = 'Z'.charCodeAt(0)

/** Starts a proxy in front of a PostgreSQL, which counts round trips at the socket. */
export async function startPostgresProxy(url: string): Promise<PostgresProxy> {
  const { port, hostname } = new URL(url)
  const own = new URL(url)
  const sockets = new Set<Socket>()
  let roundTrips = 0
  let isFrozen = false
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname)
    const countMessages = messageCounter(() => roundTrips++)
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from)
      from.on('data', (chunk: Buffer) => {
        if (from === upstream) countMessages(chunk)
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
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  own.port = String((server.address() as AddressInfo).port)
  return {
    url: own.href,
    roundTrips: () => roundTrips,
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

/** Reads the messages of a server: a letter, and the length of the rest, in which it counts. */
function messageCounter(onReady: () => void): (chunk: Buffer) => void {
  let pending = Buffer.alloc(0)
  return (chunk) => {
    pending = Buffer.concat([pending, chunk])
    while (pending.length >= 5) {
      const end = 1 + pending.readInt32BE(1)
      if (pending.length < end) return
      if (pending[0] === READY_FOR_QUERY) onReady()
      pending = pending.subarray(end)
    }
  }
}
