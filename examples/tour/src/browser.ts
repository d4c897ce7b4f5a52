import type { FetchFunction } from '@oauthplus/client'

import { unescapeHtml } from './page-text.js'

/** What the browser shows: an answer, which may be a redirect. */
export interface BrowserPage {
  readonly url: string
  readonly status: number
  readonly html: string
  /** Where it leads by itself, as an absolute URL. */
  readonly redirect: string | undefined
}

/** A browser that shows nothing: it keeps cookies, and posts forms with their hidden fields. */
export interface Browser {
  /** Opens a URL; redirects are not followed. */
  open(url: string): Promise<BrowserPage>
  /** Opens what a page redirects to. Throws where it redirects nowhere. */
  follow(page: BrowserPage): Promise<BrowserPage>
  /** Fills in the form of a page and posts it. Throws where it has none. */
  submit(page: BrowserPage, fields: Readonly<Record<string, string>>): Promise<BrowserPage>
}

/** Creates a browser with an empty cookie jar. */
export function createBrowser(send: FetchFunction = fetch): Browser {
  // By hostname alone, as in every browser: ports share their cookies.
  const jars = new Map<string, Map<string, string>>()

  async function visit(
    url: string,
    // What browsers say of where a request comes from: `none` is the address bar.
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
        throw new Error(`${page.url} answered ${page.status}, and no redirect.`)
      }
      return visit(page.redirect, siteOf(page.redirect, page.url))
    },
    async submit(page, fields) {
      const form = /<form\b([^>]*)>([\s\S]*?)<\/form>/i.exec(page.html)
      if (form === null) throw new Error(`${page.url} answered ${page.status}, without a form.`)
      const [, attributes = '', content = ''] = form
      const hidden = (content.match(/<input\b[^>]*type="hidden"[^>]*>/gi) ?? []).map((input) => [
        attribute(input, 'name'),
        attribute(input, 'value'),
      ])
      const target = new URL(attribute(attributes, 'action'), page.url).href
      return visit(target, siteOf(target, page.url), {
        method: 'POST',
        body: new URLSearchParams([...hidden, ...Object.entries(fields)]),
      })
    },
  }
}

function siteOf(target: string, from: string): 'same-origin' | 'cross-site' {
  return new URL(target).origin === new URL(from).origin ? 'same-origin' : 'cross-site'
}

function attribute(tag: string, name: string): string {
  return unescapeHtml(new RegExp(`\\b${name}="([^"]*)"`, 'i').exec(tag)?.[1] ?? '')
}
