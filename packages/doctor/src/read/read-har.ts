import type { ReceivedRequest } from '@oauthplus/core'
import { argumentError } from '@oauthplus/core/internal'

interface HarRequest {
  readonly method?: unknown
  readonly url?: unknown
  readonly headers?: unknown
  readonly postData?: { readonly text?: unknown; readonly mimeType?: unknown } | null
}

/** Reads the requests of a HAR file, or of one of its entries. Throws `TypeError` for anything else. */
export function readHar(text: string): readonly ReceivedRequest[] {
  const requests = findRequests(parseJson(text))
  if (requests.length === 0) throw argumentError('The JSON is not HAR, or contains no request')
  return requests.map(readRequest)
}

function findRequests(har: unknown): readonly HarRequest[] {
  const entries = get(get(har, 'log'), 'entries')
  const found = Array.isArray(entries)
    ? entries.map((entry: unknown) => get(entry, 'request'))
    : [get(har, 'request') ?? har]
  return found.filter((request) => typeof get(request, 'url') === 'string') as HarRequest[]
}

function readRequest({ method, url, headers, postData }: HarRequest): ReceivedRequest {
  const pairs = (Array.isArray(headers) ? headers : [])
    .map(
      (header: unknown) =>
        [stringify(get(header, 'name')), stringify(get(header, 'value'))] as const,
    )
    // HTTP/2 has its own, such as ":authority".
    .filter(([name]) => name !== '' && !name.startsWith(':'))
  const hasType = pairs.some(([name]) => name.toLowerCase() === 'content-type')
  const type = stringify(postData?.mimeType)
  return {
    method: stringify(method) || 'GET',
    url: stringify(url),
    headers: hasType || type === '' ? pairs : [...pairs, ['Content-Type', type]],
    body: stringify(postData?.text),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw argumentError(
      'The text begins like JSON, but is not valid JSON',
      'ERR_INVALID_ARG_VALUE',
      { cause },
    )
  }
}

function get(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined
}

function stringify(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
