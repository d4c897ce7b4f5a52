import type { ReportedExchange } from './report.js'

/** Remembers what was sent for the check that is running. */
export interface Recorder {
  add(exchange: ReportedExchange): void
  /** Gives what was remembered, and forgets it. */
  take(): readonly ReportedExchange[]
}

/** Creates a recorder. */
export function createRecorder(): Recorder {
  let exchanges: ReportedExchange[] = []
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
