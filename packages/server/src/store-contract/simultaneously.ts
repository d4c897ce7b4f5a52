/**
 * Makes calls without waiting for any of them, and waits for them all.
 *
 * @example
 *
 * ```ts
 * const outcomes = await simultaneously(50, () => store.recordNonce(nonce))
 * ```
 *
 * @param count How many calls.
 * @param call Makes the call of an index, which counts from 0.
 *
 * @returns The outcomes, in the order of the calls.
 *
 * @see [Promise.all](https://tc39.es/ecma262/#sec-promise.all)
 */
export function simultaneously<Outcome>(
  count: number,
  call: (index: number) => Promise<Outcome>,
): Promise<Outcome[]> {
  return Promise.all(Array.from({ length: count }, (_none, index) => call(index)))
}

/**
 * Counts equal outcomes.
 *
 * @example
 *
 * ```ts
 * tally(['used', 'recorded', 'used']) // { used: 2, recorded: 1 }
 * ```
 *
 * @param outcomes What calls gave.
 *
 * @returns How often each outcome came.
 *
 * @see [Map](https://tc39.es/ecma262/#sec-map-objects)
 */
export function tally(outcomes: readonly (string | boolean)[]): Record<string, number> {
  const counts = new Map<string, number>()
  for (const outcome of outcomes) {
    counts.set(String(outcome), (counts.get(String(outcome)) ?? 0) + 1)
  }
  return Object.fromEntries(counts)
}
