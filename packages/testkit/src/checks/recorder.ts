import type { ReportedExchange } from './report.js'

/** Records the exchanges of the running check. */
export interface Recorder {
  add(exchange: ReportedExchange): void
  /** Returns the recorded exchanges and clears them. */
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
