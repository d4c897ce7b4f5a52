import { argumentError } from '@oauthplus/core/internal'

import { get } from './members.js'
import { parseCallArguments } from './parse-literal.js'
import type { ReadHttpOptions } from './read-http-options.js'
import type { ReadRequest } from './read-request.js'
import { findRequestObject, readRequestObject } from './read-request-object.js'

const CALL =
  /(?:^|[^\w.$])(?:(fetch|axios|got|request|ky|superagent)|(?:axios|got|ky|request|requests|session|httpx|client|http|https|needle|superagent|\$)\.(get|post|put|patch|delete|head|options|request|ajax))\(/
const WITH_BODY = new Set(['post', 'put', 'patch'])

/**
 * Returns the index of the arguments of a call that sends a request, or `undefined` if there is no
 * such call.
 */
export function findCall(text: string): RegExpExecArray | undefined {
  return CALL.exec(text) ?? undefined
}

/**
 * Parses the request of a call in JavaScript or Python. Throws `TypeError` if the text does not
 * contain the whole request.
 */
export function readCall(
  text: string,
  call: RegExpExecArray,
  options: ReadHttpOptions,
): ReadRequest {
  const [all, , method] = call
  const { positional, named } = parseCallArguments(text, call.index + all.length)
  const isFetch = call[1] === 'fetch'
  const fetched = collectArguments(positional, { method, isAxios: all.includes('axios') })
  const members = { ...fetched, ...named }
  if (findRequestObject(members) === undefined) {
    throw argumentError('The call in the text contains no URL')
  }
  const request = readRequestObject(members, options)
  // In axios and others, a body changes the method, but never in fetch.
  return isFetch && get(members, 'method') === undefined ? { ...request, method: 'GET' } : request
}

function collectArguments(
  positional: readonly unknown[],
  { method, isAxios }: { readonly method: string | undefined; readonly isAxios: boolean },
): object {
  const verb = method === undefined || /^(?:request|ajax)$/.test(method) ? undefined : method
  const given = { ...(verb === undefined ? {} : { method: verb }) }
  const [first, second, third] = positional
  if (typeof first !== 'string') return { ...given, ...toObject(first) }
  // The first argument of Python's requests.request is the method.
  if (typeof second === 'string' && method === 'request')
    return { ...given, method: first, url: second, ...toObject(third) }
  if (verb !== undefined && WITH_BODY.has(verb) && (isAxios || typeof second === 'string')) {
    return { ...given, url: first, data: second, ...toObject(third) }
  }
  return { ...given, url: first, ...toObject(second) }
}

function toObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {}
}
