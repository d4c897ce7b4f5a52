import type { Store } from '@oauthplus/server'

/** Makes a store that passes its calls to several in turn: processes that share one database. */
export function alternating<Kind extends Store>(stores: readonly [Kind, ...Kind[]]): Kind {
  let calls = 0
  return new Proxy(stores[0], {
    get: (_first, name) =>
      Reflect.get(stores[calls++ % stores.length] ?? stores[0], name) as unknown,
  })
}
