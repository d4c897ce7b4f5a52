import { formatAuthorizationHeader, formatForm } from '@oauthplus/core'
import { isProtocolParameter } from '@oauthplus/core/internal'

import { listPairs } from './list-pairs.js'
import { get, stringify } from './members.js'
import type { ReadRequest } from './read-request.js'

const REMARK =
  'The report does not contain the location of each parameter. They are treated as a header and a query, which results in the same base string.'

/** Finds a provider's report about a refused request. Returns `undefined` for any other text. */
export function findDebugReport(value: unknown): unknown {
  return [value, get(value, 'debug'), get(value, 'report'), get(value, 'request')].find(
    (each) =>
      typeof get(each, 'method') === 'string' &&
      typeof get(each, 'url') === 'string' &&
      Array.isArray(get(each, 'parameters')) &&
      get(each, 'headers') === undefined,
  )
}

/** Parses the request in such a report. */
export function readDebugReport(report: unknown): ReadRequest {
  const parameters = listPairs(get(report, 'parameters'))
  const protocol = parameters.filter(isProtocolParameter)
  const others = parameters.filter((each) => !isProtocolParameter(each))
  const url = stringify(get(report, 'url'))
  return {
    method: stringify(get(report, 'method')),
    url: others.length === 0 ? url : `${url}?${formatForm(others)}`,
    headers: [['Authorization', formatAuthorizationHeader(protocol)]],
    body: '',
    remarks: [REMARK],
  }
}
