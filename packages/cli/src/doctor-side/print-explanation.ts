import { formatDiagnosis } from '@oauthplus/doctor'
import type { SigningSteps } from '@oauthplus/doctor'

import { emphasize } from '../output/emphasize.js'
import { escapeCell, escapeLines } from '../output/escape.js'
import { print } from '../output/print.js'
import type { ExplainedRequest, UnreadableRequest } from './explained-request.js'
import { printSteps } from './print-steps.js'

/** The options for printing an explanation. */
interface PrintOptions {
  readonly isOneOfSeveral: boolean
  readonly isVerbose: boolean
}

/**
 * Prints the cause in at most 15 lines. With `isVerbose`, also prints the steps and both base
 * strings.
 */
export function printExplanation(
  result: ExplainedRequest | UnreadableRequest,
  { isOneOfSeveral, isVerbose }: PrintOptions,
): void {
  if ('problem' in result) {
    print(emphasize('bold', escapeCell(`${result.method} ${result.url}`)))
    print(`${escapeCell(result.problem)}\n`)
    return
  }
  const { remarks, steps, diagnosis, suggestion } = result
  if (isOneOfSeveral) {
    print(emphasize('bold', escapeCell(`${steps.method} ${steps.baseStringUri}`)))
  }
  if (diagnosis === undefined) printUnsigned(steps)
  else print(escapeLines(formatDiagnosis(diagnosis, { brief: !isVerbose })))
  if (suggestion !== undefined) print(suggestion)
  if (remarks.length > 0) print(escapeCell(remarks.join(' ')))
  print('')
  if (isVerbose) {
    printSteps(steps)
    if (isOneOfSeveral) print('')
  }
}

function printUnsigned({ baseString, signature }: SigningSteps): void {
  print(
    'The request is not signed: it has no oauth_signature. Its base string according to RFC 5849:',
  )
  print(`  ${escapeCell(baseString)}`)
  if (signature !== undefined) print(`Its signature: ${escapeCell(signature)}`)
}
