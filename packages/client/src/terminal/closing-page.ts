import { digest } from '@oauthplus/core/internal'

import { escapeHtml } from '../escape-html.js'
import { PAGE_STYLE } from '../page-style.js'

/**
 * The page that the browser shows at the end of the flow.
 *
 * @internal
 */
export interface ClosingPage {
  /** The HTTP status. */
  readonly status: number
  /** The title. It must not contain data from a request. */
  readonly title: string
  /** One or two sentences. They must not contain data from a request. */
  readonly text: string
}

/**
 * Returns the headers of every page. They forbid storing, loading and referrers, because the URL
 * contains the verifier.
 *
 * @internal
 */
export async function createPageHeaders(): Promise<Readonly<Record<string, string>>> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': `default-src 'none'; style-src 'sha256-${await digest(PAGE_STYLE, 'SHA-256')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    connection: 'close',
  }
}

/**
 * Renders a page as HTML.
 *
 * @internal
 */
export function renderPage({ title, text }: ClosingPage): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(text)}</p>
</main>
</body>
</html>
`
}
