import type { RunOptions } from '../checks/run-checks.js'

/** The options of a run against a provider. */
export interface ProviderRunOptions extends RunOptions {
  /**
   * The number of checks that run at the same time, at most 64. 8 by default. 1 for a provider that bears
   * no parallel requests: the suite finds that out itself, but then runs twice.
   */
  readonly parallel?: number | undefined
}
