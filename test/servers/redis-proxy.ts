import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

/** What stands between a store and its Redis. */
export interface RedisProxy {
  /** The URL of the server, by this proxy. */
  readonly url: string
  /** How often a client has spoken after the server had answered it: the round trips. */
  roundTrips(): number
  close(): Promise<void>
}

/** Starts a proxy in front of a Redis, which counts round trips at the socket. */
export async function startRedisProxy(port: number): Promise<RedisProxy> {
  const sockets = new Set<Socket>()
  let roundTrips = 0
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1')
    let isAnswered = true
    client.on('data', () => {
      if (isAnswered) roundTrips++
      isAnswered = false
    })
    upstream.on('data', () => {
      isAnswered = true
    })
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => {
        client.destroy()
        upstream.destroy()
      })
    }
    client.pipe(upstream).pipe(client)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    roundTrips: () => roundTrips,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
