import type { ProviderResponse } from '../response.js'

/** How to respond with an HTML document. */
interface DocumentResponseOptions {
  readonly status?: number | undefined
  /** The directives of the policy that say what the document may load. */
  readonly sources: readonly string[]
  /** The origin that the document's form may lead to, in addition to this server. */
  readonly formLeadsTo?: string | undefined
  readonly referrerPolicy: 'no-referrer' | 'same-origin'
  readonly headers?: ProviderResponse['headers'] | undefined
}

/**
 * Responds with a document that no other site can frame, that does not reveal its URL to other sites,
 * and that no cache keeps.
 */
export function createDocumentResponse(
  body: string,
  { status = 200, sources, formLeadsTo, referrerPolicy, headers = [] }: DocumentResponseOptions,
): ProviderResponse {
  const formAction = ["'self'", formLeadsTo].filter(Boolean).join(' ')
  return {
    status,
    headers: [
      ['Content-Type', 'text/html; charset=utf-8'],
      ['Cache-Control', 'no-store'],
      [
        'Content-Security-Policy',
        [...sources, "frame-ancestors 'none'", "base-uri 'none'", `form-action ${formAction}`].join(
          '; ',
        ),
      ],
      ['X-Frame-Options', 'DENY'],
      ['X-Content-Type-Options', 'nosniff'],
      ['Referrer-Policy', referrerPolicy],
      ...headers,
    ],
    body,
  }
}
