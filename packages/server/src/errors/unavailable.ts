import { OAuthError } from '@oauthplus/core'

import { holdsStorable } from '../store/storable.js'
import type { Store } from '../store/store.js'
import { STORE_OPERATIONS } from '../store/store-operations.js'

/** Says that the server cannot judge a request now: what it depends on has failed or is full. */
export function unavailable(cause?: unknown): OAuthError {
  return new OAuthError(
    'service_unavailable',
    'The server cannot judge the request now; try again later.',
    { cause },
  )
}

/** Calls what the application or a store gave; whatever it throws becomes a refusal. */
export async function orUnavailable<Result>(call: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await call()
  } catch (error) {
    // Also an `OAuthError`: what went wrong in there is nothing that the Consumer did.
    throw unavailable(error)
  }
}

type Operation = (...values: unknown[]) => Promise<unknown>

/** Gives a store whose failures are refusals, and that never sees a string that it cannot hold. */
export function guardedStore(store: Store): Store {
  const guarded = STORE_OPERATIONS.map((name): [string, Operation] => [
    name,
    async (...values) => {
      if (!holdsStorable(values)) throw unstorable()
      return orUnavailable(() => (store[name] as Operation).apply(store, values))
    },
  ])
  return Object.fromEntries(guarded) as unknown as Store
}

function unstorable(): OAuthError {
  return new OAuthError(
    'parameter_rejected',
    'A value holds a NUL character or an unpaired surrogate.',
  )
}
