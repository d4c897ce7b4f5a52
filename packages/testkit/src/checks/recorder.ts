import type { ShownExchange } from './report.js'

/** Remembers what was sent for the check that is running. */
export interface Recorder {
  add(exchange: ShownExchange): void
  /** Gives what was remembered, and forgets it. */
  take(): readonly ShownExchange[]
}

/** Creates a recorder. */
export function createRecorder(): Recorder {
  let exchanges: ShownExchange[] = []
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
