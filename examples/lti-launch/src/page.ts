import type { Response } from 'express'

/** A page of the platform or of the tool. */
export interface Page {
  readonly status?: number
  readonly title: string
  /** The content below the title, as HTML. */
  readonly content: string
}

/** Responds with a page that loads nothing. */
export function sendPage(response: Response, { status = 200, title, content }: Page): void {
  response.status(status).set({
    'Content-Security-Policy': "default-src 'none'; base-uri 'none'",
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  })
  response.type('html').send(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
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
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
