import type { HostCase } from './host-cases.js'
import { KNOWN_GAPS } from './known-gaps.js'
import type { KnownGap } from './known-gaps.js'
import type { Outcome } from './run-host.js'

/** The results of all cases on a host. */
export interface HostResult {
  readonly name: string
  readonly outcomes: ReadonlyMap<HostCase, Outcome>
}

/** Finds the gap that explains an outcome. */
export function gapOf(name: string, testCase: HostCase, { kind }: Outcome): KnownGap | undefined {
  return KNOWN_GAPS.find(
    ({ hosts, cases, outcomes }) =>
      hosts.test(name) &&
      cases.test(titleOf(testCase)) &&
      outcomes.some((allowed) => allowed === kind),
  )
}

/** Lists every outcome that no gap explains, and every gap of these hosts that no outcome shows any more. */
export function problemsOf(results: readonly HostResult[]): readonly string[] {
  const missed = results.flatMap(({ name, outcomes }) =>
    failuresOf(outcomes)
      .filter(([testCase, outcome]) => gapOf(name, testCase, outcome) === undefined)
      .map(([testCase, { kind, found }]) => `${name}: ${titleOf(testCase)}: ${kind}: ${found}`),
  )
  const shown = new Set(
    results.flatMap(({ name, outcomes }) =>
      failuresOf(outcomes).map(([testCase, outcome]) => gapOf(name, testCase, outcome)),
    ),
  )
  const gone = KNOWN_GAPS.filter(
    (gap) => !shown.has(gap) && results.some(({ name }) => gap.hosts.test(name)),
  )
  return [...missed, ...gone.map(({ reason }) => `no host has this gap any more: ${reason}`)]
}

/** The outcomes that are not what must come. */
export function failuresOf(
  outcomes: HostResult['outcomes'],
): readonly (readonly [HostCase, Outcome])[] {
  return [...outcomes].filter(([, { kind }]) => kind !== 'passed')
}

function titleOf({ group, title }: HostCase): string {
  return `${group}: ${title}`
}
