import { OAuthError } from '@oauthplus/core'

import { createUnavailableError } from '../errors/unavailable-error.js'
import { isDeeplyStorable } from './storable.js'
import type { Store } from './store.js'
import { STORE_OPERATIONS } from './store-operations.js'

type Operation = (...values: unknown[]) => Promise<unknown>

/** Returns a store whose failures are refusals, and that never receives a string that it cannot store. */
export function guardStore(store: Store): Store {
  const guarded = STORE_OPERATIONS.map((name): [string, Operation] => [
    name,
    async (...values) => {
      if (!values.every(isDeeplyStorable)) throw createUnstorableError()
      // Written out, because a second asynchronous function costs each request two more turns.
      try {
        return await (store[name] as Operation).apply(store, values)
      } catch (error) {
        throw createUnavailableError(error)
      }
    },
  ])
  return Object.fromEntries(guarded) as unknown as Store
}

function createUnstorableError(): OAuthError {
  return new OAuthError(
    'parameter_rejected',
    'A value contains a NUL character or an unpaired surrogate.',
  )
}
