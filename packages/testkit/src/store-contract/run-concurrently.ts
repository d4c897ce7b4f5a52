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
export function repeatConcurrently<Outcome>(
  count: number,
  call: (index: number) => Promise<Outcome>,
): Promise<Outcome[]> {
  return Promise.all(Array.from({ length: count }, (_none, index) => call(index)))
}

/**
 * Makes two calls without waiting for either, in one order in even rounds and in the other in odd
 * ones, and waits for both.
 *
 * @example
 *
 * ```ts
 * const [approved, denied] = await atOnce(round, [() => approve(), () => deny()])
 * ```
 *
 * @param round Which round it is, counting from 0.
 * @param calls Make the two calls.
 *
 * @returns Both outcomes, the first call's first.
 *
 * @see [Promise.all](https://tc39.es/ecma262/#sec-promise.all)
 */
export function runConcurrently<First, Second>(
  round: number,
  [first, second]: readonly [() => Promise<First>, () => Promise<Second>],
): Promise<[First, Second]> {
  if (round % 2 === 0) return Promise.all([first(), second()])
  const early = second()
  return Promise.all([first(), early])
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
export function countOutcomes(outcomes: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>()
  for (const outcome of outcomes) {
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
  }
  return Object.fromEntries(counts)
}
