import type { ProviderResponse } from '@oauthplus/server'

/** Translates a neutral response. */
export function toResponse({ status, headers, body }: ProviderResponse): Response {
  // Of an empty string, a platform would make a type of content.
  return new Response(body === '' ? null : body, {
    status,
    headers: headers.map(([name, value]): [string, string] => [name, value]),
  })
}
