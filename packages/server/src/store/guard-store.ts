import { OAuthError } from '@oauthplus/core'

import { callOrRefuse } from '../errors/unavailable-error.js'
import { isDeeplyStorable } from './storable.js'
import type { Store } from './store.js'
import { STORE_OPERATIONS } from './store-operations.js'

type Operation = (...values: unknown[]) => Promise<unknown>

/** Returns a store whose failures are refusals, and that never receives a string that it cannot store. */
export function guardStore(store: Store): Store {
  const guarded = STORE_OPERATIONS.map((name): [string, Operation] => [
    name,
    async (...values) => {
      if (!isDeeplyStorable(values)) throw createUnstorableError()
      return callOrRefuse(() => (store[name] as Operation).apply(store, values))
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
