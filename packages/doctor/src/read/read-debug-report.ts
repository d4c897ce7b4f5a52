import { formatAuthorizationHeader, formatForm } from '@oauthplus/core'
import { isProtocolParameter } from '@oauthplus/core/internal'

import { listPairs } from './list-pairs.js'
import { get, stringify } from './members.js'
import type { ReadRequest } from './read-request.js'

const REMARK =
  'The report does not name the place of each parameter: they are read as a header and a query, which gives the same base string.'

/** Finds what a Provider reports of the request that it refused; `undefined` if it is not that. */
export function findDebugReport(value: unknown): unknown {
  return [value, get(value, 'debug'), get(value, 'report'), get(value, 'request')].find(
    (each) =>
      typeof get(each, 'method') === 'string' &&
      typeof get(each, 'url') === 'string' &&
      Array.isArray(get(each, 'parameters')) &&
      get(each, 'headers') === undefined,
  )
}

/** Reads the request of such a report. */
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
