/**
 * Maps items with an asynchronous function, at most `limit` at the same time. Resolves with the results in
 * the order of the items. After a rejection it starts no other item.
 */
export async function mapInParallel<Item, Result>(
  items: readonly Item[],
  limit: number,
  map: (item: Item, index: number) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  const entries = items.entries()
  const work = async (): Promise<void> => {
    // The workers share the iterator, so each item is taken once.
    for (const [index, item] of entries) results[index] = await map(item, index)
  }
  await Promise.all(Array.from({ length: limit }, work))
  return results
}
