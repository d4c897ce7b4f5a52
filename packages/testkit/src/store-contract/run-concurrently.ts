/**
 * Makes calls at the same time and waits for all of them.
 *
 * @example
 *
 * ```ts
 * const outcomes = await simultaneously(50, () => store.recordNonce(nonce))
 * ```
 *
 * @param count The number of calls.
 * @param call Makes a call, with its index from 0.
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
 * Makes two calls at the same time and waits for both. Even rounds start the first call first, odd
 * rounds the second.
 *
 * @example
 *
 * ```ts
 * const [approved, denied] = await atOnce(round, [() => approve(), () => deny()])
 * ```
 *
 * @param round The number of the round, from 0.
 * @param calls The two calls.
 *
 * @returns Both outcomes, in the order of `calls`.
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
 * @param outcomes The outcomes of calls.
 *
 * @returns The number of each outcome.
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
