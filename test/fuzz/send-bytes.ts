import { connect } from 'node:net'

/** How a request ended: with a status, closed without a response, or by the client itself. */
export type Outcome = number | 'closed' | 'timeout' | 'aborted' | 'unsendable'

/** How long a site may take to respond. */
export const DEADLINE_MILLISECONDS = 10_000

/** Writes bytes to a socket, and waits until `read` finds an outcome in what comes back. */
export function sendBytes(
  bytes: Buffer,
  options: {
    readonly port: number
    /** Whether the client gives up once the bytes are written. */
    readonly isAborted: boolean
    readonly read: (received: Buffer) => Outcome | undefined
  },
): Promise<Outcome> {
  const { port, isAborted, read } = options
  return new Promise((resolve) => {
    let received = Buffer.alloc(0)
    const socket = connect({ host: '127.0.0.1', port })
    const settle = (outcome: Outcome): void => {
      resolve(outcome)
      // A reset leaves no port waiting, which 100,000 connections would run out of.
      socket.resetAndDestroy()
    }
    socket.setTimeout(DEADLINE_MILLISECONDS, () => {
      settle('timeout')
    })
    socket.on('connect', () => {
      socket.write(bytes, () => {
        if (isAborted) settle('aborted')
      })
    })
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk])
      const outcome = read(received)
      if (outcome !== undefined) settle(outcome)
    })
    for (const event of ['error', 'close']) {
      socket.on(event, () => {
        settle('closed')
      })
    }
  })
}
