import { createHash } from 'node:crypto'

import type { Response } from 'express'

/** A page of the site. */
export interface Page {
  readonly status?: number
  readonly title: string
  /** The content below the title, as HTML. */
  readonly content: string
}

const STYLE = `@oauthplus/server
header { max-width: 32rem; margin: 0 auto; padding: 0 0 1rem; font-weight: 600; }
a { color: var(--accent); }
label { display: block; margin: 1rem 0; }
input { display: block; width: 100%; min-height: 2.75rem; padding: .5rem; font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: .5rem; }
input:focus-visible, a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
`
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')

/** Headers of a page that loads only its style, is never in a frame, and is not cached. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
}

/** Responds with a page. */
export function sendPage(response: Response, page: Page): void {
  response.status(page.status ?? 200).set(PAGE_HEADERS)
  response.type('html').send(renderPage(page))
}

/** Writes a page. */
export function renderPage({ title, content }: Page): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>Photos</header>
<main>
<h1>${escapeHtml(title)}</h1>
${content}
</main>
</body>
</html>
`
}

/** Escapes a string for HTML, in content and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
