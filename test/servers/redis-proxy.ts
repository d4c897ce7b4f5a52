import { startTcpProxy } from './tcp-proxy.js'

/** A proxy between a store and its Redis. */
export interface RedisProxy {
  /** The URL of the server, by this proxy. */
  readonly url: string
  /** The number of round trips: how often a client sent data after a response of the server. */
  roundTrips(): number
  close(): Promise<void>
}

/** Starts a proxy in front of a Redis, which counts round trips at the socket. */
export async function startRedisProxy(url: string): Promise<RedisProxy> {
  let roundTrips = 0
  const { port, close } = await startTcpProxy(url, () => {
    let isAnswered = true
    return {
      onRequest() {
        if (isAnswered) roundTrips++
        isAnswered = false
      },
      onAnswer() {
        isAnswered = true
      },
    }
  })
  return { url: `redis://127.0.0.1:${port}`, roundTrips: () => roundTrips, close }
}
