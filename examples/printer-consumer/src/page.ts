import { createHash } from 'node:crypto'

import type { Response } from 'express'

/** A page of the Printer. */
export interface Page {
  readonly status?: number
  readonly title: string
  /** The content below the title, as HTML. */
  readonly content: string
}

/** The form that starts the flow. A link must not change anything. */
export const CONNECT_FORM =
  '<form method="post" action="/connect"><button>Connect to your photos</button></form>'

const STYLE = `
:root { color-scheme: light dark }
body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem }
figure { display: inline-block; margin: 0 1rem 1rem 0; padding: .6rem; background: #fff; color: #222;
  box-shadow: 0 1px 6px #0006 }
img { display: block; width: 15rem }
button { font: inherit; padding: .5rem 1rem }
`
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')

/**
 * Responds with a page that loads nothing but its style and its photos. It sends no referrer to
 * other sites, because its URL contains the verifier when the user returns.
 */
export function sendPage(response: Response, { status = 200, title, content }: Page): void {
  response.status(status).set({
    'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; img-src data:; frame-ancestors 'none'; base-uri 'none'`,
    'Cache-Control': 'no-store',
    // With no-referrer, older browsers would send "Origin: null" with the form.
    'Referrer-Policy': 'strict-origin',
    'X-Content-Type-Options': 'nosniff',
  })
  response.type('html').send(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${content}
</main>
</body>
</html>
`)
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
