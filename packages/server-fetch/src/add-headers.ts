import { writeHeaders } from '@oauthplus/server/adapter'
import type { HeaderAccess } from '@oauthplus/server/adapter'
import type { ProviderResponse } from '@oauthplus/server'

/** Returns headers in the way in which the shared code of adapters writes them. */
export function createHeaderAccess(headers: Headers): HeaderAccess {
  return {
    getHeader: (name) => headers.get(name) ?? undefined,
    setHeader(name, value) {
      headers.set(name, value)
    },
  }
}

/**
 * Adds headers to the response of a handler, whose own it keeps. Returns a copy only if the headers
 * cannot be changed, as in a response of `fetch()`: a copy is not the same to every platform, such as
 * one that opens a WebSocket.
 */
export function addHeaders(response: Response, headers: ProviderResponse['headers']): Response {
  const added = headers.filter(([name]) => name === 'Vary' || !response.headers.has(name))
  try {
    writeHeaders(createHeaderAccess(response.headers), { headers: added })
    return response
  } catch {
    const copy = new Response(response.body, response)
    writeHeaders(createHeaderAccess(copy.headers), { headers: added })
    return copy
  }
}
