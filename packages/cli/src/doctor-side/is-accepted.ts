import type { ExplainedRequest, UnreadableRequest } from './explained-request.js'

/**
 * Returns whether a request has no problem: its signature is correct, or was not checked for lack
 * of a key, and the base string of the server, if any, is equal.
 */
export function isAccepted(result: ExplainedRequest | UnreadableRequest): boolean {
  if ('problem' in result) return false
  const { diagnosis } = result
  if (diagnosis === undefined) return true
  if (diagnosis.differences !== undefined && diagnosis.differences.length > 0) return false
  if (diagnosis.verdict !== 'out-of-reach') return diagnosis.verdict === 'right'
  const isUnchecked = ['consumer_key_unknown', 'parameter_absent'].includes(diagnosis.problem.code)
  return isUnchecked && diagnosis.differences !== undefined
}
