import { AsyncLocalStorage } from 'node:async_hooks'

import type { ReportedExchange } from './report.js'

/** Records the exchanges of checks, also of several that run at the same time. */
export interface Recorder {
  /** Runs a check, with its own list of messages. */
  run<Result>(check: () => Promise<Result>): Promise<Result>
  /**
   * Adds an exchange to the check that sent it. An exchange that a server received belongs to the
   * running check if there is only one.
   */
  add(exchange: ReportedExchange): void
  /** Returns the recorded exchanges of the check and clears them. */
  take(): readonly ReportedExchange[]
}

/** Creates a recorder. */
export function createRecorder(): Recorder {
  const storage = new AsyncLocalStorage<ReportedExchange[]>()
  const running = new Set<ReportedExchange[]>()
  const getOwn = (): ReportedExchange[] => {
    const own = storage.getStore()
    if (own !== undefined && running.has(own)) return own
    const [first] = running
    return first !== undefined && running.size === 1 ? first : []
  }
  return {
    async run(check) {
      const exchanges: ReportedExchange[] = []
      running.add(exchanges)
      try {
        return await storage.run(exchanges, check)
      } finally {
        running.delete(exchanges)
      }
    },
    add(exchange) {
      getOwn().push(exchange)
    },
    take: () => getOwn().splice(0),
  }
}
