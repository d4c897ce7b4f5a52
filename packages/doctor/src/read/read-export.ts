import { formatForm } from '@oauthplus/core'
import { argumentError } from '@oauthplus/core/internal'

import { findField } from './header-fields.js'
import { listPairs } from './list-pairs.js'
import { get, stringify } from './members.js'
import type { ReadRequest } from './read-request.js'
import { readFormParameters } from './read-request-object.js'

const MAX_DEPTH = 32
const FORM = 'application/x-www-form-urlencoded'

/**
 * Lists the requests of a Postman or Insomnia collection, in order. Returns none for other JSON.
 */
export function listExportedRequests(value: unknown): readonly ReadRequest[] {
  const resources = get(value, 'resources')
  if (Array.isArray(resources)) {
    return resources.filter((each) => get(each, '_type') === 'request').map(readInsomnia)
  }
  if (Array.isArray(get(value, 'collection')) && get(value, 'type') !== undefined) {
    return listNested(get(value, 'collection'), 'children').map(readInsomnia)
  }
  return listNested(get(value, 'item'), 'item').map((item) => readPostman(get(item, 'request')))
}

function listNested(items: unknown, name: string, depth = 0): readonly unknown[] {
  if (!Array.isArray(items) || depth > MAX_DEPTH) return []
  return items.flatMap((item: unknown) => {
    const nested = get(item, name)
    if (Array.isArray(nested)) return listNested(nested, name, depth + 1)
    return get(item, 'request') !== undefined || get(item, 'url') !== undefined ? [item] : []
  })
}

function readPostman(request: unknown): ReadRequest {
  const url = get(request, 'url') ?? request
  const text = typeof url === 'string' ? url : stringify(get(url, 'raw'))
  const headers = listEnabled(get(request, 'header'))
  const body = get(request, 'body')
  const mode = stringify(get(body, 'mode'))
  return complete({
    method: stringify(get(request, 'method')) || 'GET',
    url: text,
    headers,
    ...(mode === 'urlencoded'
      ? formBody(listEnabled(get(body, 'urlencoded')))
      : { body: stringify(get(body, 'raw')), type: undefined }),
  })
}

function readInsomnia(request: unknown): ReadRequest {
  const query = listEnabled(get(request, 'parameters'))
  const url = stringify(get(request, 'url'))
  const separator = url.includes('?') ? '&' : '?'
  const body = get(request, 'body')
  const type = stringify(get(body, 'mimeType'))
  return complete({
    method: stringify(get(request, 'method')) || 'GET',
    url: query.length === 0 ? url : `${url}${separator}${formatForm(query)}`,
    headers: listEnabled(get(request, 'headers')),
    ...(type === FORM && Array.isArray(get(body, 'params'))
      ? formBody(listEnabled(get(body, 'params')))
      : { body: stringify(get(body, 'text')), type: type || undefined }),
  })
}

interface Incomplete extends ReadRequest {
  readonly type: string | undefined
}

function complete({ type, ...request }: Incomplete): ReadRequest {
  if (/\{\{|\{%/.test(request.url)) {
    throw argumentError(
      `The URL contains a variable, ${request.url.slice(0, 60)}; replace it with its value`,
    )
  }
  const isTyped = type === undefined || findField(request.headers, 'content-type') !== undefined
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(request.url) ? request.url : `http://${request.url}`
  const headers = isTyped ? request.headers : [...request.headers, ['Content-Type', type] as const]
  return { ...request, url, headers }
}

function formBody(pairs: ReadRequest['headers']): Pick<Incomplete, 'body' | 'type' | 'remarks'> {
  const { body, remark } = readFormParameters(pairs)
  return { body, type: FORM, remarks: [remark] }
}

function listEnabled(list: unknown): ReadRequest['headers'] {
  return listPairs(list ?? []).filter(([name]) => name !== '')
}
