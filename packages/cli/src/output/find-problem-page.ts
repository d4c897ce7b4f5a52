import { PROBLEMS } from '@oauthplus/core'
import type { ProblemCode } from '@oauthplus/core'

const PAGE = 'documents/Errors.html'

/**
 * Returns the URL of the section about a problem code in a copy of the documentation, or `undefined` if
 * there is no copy or no such section.
 */
export function findProblemPage(
  code: string,
  documentation: string | undefined,
): string | undefined {
  if (documentation === undefined || !Object.hasOwn(PROBLEMS, code)) return undefined
  const folder = documentation.endsWith('/') ? documentation : `${documentation}/`
  if (!/^(?:https?|file):/.test(folder) || !URL.canParse(PAGE, folder)) return undefined
  const url = new URL(PAGE, folder)
  url.hash = `${code}-${PROBLEMS[code as ProblemCode].status}`
  return url.href
}
