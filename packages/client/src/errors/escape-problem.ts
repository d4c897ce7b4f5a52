import type { Problem } from '@oauthplus/core'
import { escapeControls } from '@oauthplus/core/internal'

/**
 * Escapes the control characters in every string of a problem, so that a provider cannot send
 * control sequences to a terminal or a log.
 *
 * @internal
 */
export function escapeProblem(problem: Problem): Problem {
  const { code, advice, parametersAbsent, parametersRejected, acceptableVersions } = problem
  return {
    ...problem,
    code: escapeControls(code),
    advice: advice === undefined ? undefined : escapeControls(advice),
    parametersAbsent: parametersAbsent?.map(escapeControls),
    parametersRejected: parametersRejected?.map(escapePair),
    acceptableVersions: acceptableVersions && escapePair(acceptableVersions),
  }
}

function escapePair([one, other]: readonly [string, string]): readonly [string, string] {
  return [escapeControls(one), escapeControls(other)]
}
