import {
  assertArgument,
  assertOptions,
  createOptionCheck,
  isFunction,
  isRecordWith,
  optionChecks,
} from '@oauthplus/core/internal'

import type { Store } from './store.js'

// The clocks of processes that share a store differ: one process must not purge a nonce that another
// still accepts.
const CLOCK_DIFFERENCE_SECONDS = 60

/** When a store is purged, and who is notified of failures. */
export interface PurgeOptions {
  /** How long it waits after one purge before the next. 60 by default. */
  readonly everySeconds?: number | undefined
  /** The time, in milliseconds since 1970. `Date.now` by default. */
  readonly now?: (() => number) | undefined
  /** Is called with the error of a purge that failed; the next one is tried anyway. */
  readonly onError?: ((error: unknown) => void) | undefined
}

const isPurged = isRecordWith(
  'a store',
  optionChecks<Pick<Store, 'purge'>>({ required: { purge: isFunction }, optional: {} }),
)
const OPTIONS = optionChecks<PurgeOptions>({
  required: {},
  optional: {
    everySeconds: createOptionCheck(
      'a number from 0.001 to 86,400',
      (value) => typeof value === 'number' && value >= 0.001 && value <= 86_400,
    ),
    now: isFunction,
    onError: isFunction,
  },
})

/**
 * Purges a store again and again: for one whose database lets nothing expire by itself. Its timer
 * keeps no process alive, and what expired in the last minute is left for the next time.
 *
 * @example
 *
 * ```ts
 * const stop = purgeRegularly(store, { everySeconds: 300 })
 * server.on('close', stop)
 * ```
 *
 * @param store The store.
 * @param options How often, by which clock, and who is notified of failures.
 *
 * @returns Stops it; a purge that has begun is finished.
 *
 * @throws `TypeError` when the store has no `purge`, or an option is unknown or has a value that does not fit,
 *   such as `everySeconds` outside of 0.001 to 86,400.
 *
 * @see {@link Store}, `purge`
 */
export function purgeRegularly(
  store: Pick<Store, 'purge'>,
  options: PurgeOptions = {},
): () => void {
  assertArgument('purgeRegularly', { store }, isPurged)
  assertOptions('purgeRegularly', options, OPTIONS)
  const { everySeconds = 60, now = Date.now, onError } = options
  let timer: ReturnType<typeof setTimeout> | undefined
  let isStopped = false

  function wait(): void {
    if (isStopped) return
    timer = setTimeout(() => void purge(), everySeconds * 1000)
    // On Node; elsewhere a timer is a number.
    const { unref } = timer as { unref?: () => unknown }
    unref?.call(timer)
  }

  async function purge(): Promise<void> {
    try {
      await store.purge(Math.floor(now() / 1000) - CLOCK_DIFFERENCE_SECONDS)
    } catch (error) {
      reportError(error)
    }
    wait()
  }

  function reportError(error: unknown): void {
    try {
      onError?.(error)
    } catch {
      // An error of the listener must not end the purging.
    }
  }

  wait()
  return () => {
    isStopped = true
    clearTimeout(timer)
  }
}
