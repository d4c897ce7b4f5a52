import type { ExplainedRequest, UnreadableRequest } from './explained-request.js'

/**
 * Whether nothing is wrong with the signature of a request: it is right, or was not checked because no key
 * is given, and the base string of the server, if there is one, is that of the request.
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
