import type { Problem } from '@oauthplus/core'

import { isExposed } from './secure-url.js'

// A 401 comes for many reasons; only a difference that a Provider's window may not cover is taken
// for the cause.
const MIN_CORRECTION_SECONDS = 60
// More than any Consumer calls; beyond it nobody's clock is corrected.
const MAX_ORIGINS = 100

/**
 * The time as each origin sees it.
 *
 * @internal
 */
export interface Clock {
  /** How many seconds the clock of an origin is ahead of this machine's, as far as is known. */
  getOffsetSeconds(url: string): number
  /**
   * Adopts the time of the origin that has refused a request, if the time was the reason; if the
   * refusal tells none, or the very time that it refuses, drops the one that was adopted before.
   * Returns whether the request would now be signed with another time; a caller sends it again only
   * once.
   */
  correct(url: string, refusal: Refusal): boolean
}

/**
 * A response that may refuse a request for its time.
 *
 * @internal
 */
export interface Refusal {
  readonly response: Response
  /** The problem that the response reports. */
  readonly problem: Problem | undefined
  /** The offset that the request was signed with. */
  readonly offsetSeconds: number
}

/**
 * Creates a clock that runs as this machine's does until an origin corrects it.
 *
 * @internal
 */
export function createClock(nowSeconds: () => number): Clock {
  const offsets = new Map<string, number>()
  const getOffsetSeconds = (url: string): number => offsets.get(new URL(url).origin) ?? 0
  return {
    getOffsetSeconds,
    correct(url, { response, problem, offsetSeconds }) {
      // Whoever listens on plain http could set the clock: what is signed for later can be kept.
      if (isExposed(new URL(url))) return false
      const change = readServerSeconds(response, problem) - nowSeconds() - offsetSeconds
      const isFarOff = Math.abs(change) >= MIN_CORRECTION_SECONDS
      const isReported = problem?.code === 'timestamp_refused'
      if (!isReported && !(response.status === 401 && isFarOff)) return false
      // Another response has changed it while this request was under way.
      if (getOffsetSeconds(url) !== offsetSeconds) return true
      const { origin } = new URL(url)
      // Who refuses the time that it tells, as a server in front of it does with a wrong Date, tells
      // nothing.
      if (Number.isNaN(change) || (offsetSeconds !== 0 && !isFarOff)) return offsets.delete(origin)
      if (change === 0 || (!offsets.has(origin) && offsets.size >= MAX_ORIGINS)) return false
      offsets.set(origin, offsetSeconds + change)
      return true
    },
  }
}

// RFC 9111, section 5.1: the Date of a stored response is as old as its Age says.
function isFromCache(response: Response): boolean {
  const age = response.headers.get('age')
  return age !== null && age !== '0'
}

/** Returns the server's time; NaN if the response has none. */
function readServerSeconds(response: Response, problem: Problem | undefined): number {
  if (isFromCache(response)) return NaN
  const date = Math.floor(Date.parse(response.headers.get('date') ?? '') / 1000)
  const range = problem?.acceptableTimestamps
  if (range === undefined) return date
  const [earliest, latest] = range
  // A Date may come from a server in front of the Provider; the range is the Provider's own.
  const isAccepted = earliest <= date && date <= latest
  return isAccepted ? date : Math.floor((earliest + latest) / 2)
}
