/**
 * Changes whatever can be changed of a record, its lists, and the objects in those; of frozen ones
 * nothing.
 *
 * @example
 *
 * ```ts
 * tamperWith(await store.findConsumer('camera'))
 * ```
 *
 * @param record What came from a store, or was given to it; nothing is done where it is
 *   `undefined`.
 *
 * @see [Reflect.set](https://tc39.es/ecma262/#sec-reflect.set), which fails without an exception
 */
export function tamperWith(record: object | undefined): void {
  if (record === undefined) return
  for (const [name, value] of Object.entries(record)) {
    if (typeof value === 'object' && value !== null) tamperWith(value as object)
    // A list is cut only after what is in it was changed.
    Reflect.set(record, name, 'tampered')
  }
}
