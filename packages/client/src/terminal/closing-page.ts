/**
 * What the User sees in the browser when the flow has ended.
 *
 * @internal
 */
export interface ClosingPage {
  /** The HTTP status. */
  readonly status: number
  /** One sentence, without anything that came in a request. */
  readonly sentence: string
}

/**
 * Headers of every page: nothing is kept, loaded or passed on, because the URL contains the verifier.
 *
 * @internal
 */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  connection: 'close',
}

/**
 * Writes a page as HTML.
 *
 * @internal
 */
export function renderPage({ sentence }: ClosingPage): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${sentence}</title><main><p>${sentence}</p></main></html>`
}
