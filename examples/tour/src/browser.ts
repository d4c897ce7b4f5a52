import type { FetchFunction } from '@oauthplus/client'

import { unescapeHtml } from './read-page-text.js'

/** The response that the browser has loaded, which may be a redirect. */
export interface BrowserPage {
  readonly url: string
  readonly status: number
  readonly html: string
  /** The absolute URL of its redirect. */
  readonly redirect: string | undefined
}

/** A headless browser. It stores cookies and posts forms with their hidden fields. */
export interface Browser {
  /** Opens a URL. Does not follow redirects. */
  open(url: string): Promise<BrowserPage>
  /** Follows the redirect of a page. Throws if there is none. */
  follow(page: BrowserPage): Promise<BrowserPage>
  /** Fills in the form of a page and posts it. Throws if there is none. */
  submit(page: BrowserPage, fields: Readonly<Record<string, string>>): Promise<BrowserPage>
}

/** Creates a browser with an empty cookie jar. */
export function createBrowser(send: FetchFunction = fetch): Browser {
  // By host name only, as in every browser: ports share their cookies.
  const jars = new Map<string, Map<string, string>>()

  async function visit(
    url: string,
    // The value of Sec-Fetch-Site. `none` means the address bar.
    site: 'none' | 'same-origin' | 'cross-site',
    init: RequestInit = {},
  ): Promise<BrowserPage> {
    const { hostname } = new URL(url)
    const jar = jars.get(hostname) ?? new Map<string, string>()
    jars.set(hostname, jar)
    const headers: [string, string][] = [['sec-fetch-site', site]]
    if (jar.size > 0)
      headers.push(['cookie', [...jar].map((cookie) => cookie.join('=')).join('; ')])
    const response = await send(url, { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=;]+)=([^;]*)/.exec(line) ?? []
      if (/;\s*(?:max-age=0|expires=Thu, 01 Jan 1970)/i.test(line)) jar.delete(name)
      else jar.set(name, value)
    }
    const location = response.headers.get('location')
    return {
      url,
      status: response.status,
      html: await response.text(),
      redirect: location === null ? undefined : new URL(location, url).href,
    }
  }

  return {
    open: (url) => visit(url, 'none'),
    async follow(page) {
      if (page.redirect === undefined) {
        throw new Error(`${page.url} returned ${page.status} without a redirect.`)
      }
      return visit(page.redirect, getSite(page.redirect, page.url))
    },
    async submit(page, fields) {
      const form = /<form\b([^>]*)>([\s\S]*?)<\/form>/i.exec(page.html)
      if (form === null) throw new Error(`${page.url} returned ${page.status} without a form.`)
      const [, attributes = '', content = ''] = form
      const hidden = (content.match(/<input\b[^>]*type="hidden"[^>]*>/gi) ?? []).map((input) => [
        readAttribute(input, 'name'),
        readAttribute(input, 'value'),
      ])
      const target = new URL(readAttribute(attributes, 'action'), page.url).href
      return visit(target, getSite(target, page.url), {
        method: 'POST',
        body: new URLSearchParams([...hidden, ...Object.entries(fields)]),
      })
    },
  }
}

function getSite(target: string, from: string): 'same-origin' | 'cross-site' {
  return new URL(target).origin === new URL(from).origin ? 'same-origin' : 'cross-site'
}

function readAttribute(tag: string, name: string): string {
  return unescapeHtml(new RegExp(`\\b${name}="([^"]*)"`, 'i').exec(tag)?.[1] ?? '')
}
