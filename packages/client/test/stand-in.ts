import { connect } from 'node:net'
import { Agent } from 'undici'
import type { buildConnector } from 'undici'
import { onTestFinished } from 'vitest'

import { dispatcherFetch } from '../src/undici.js'
import type { FetchFunction } from '../src/index.js'
import { listen } from './listen.js'
import type { Answer, Seen } from './listen.js'

/** Simulates every host on the internet, including TLS and DNS. */
export interface StandIn {
  /** Every request with the requested URL, in the order received. */
  readonly seen: readonly Seen[]
  /** Connects to it for any URL. */
  readonly dispatcher: Agent
  /** The same as a `fetch`. */
  readonly fetch: FetchFunction
}

/** Starts a simulated internet, which is closed at the end of its test. */
export async function standIn(answer: (seen: Seen) => Answer | Promise<Answer>): Promise<StandIn> {
  const seen: Seen[] = []
  const serverOf = async (scheme: string): Promise<number> => {
    const { origin } = await listen((request) => {
      const asked = { ...request, url: request.url.replace(/^http:/, scheme) }
      seen.push(asked)
      return answer(asked)
    })
    return Number(new URL(origin).port)
  }
  const ports = new Map([
    ['http:', await serverOf('http:')],
    ['https:', await serverOf('https:')],
  ])
  const connector: buildConnector.connector = ({ protocol }, callback) => {
    const socket = connect(ports.get(protocol) ?? 0, '127.0.0.1')
    socket.once('connect', () => callback(null, socket))
    socket.once('error', (error) => callback(error, null))
  }
  const dispatcher = new Agent({ connect: connector })
  onTestFinished(() => dispatcher.destroy())
  return { seen, dispatcher, fetch: dispatcherFetch(dispatcher) }
}
