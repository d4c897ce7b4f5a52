import type { Problem } from '@oauthplus/core'

import { isExposed } from '../settings/secure-url.js'

// A 401 comes for many reasons; only a difference that a Provider's window may not cover is taken
// for the cause.
const FAR_OFF_SECONDS = 60
// More than any Consumer calls; beyond it nobody's clock is corrected.
const MOST_ORIGINS = 100

/**
 * The time as each origin sees it.
 *
 * @internal
 */
export interface Clock {
  /** The time for a request to a URL, in seconds since 1970. */
  secondsFor(url: string): number
  /**
   * Adopts the time of the origin that has refused a request, if the time was the reason; where the
   * refusal does not tell it, drops the time that was adopted before. Returns whether the time for
   * that origin has changed; a caller sends a request again only once.
   */
  correct(url: string, response: Response, problem: Problem | undefined): boolean
}

/**
 * Creates a clock that runs as this machine's does until an origin corrects it.
 *
 * @internal
 */
export function createClock(nowSeconds: () => number): Clock {
  const offsetSeconds = new Map<string, number>()
  return {
    secondsFor: (url) => nowSeconds() + (offsetSeconds.get(new URL(url).origin) ?? 0),
    correct(url, response, problem) {
      // Whoever listens on plain http could set the clock: what is signed for later can be kept.
      if (isExposed(new URL(url))) return false
      const { origin } = new URL(url)
      const current = offsetSeconds.get(origin)
      const isReported = problem?.code === 'timestamp_refused'
      const theirs = isFromCache(response) ? undefined : theirSeconds(response, problem)
      if (theirs === undefined) {
        return isReported && offsetSeconds.delete(origin) && current !== 0
      }
      if (current === undefined && offsetSeconds.size >= MOST_ORIGINS) return false
      const offset = theirs - nowSeconds()
      const change = offset - (current ?? 0)
      if (!isReported && (response.status !== 401 || Math.abs(change) < FAR_OFF_SECONDS)) {
        return false
      }
      // An offset that is itself refused gives way to the next one.
      offsetSeconds.set(origin, offset)
      return change !== 0
    },
  }
}

// RFC 9111, section 5.1: the Date of a stored response is as old as its Age says.
function isFromCache(response: Response): boolean {
  const age = response.headers.get('age')
  return age !== null && age.trim() !== '0'
}

function theirSeconds(response: Response, problem: Problem | undefined): number | undefined {
  const milliseconds = Date.parse(response.headers.get('date') ?? '')
  const date = Number.isNaN(milliseconds) ? undefined : Math.floor(milliseconds / 1000)
  const range = problem?.acceptableTimestamps
  if (range === undefined) return date
  const [earliest, latest] = range
  // A Date may come from a server in front of the Provider; the range is the Provider's own.
  const isAccepted = date !== undefined && earliest <= date && date <= latest
  return isAccepted ? date : Math.floor((earliest + latest) / 2)
}
