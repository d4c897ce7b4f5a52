import type { Problem } from '@oauthplus/core'

import { isExposed } from './secure-url.js'

// A 401 has many causes. The clock counts as the cause only if the difference may exceed the
// provider's window.
const MIN_CORRECTION_SECONDS = 60
// More origins than any consumer calls. Beyond this limit, no clock is corrected.
const MAX_ORIGINS = 100

/**
 * The time as each origin sees it.
 *
 * @internal
 */
export interface Clock {
  /**
   * The offset of an origin's clock from this machine's clock, in seconds, as far as it is known.
   */
  getOffsetSeconds(url: string): number
  /**
   * Adopts the time of an origin that refused a request because of its timestamp. Drops the adopted
   * time if the refusal contains no time, or the same time that it refuses. Returns whether the
   * request would now be signed with another time. Callers retry at most once.
   */
  correct(url: string, refusal: Refusal): boolean
}

/**
 * A response that may refuse the timestamp of a request.
 *
 * @internal
 */
export interface Refusal {
  readonly response: Response
  /** The problem that the response reports. */
  readonly problem: Problem | undefined
  /** The offset that was used to sign the request. */
  readonly offsetSeconds: number
}

/**
 * Creates a clock that follows this machine's clock until an origin corrects it.
 *
 * @internal
 */
export function createClock(nowSeconds: () => number): Clock {
  const offsets = new Map<string, number>()
  const getOffsetSeconds = (url: string): number => offsets.get(new URL(url).origin) ?? 0
  return {
    getOffsetSeconds,
    correct(url, { response, problem, offsetSeconds }) {
      // An attacker on plain http could set the clock and collect signatures for later use.
      if (isExposed(new URL(url))) return false
      const change = readServerSeconds(response, problem) - nowSeconds() - offsetSeconds
      const isFarOff = Math.abs(change) >= MIN_CORRECTION_SECONDS
      const isReported = problem?.code === 'timestamp_refused'
      if (!isReported && !(response.status === 401 && isFarOff)) return false
      // Another response changed it while this request was running.
      if (getOffsetSeconds(url) !== offsetSeconds) return true
      const { origin } = new URL(url)
      // An origin that refuses its own time, for example behind a proxy with a wrong Date, provides no
      // usable time.
      if (Number.isNaN(change) || (offsetSeconds !== 0 && !isFarOff)) return offsets.delete(origin)
      if (change === 0 || (!offsets.has(origin) && offsets.size >= MAX_ORIGINS)) return false
      offsets.set(origin, offsetSeconds + change)
      return true
    },
  }
}

// RFC 9111, section 5.1: the Date of a cached response is as old as its Age.
function isFromCache(response: Response): boolean {
  const age = response.headers.get('age')
  return age !== null && age !== '0'
}

/** Returns the server's time, or NaN if the response does not contain one. */
function readServerSeconds(response: Response, problem: Problem | undefined): number {
  if (isFromCache(response)) return NaN
  const date = Math.floor(Date.parse(response.headers.get('date') ?? '') / 1000)
  const range = problem?.acceptableTimestamps
  if (range === undefined) return date
  const [earliest, latest] = range
  // A proxy in front of the provider may set the Date header. The range of accepted timestamps comes
  // from the provider itself.
  const isAccepted = earliest <= date && date <= latest
  return isAccepted ? date : Math.floor((earliest + latest) / 2)
}
