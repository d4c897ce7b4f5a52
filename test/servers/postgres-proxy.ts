import { startTcpProxy } from './tcp-proxy.js'
import type { TcpProxy } from './tcp-proxy.js'

/** A proxy between a store and its PostgreSQL. */
export interface PostgresProxy extends Omit<TcpProxy, 'port'> {
  /** The URL of the database, by this proxy. */
  readonly url: string
  /** How often the server has said that it is ready for a query: the round trips. */
  roundTrips(): number
}

const READY_FOR_QUERY = 'Z'.charCodeAt(0)

/** Starts a proxy in front of a PostgreSQL, which counts round trips at the socket. */
export async function startPostgresProxy(url: string): Promise<PostgresProxy> {
  let roundTrips = 0
  const { port, ...proxy } = await startTcpProxy(url, () => ({
    onAnswer: messageCounter(() => roundTrips++),
  }))
  const own = new URL(url)
  own.port = String(port)
  return { ...proxy, url: own.href, roundTrips: () => roundTrips }
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
