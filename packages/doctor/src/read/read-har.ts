import { argumentError } from '@oauthplus/core/internal'

import { findField, separatePseudoHeaders } from './header-fields.js'
import { listPairs } from './list-pairs.js'
import { get, stringify } from './members.js'
import type { ReadRequest } from './read-request.js'
import { readFormParameters } from './read-request-object.js'

/** Lists the requests of a HAR file or of one of its entries. Returns none for other JSON. */
export function listHarRequests(har: unknown): readonly unknown[] {
  const entries = get(get(har, 'log'), 'entries')
  const found = Array.isArray(entries)
    ? entries.map((entry: unknown) => get(entry, 'request'))
    : [get(har, 'request') ?? har]
  return found.filter(isHarRequest)
}

function isHarRequest(request: unknown): boolean {
  if (typeof get(request, 'url') !== 'string') return false
  if (get(request, 'postData') !== undefined) return true
  const headers = get(request, 'headers')
  const isPlain = get(request, 'body') === undefined && get(request, 'data') === undefined
  return isPlain && (headers === undefined || Array.isArray(headers))
}

/** Parses a HAR request. Throws `TypeError` if it is incomplete. */
export function readHarRequest(request: unknown): ReadRequest {
  const { fields } = separatePseudoHeaders(listPairs(get(request, 'headers') ?? []))
  const postData = get(request, 'postData')
  const type = stringify(get(postData, 'mimeType'))
  const isTyped = findField(fields, 'content-type') !== undefined || type === ''
  return {
    method: stringify(get(request, 'method')) || 'GET',
    url: stringify(get(request, 'url')),
    headers: isTyped ? fields : [...fields, ['Content-Type', type]],
    ...readPostData(postData, type),
  }
}

function readPostData(postData: unknown, type: string): Pick<ReadRequest, 'body' | 'remarks'> {
  const text = stringify(get(postData, 'text'))
  const parameters = get(postData, 'params')
  if (text === '' && Array.isArray(parameters) && parameters.length > 0) {
    if (/^multipart\//i.test(type)) {
      const remark =
        'The body of the request is multipart/form-data, so an oauth_body_hash cannot be checked.'
      return { body: undefined, remarks: [remark] }
    }
    const { body, remark } = readFormParameters(parameters)
    return { body, remarks: [remark] }
  }
  if (get(postData, 'encoding') === 'base64') {
    throw argumentError('The body of the HAR file is in Base64; decode it first')
  }
  return { body: text }
}
