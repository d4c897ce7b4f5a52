import type { Problem } from '@oauthplus/core'

import type { Settings } from '../settings/settings.js'

/** Returns the URL that explains a problem code, if the application has one that can be a link. */
export function findProblemUrl(
  { getProblemUrl }: Pick<Settings<never>, 'getProblemUrl'>,
  code: string,
): string | undefined {
  try {
    const url: unknown = getProblemUrl?.(code)
    return typeof url === 'string' && /^https?:$/.test(new URL(url).protocol) ? url : undefined
  } catch {
    // A missing explanation must not turn a refusal into a failure.
    return undefined
  }
}

/** Adds the URL that explains a problem to its advice. */
export function addProblemUrl(
  settings: Pick<Settings<never>, 'getProblemUrl'>,
  problem: Problem,
): Problem {
  const url = findProblemUrl(settings, problem.code)
  if (url === undefined) return problem
  const advice = problem.advice === undefined ? '' : `${problem.advice} `
  return { ...problem, advice: `${advice}See ${url}` }
}
