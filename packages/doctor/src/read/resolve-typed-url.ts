import { resolveDotSegments } from '../uri-parts.js'
import type { ReadRequest } from './read-request.js'

const START = /^https?:\/\/[^/?#]*/i

/**
 * Resolves the dot segments of a URL that was typed for a client that does so before sending, and
 * keeps the typed URL.
 */
export function resolveTypedUrl(request: ReadRequest): ReadRequest {
  const start = START.exec(request.url)?.[0]
  if (start === undefined) return request
  const rest = request.url.slice(start.length)
  const end = rest.search(/[?#]/)
  const path = end === -1 ? rest : rest.slice(0, end)
  const resolved = resolveDotSegments(path)
  if (resolved === path) return request
  return {
    ...request,
    url: start + resolved + rest.slice(path.length),
    typedUrl: request.url,
    remarks: [
      ...(request.remarks ?? []),
      'The dot segments of the path were resolved, as the client does before sending the request.',
    ],
  }
}
