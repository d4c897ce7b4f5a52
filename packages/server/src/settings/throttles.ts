import { formatForm, OAuthError } from '@oauthplus/core'
import type { ParameterList, ProblemCode } from '@oauthplus/core'
import { digest, digestWithKey } from '@oauthplus/core/internal'
import type { RateLimiterMemory } from 'rate-limiter-flexible'

import type { Limits } from './provider-options.js'
import type { Throttle } from './throttle.js'
import { createUnavailableError } from '../errors/unavailable-error.js'

/** The limits, each with a separate throttle. */
export type LimitName =
  | 'passwords'
  | 'passwordsByUsername'
  | 'passwordsByAddress'
  | 'requestTokens'
  | 'invalidSignatures'
  | 'portalChanges'

/** Says who is limited: names and values that together are counted. */
export type LimitSubject = ParameterList

/** The limits of a provider. */
export interface Throttles {
  /** Counts an attempt. Throws an `OAuthError` with the code if there are too many. */
  consume(what: LimitName, counted: LimitSubject, code: ProblemCode): Promise<void>
  /** Takes a counted attempt back, if the throttle can. */
  giveBack(what: LimitName, counted: LimitSubject): Promise<void>
  /** Resets the count. */
  reset(what: LimitName, counted: LimitSubject): Promise<void>
}

const MINUTE_SECONDS = 60
// Base64: 64^3 slots.
const SLOT_CHARACTERS = 3
// The longest key in the tables of rate-limiter-flexible. Percent-encoded, a consumer key may be longer.
const MAX_KEY_LENGTH = 255
const LIMITS = {
  passwords: { points: 10, duration: 5 * MINUTE_SECONDS },
  passwordsByUsername: { points: 100, duration: 60 * MINUTE_SECONDS },
  passwordsByAddress: { points: 100, duration: 5 * MINUTE_SECONDS },
  requestTokens: { points: 1000, duration: MINUTE_SECONDS },
  invalidSignatures: { points: 1000, duration: MINUTE_SECONDS },
  portalChanges: { points: 60, duration: 60 * MINUTE_SECONDS },
} as const

/** Creates the limits of a provider. */
export function createThrottles(chosen: Limits): Throttles {
  const throttles = {
    passwords: selectThrottle(chosen.passwords, LIMITS.passwords),
    passwordsByUsername: selectThrottle(chosen.passwordsByUsername, LIMITS.passwordsByUsername),
    passwordsByAddress: selectThrottle(chosen.passwordsByAddress, LIMITS.passwordsByAddress),
    requestTokens: selectThrottle(chosen.requestTokens, LIMITS.requestTokens),
    invalidSignatures: selectThrottle(chosen.invalidSignatures, LIMITS.invalidSignatures),
    portalChanges: selectThrottle(chosen.portalChanges, LIMITS.portalChanges),
  }
  return {
    async consume(what, counted, code) {
      const throttle = throttles[what]
      if (!throttle) return
      const key = await toKey(what, counted)
      try {
        await throttle.consume(key)
      } catch (cause) {
        const milliseconds = readMilliseconds(cause)
        if (milliseconds === undefined) throw createUnavailableError(cause)
        throw createTooManyError(code, milliseconds)
      }
    },
    async giveBack(what, counted) {
      const throttle = throttles[what]
      if (throttle) await callThrottle(async () => throttle.reward?.(await toKey(what, counted), 1))
    },
    async reset(what, counted) {
      const throttle = throttles[what]
      if (throttle) await callThrottle(async () => throttle.delete?.(await toKey(what, counted)))
    },
  }
}

function selectThrottle(
  chosen: Throttle | false | undefined,
  limit: { readonly points: number; readonly duration: number },
): Throttle | false {
  return chosen ?? createMemoryThrottle(limit)
}

/**
 * Counts in memory, in a bounded number of slots: keys are digests under a random key, so that
 * nobody can choose whose slot to share.
 */
function createMemoryThrottle(limit: {
  readonly points: number
  readonly duration: number
}): Throttle {
  let limiter: Promise<RateLimiterMemory> | undefined
  // Imported when something is counted: the package loads the limiters of all databases, which takes a fifth
  // of the time of importing the server.
  const getLimiter = (): Promise<RateLimiterMemory> =>
    (limiter ??= import('rate-limiter-flexible').then(
      (module) => new module.RateLimiterMemory(limit),
    ))
  const salt = globalThis.crypto.randomUUID()
  const getSlot = async (key: string): Promise<string> =>
    (await digestWithKey(key, salt)).slice(0, SLOT_CHARACTERS)
  return {
    consume: async (key) => (await getLimiter()).consume(await getSlot(key)),
    reward: async (key, points) => (await getLimiter()).reward(await getSlot(key), points),
    delete: async (key) => (await getLimiter()).delete(await getSlot(key)),
  }
}

async function toKey(what: LimitName, counted: LimitSubject): Promise<string> {
  const key = formatForm(counted)
  // A limiter may be anywhere, and people type passwords as usernames: it learns a digest.
  const isDigested = what.startsWith('passwords') || key.length > MAX_KEY_LENGTH
  return isDigested ? digest(key, 'SHA-256') : key
}

async function callThrottle<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call()
  } catch (cause) {
    throw createUnavailableError(cause)
  }
}

function readMilliseconds(rejection: unknown): number | undefined {
  if (typeof rejection !== 'object' || rejection === null || rejection instanceof Error) {
    return undefined
  }
  const { msBeforeNext } = rejection as { readonly msBeforeNext?: unknown }
  return Number.isFinite(msBeforeNext) ? (msBeforeNext as number) : undefined
}

function createTooManyError(code: ProblemCode, milliseconds: number): OAuthError {
  const retryAfterSeconds = Math.max(1, Math.ceil(milliseconds / 1000))
  return new OAuthError(code, 'Too many attempts; try again later.', {
    details: { retryAfterSeconds },
  })
}
