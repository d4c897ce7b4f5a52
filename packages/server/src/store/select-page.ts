import type { PageRequest } from './store.js'

/**
 * Returns a page of records by the order of their keys.
 *
 * @example
 *
 * ```ts
 * selectPage([{ key: 'b' }, { key: 'a' }, { key: 'c' }], { after: 'a', limit: 1 }) // [{ key: 'b' }]
 * ```
 *
 * @param records The records, in any order.
 * @param page The start of the page, and its length.
 *
 * @returns The records of the page.
 *
 * @see {@link PageRequest}
 */
export function selectPage<Record extends { readonly key: string }>(
  records: readonly Record[],
  { after, limit }: PageRequest,
): Record[] {
  return records
    .filter(({ key }) => after === undefined || key > after)
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .slice(0, limit)
}
