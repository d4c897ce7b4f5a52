/**
 * Changes every value in a record, its lists and their objects. Frozen objects stay unchanged.
 *
 * @example
 *
 * ```ts
 * tamperWith(await store.findConsumer('camera'))
 * ```
 *
 * @param record A record from a store, or passed to one. Nothing happens if it is `undefined`.
 *
 * @see [Reflect.set](https://tc39.es/ecma262/#sec-reflect.set), which fails without an error
 */
export function tamperWith(record: object | undefined): void {
  if (record === undefined) return
  for (const [name, value] of Object.entries(record)) {
    if (typeof value === 'object' && value !== null) tamperWith(value as object)
    // The elements of a list change before the list does.
    Reflect.set(record, name, 'tampered')
  }
}
