import { digest } from '@oauthplus/core/internal'

import { escapeHtml } from '../escape-html.js'
import { PAGE_STYLE } from '../page-style.js'
import type { ConnectFailureReason } from './connect-failure.js'

/** The subject of a page: the start of a flow, or the reason why it failed. */
export type ConnectPageName = 'start' | ConnectFailureReason

interface PageContent {
  readonly status: number
  readonly title: string
  readonly text: string
  readonly button: string
}

/** A response that is independent of the platform. */
export interface ConnectResponse {
  /** The HTTP status. */
  readonly status: number
  /** The headers. Add `Set-Cookie` to the cookies of the application instead of replacing them. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** The body as HTML; empty for a redirect. */
  readonly body: string
}

/**
 * Renders a page with a button that starts a flow.
 *
 * @internal
 */
export async function renderConnectPage(
  name: ConnectPageName,
  { service, action }: { readonly service: string; readonly action: string },
): Promise<ConnectResponse> {
  const { status, title, text, button } = createContent(service)[name]
  return {
    status,
    headers: [
      ['Content-Type', 'text/html; charset=utf-8'],
      // The URL may contain a verifier, so the page is not stored and sends no referrer to other sites.
      // With no-referrer, browsers would send "Origin: null" with the form.
      ['Cache-Control', 'no-store'],
      ['Referrer-Policy', 'strict-origin'],
      // No form-action directive: browsers also apply it to the redirect to the provider.
      [
        'Content-Security-Policy',
        `default-src 'none'; style-src 'sha256-${await digest(PAGE_STYLE, 'SHA-256')}'; base-uri 'none'; frame-ancestors 'none'`,
      ],
      ['X-Content-Type-Options', 'nosniff'],
      ['X-Frame-Options', 'DENY'],
    ],
    body: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(text)}</p>
<form method="post" action="${escapeHtml(action)}"><button>${escapeHtml(button)}</button></form>
</main>
</body>
</html>
`,
  }
}

function createContent(service: string): Readonly<Record<ConnectPageName, PageContent>> {
  const button = 'Try again'
  return {
    start: {
      status: 200,
      title: `Connect to ${service}`,
      text: `Next, ${service} asks you whether to give access. You can say no there.`,
      button: 'Continue',
    },
    cross_site: {
      status: 403,
      title: 'Please confirm',
      text: `Another website tried to connect your account to ${service}. Continue only if you want that.`,
      button: `Connect to ${service}`,
    },
    denied: {
      status: 403,
      title: 'Not connected',
      text: `You did not give access at ${service}, so nothing was connected.`,
      button,
    },
    ended: {
      status: 400,
      title: 'This step has ended',
      text: `This page was already used, took too long, or was opened in another browser. If you are connected to ${service}, there is nothing to do. Otherwise start again.`,
      button: 'Start again',
    },
    unavailable: {
      status: 503,
      title: `No connection to ${service}`,
      text: `${capitalize(service)} cannot be reached at the moment. Please wait a little, then try again.`,
      button,
    },
    failed: {
      status: 502,
      title: 'Not connected',
      text: `The connection to ${service} failed. This is not your fault. If it happens again, contact the owner of this site.`,
      button,
    },
  }
}

function capitalize(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
}
