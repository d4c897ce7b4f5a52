import type { DurableStore, Store } from './store.js'

/** Returns whether a store has the operations of one that outlasts the process. */
export function isDurable(store: Partial<Store>): store is DurableStore {
  return 'migrate' in store && 'check' in store && 'close' in store
}
