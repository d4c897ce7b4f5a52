import type { Throttle } from './throttle.js'

const MINUTE_MILLISECONDS = 60_000
const DEFAULT_LIMIT = 10
// All consumers count together.
const KEY = 'diagnoses'

/** Creates the function that counts a diagnosis and returns `false` if the limit is reached. */
export function createDiagnosisLimit(
  throttle: Throttle | false | undefined,
  now: () => number,
): () => boolean | Promise<boolean> {
  if (throttle === undefined) return limitPerMinute(DEFAULT_LIMIT, now)
  if (throttle === false) return () => true
  return async () => {
    try {
      await throttle.consume(KEY)
      return true
    } catch {
      // A limiter that fails is not an error here: the response does not depend on a diagnosis.
      return false
    }
  }
}

function limitPerMinute(limit: number, now: () => number): () => boolean {
  let minute = 0
  let count = 0
  return () => {
    const current = Math.floor(now() / MINUTE_MILLISECONDS)
    if (current !== minute) count = 0
    minute = current
    count += 1
    return count <= limit
  }
}
