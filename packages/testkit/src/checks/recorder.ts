import type { Exchange } from '../wire/exchange.js'

/** Remembers what was sent for the check that is running. */
export interface Recorder {
  add(exchange: Exchange): void
  /** Gives what was remembered, and forgets it. */
  take(): readonly Exchange[]
}

/** Creates a recorder. */
export function createRecorder(): Recorder {
  let exchanges: Exchange[] = []
  return {
    add(exchange) {
      exchanges.push(exchange)
    },
    take() {
      const taken = exchanges
      exchanges = []
      return taken
    },
  }
}
