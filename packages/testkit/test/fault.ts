import type { Store } from '@oauthplus/server'
import type { PlainStore } from './plain-store.js'

/** A way in which a store breaks its contract, and a case that must notice. */
export interface Fault {
  readonly name: string
  /** Operations that let others in between check and write. */
  readonly racy?: readonly (keyof Store)[]
  /** Operations that are wrong. */
  readonly broken?: Broken
  readonly caughtBy: string
}

/** Makes the operations that are wrong. */
export type Broken = (plain: PlainStore) => Partial<Store>

/** Does something in addition to an operation. */
export function also<Name extends keyof Store>(
  name: Name,
  act: (plain: PlainStore, values: Parameters<Store[Name]>) => void,
): Broken {
  return (plain) => {
    const operation = plain.store[name] as (...values: unknown[]) => Promise<unknown>
    return {
      [name]: (...values: Parameters<Store[Name]>) => {
        act(plain, values)
        return operation(...values)
      },
    }
  }
}

/** Makes room by removing the first item. */
export function evicting(
  table: 'consumers' | 'requestTokens' | 'accessTokens' | 'nonces',
  operation: keyof Store,
): Broken {
  return also(operation, ({ tables, limits }) => {
    const max = `max${table.charAt(0).toUpperCase()}${table.slice(1)}` as keyof typeof limits
    const [first] = tables[table].keys()
    if (tables[table].size >= limits[max] && first !== undefined) tables[table].delete(first)
  })
}
