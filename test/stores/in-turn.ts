import type { Store } from '@oauthplus/server'

/** Gives a store that passes its calls to several in turn, as processes that share one would. */
export function inTurn(stores: readonly Store[]): Store {
  let calls = 0
  const operations = Object.keys(stores[0] ?? {}).map((operation) => [
    operation,
    (...args: readonly unknown[]): unknown => {
      const store = stores[calls++ % stores.length]
      return (store?.[operation as keyof Store] as (...given: readonly unknown[]) => unknown)(
        ...args,
      )
    },
  ])
  return Object.fromEntries(operations) as Store
}
