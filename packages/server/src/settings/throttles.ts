import { digest, formatForm, OAuthError } from '@oauthplus/core'
import type { ParameterList, ProblemCode } from '@oauthplus/core'
import { RateLimiterMemory } from 'rate-limiter-flexible'

import type { ProviderOptions } from './provider-options.js'
import type { Throttle } from './throttle.js'
import { unavailable } from '../refusals/unavailable.js'

/** What is limited, each by a throttle of its own. */
export type Throttled = 'xauth' | 'requestTokens' | 'badSignatures'

/** Says who is limited: names and values that together are counted. */
export type Counted = ParameterList

/** The limits of a Provider. */
export interface Throttles {
  /** Counts an attempt. Throws an `OAuthError` with the code where there are too many. */
  consume(what: Throttled, counted: Counted, code: ProblemCode): Promise<void>
  /** Tells whether certainly nothing is counted now, which then needs no check. */
  isQuiet(what: Throttled): boolean
  /** Throws the same where there were too many already, without counting. */
  check(what: Throttled, counted: Counted, code: ProblemCode): Promise<void>
  /** Starts again. */
  reset(what: Throttled, counted: Counted): Promise<void>
}

/** A throttle that counts nothing but what it is told of here. */
type MemoryThrottle = Throttle & { isQuiet(): boolean }

const MINUTE_SECONDS = 60
const LIMITS = {
  xauth: { points: 10, duration: 5 * MINUTE_SECONDS },
  requestTokens: { points: 1000, duration: MINUTE_SECONDS },
  badSignatures: { points: 1000, duration: MINUTE_SECONDS },
} as const

/** Makes the limits of a Provider. */
export function throttlesOf(
  options: Pick<ProviderOptions<never>, 'throttle' | 'quotas'>,
): Throttles {
  const chosen: Readonly<Record<Throttled, Throttle | false | undefined>> = {
    xauth: options.throttle,
    requestTokens: options.quotas?.requestTokens,
    badSignatures: options.quotas?.badSignatures,
  }
  const throttles = {
    xauth: throttleOf(chosen.xauth, LIMITS.xauth),
    requestTokens: throttleOf(chosen.requestTokens, LIMITS.requestTokens),
    badSignatures: throttleOf(chosen.badSignatures, LIMITS.badSignatures),
  }
  return {
    isQuiet(what) {
      const throttle = throttles[what]
      return throttle === false || ('isQuiet' in throttle && throttle.isQuiet())
    },
    async consume(what, counted, code) {
      const throttle = throttles[what]
      if (!throttle) return
      const key = await keyOf(what, counted)
      try {
        await throttle.consume(key)
      } catch (cause) {
        const milliseconds = millisecondsOf(cause)
        if (milliseconds === undefined) throw unavailable(cause)
        throw tooMany(code, milliseconds)
      }
    },
    async check(what, counted, code) {
      const throttle = throttles[what]
      if (!throttle || !throttle.get) return
      const found = await guarded(async () => throttle.get?.(await keyOf(what, counted)))
      if (!found || found.remainingPoints > 0) return
      throw tooMany(code, found.msBeforeNext)
    },
    async reset(what, counted) {
      const throttle = throttles[what]
      if (throttle) await guarded(async () => throttle.delete?.(await keyOf(what, counted)))
    },
  }
}

function throttleOf(
  chosen: Throttle | false | undefined,
  limit: { readonly points: number; readonly duration: number },
): Throttle | MemoryThrottle | false {
  return chosen ?? memoryThrottle(limit)
}

/** Counts in memory. Asking it costs as much as a signature, so that it knows where nothing can be counted. */
function memoryThrottle(limit: {
  readonly points: number
  readonly duration: number
}): MemoryThrottle {
  const limiter = new RateLimiterMemory(limit)
  let countedUntil = -Infinity
  return {
    isQuiet: () => Date.now() > countedUntil,
    consume(key) {
      countedUntil = Date.now() + limit.duration * 1000
      return limiter.consume(key)
    },
    get: (key) => limiter.get(key),
    delete: (key) => limiter.delete(key),
  }
}

async function keyOf(what: Throttled, counted: Counted): Promise<string> {
  const key = formatForm(counted)
  // A limiter may be anywhere, and people type passwords as usernames: it learns a digest.
  return what === 'xauth' ? digest(key, 'SHA-256') : key
}

async function guarded<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call()
  } catch (cause) {
    throw unavailable(cause)
  }
}

function millisecondsOf(rejection: unknown): number | undefined {
  if (typeof rejection !== 'object' || rejection === null || rejection instanceof Error) {
    return undefined
  }
  const { msBeforeNext } = rejection as { readonly msBeforeNext?: unknown }
  return typeof msBeforeNext === 'number' ? msBeforeNext : undefined
}

function tooMany(code: ProblemCode, milliseconds: number): OAuthError {
  const retryAfterSeconds = Math.max(1, Math.ceil(milliseconds / 1000))
  return new OAuthError(code, 'Too many attempts; try again later.', {
    details: { retryAfterSeconds },
  })
}
