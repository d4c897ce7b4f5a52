/**
 * Calls a function with each store at once, and returns the results in the order of the stores. It
 * waits for every call, and then rejects with the error of the first that has failed.
 */
export async function callAll<Store, Result>(
  stores: readonly Store[],
  call: (store: Store) => Promise<Result>,
): Promise<readonly Result[]> {
  const outcomes = await Promise.allSettled(stores.map(async (store) => call(store)))
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason
    return outcome.value
  })
}
