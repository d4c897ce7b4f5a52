import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'

import type { Page } from 'playwright-core'
import type { TestContext } from 'vitest'
import { describe, expect, it } from 'vitest'

import { browserOfFile } from '../browser/chromium.js'
import { builtSite } from './built-site.js'

/** A task of a newcomer, and how the site leads to the solution. */
interface Task {
  readonly task: string
  /** The string that is typed into the search. Without it, the clicks begin on the start page. */
  readonly search?: string
  /** The names of the links to click, in order: at most three. */
  readonly clicks: readonly (string | RegExp)[]
  /** The content of the last page in or after the section that the click leads to. */
  readonly shows: RegExp
}

const TASKS: readonly Task[] = [
  {
    task: 'protect a route with Koa and PostgreSQL',
    search: 'protect a route with Koa and PostgreSQL',
    clicks: [/Choose an adapter.*Koa$/, 'PostgreSQL'],
    shows: /postgresStore\(/,
  },
  {
    task: 'upload a photo to Flickr',
    clicks: ['Flickr'],
    shows: /up\.flickr\.com\/services\/upload/,
  },
  {
    task: 'what does INVALID_LOGIN from NetSuite mean',
    search: 'INVALID_LOGIN',
    clicks: [/NetSuite.*errors/],
    shows: /InvalidSignature|INVALID_LOGIN/,
  },
  {
    task: "revoke a user's tokens",
    search: "revoke a user's tokens",
    clicks: [/Revoke tokens$/],
    shows: /provider\.tokens\.revoke\(\{ userId \}\)/,
  },
  {
    task: 'run the testkit in GitLab',
    search: 'run the testkit in GitLab',
    clicks: [/GitLab$/],
    shows: /artifacts:/,
  },
  {
    task: 'what does signature_invalid mean',
    search: 'signature_invalid',
    clicks: [/signature_invalid, 401$/],
    shows: /signature/,
  },
  {
    task: 'redirect safely after the login',
    search: 'open redirect',
    clicks: [/open redirect$/],
    shows: /findReturnUrl/,
  },
  {
    task: 'count refusals with OpenTelemetry',
    clicks: ['Protect an API', 'Events and metrics'],
    shows: /createCounter\(/,
  },
  {
    task: 'renew a token that expires',
    search: 'renew a token',
    clicks: [/The client.*Renewal$/],
    shows: /onRenew/,
  },
  {
    task: 'find out why my signature is refused, without installing anything',
    clicks: ['Explain a request'],
    shows: /Paste a request/,
  },
  {
    task: 'move from passport-oauth1',
    clicks: ['Passport'],
    shows: /passport-oauth1/,
  },
  {
    task: 'go live with a provider',
    clicks: ['Protect an API', 'production checklist'],
    shows: /publicUrl/,
  },
]
const VIEWPORT = { width: 1280, height: 800 }
const site = builtSite()
const browser = browserOfFile()

async function open(context: TestContext): Promise<Page> {
  const page = await browser.open(context, { viewport: VIEWPORT })
  await page.goto(`${site.origin}/index.html`)
  return page
}

/** Types into the search, and returns the names of the results. */
async function search(page: Page, words: string): Promise<readonly string[]> {
  await page.keyboard.press('/')
  await page.getByRole('combobox').fill(words)
  const results = page.locator('#tsd-search-results [role=option]')
  await results.first().waitFor()
  return results.allTextContents()
}

/** Clicks a result of the search, or a link in the text of the page. */
async function click(page: Page, name: string | RegExp, isResult: boolean): Promise<void> {
  const link = isResult
    ? page.locator('#tsd-search-results [role=option]').filter({ hasText: name })
    : page.getByRole('main').getByRole('link', { name, exact: typeof name === 'string' })
  await (isResult ? link.first().getByRole('link') : link.first()).click()
  await page.waitForLoadState()
}

describe('a newcomer finds within three clicks how to', () => {
  it.for(TASKS)('$task', async ({ search: words, clicks, shows }, context) => {
    expect(clicks.length).toBeLessThanOrEqual(3)
    const page = await open(context)
    if (words !== undefined) await search(page, words)
    for (const [index, name] of clicks.entries()) {
      await click(page, name, index === 0 && words !== undefined)
    }
    const text = await page.getByRole('main').innerText()
    const heading = new URL(page.url()).hash.slice(1)
    const title = heading === '' ? '' : await page.locator(`[id="${heading}"]`).innerText()
    expect(text.slice(text.indexOf(title))).toMatch(shows)
  })
})

it.for([
  ['session', 'Login and sessions'],
  ['signature_invalid', 'Errors'],
  ['createClient', 'createClient'],
] as const)('the first result of %s is %s', async ([words, first], context) => {
  const page = await open(context)
  expect((await search(page, words))[0]).toContain(first)
})

it('finds sections whose places exist', () => {
  const anchors = new Map<string, string>()
  const pageOf = (path: string): string => {
    const known = anchors.get(path) ?? readFileSync(join(site.directory, path), 'utf8')
    anchors.set(path, known)
    return known
  }
  const rows = readRows()
  const sections = rows.filter(({ url }) => /^documents\/.*#/.test(url))
  expect(sections.length).toBeGreaterThan(200)
  const missing = sections.filter(({ url }) => {
    const [path = '', anchor = ''] = url.split('#')
    return !pageOf(path).includes(`id="${anchor}"`)
  })
  expect(missing.map(({ url }) => url)).toEqual([])
})

it.each(['index.createProvider', 'index.createClient', 'oauthplus_core.signRequest'])(
  'the page of %s lists the options and the guides, which link back',
  (name) => {
    const path = site.pages.find((page) => page.endsWith(`${name}.html`)) ?? ''
    const html = readFileSync(join(site.directory, path), 'utf8')
    expect(html).toMatch(/<h2[^>]*>Options<\/h2>.*<code>\w+<\/code>.*<h2[^>]*>Guides<\/h2>/s)
    const [, guides = ''] = html.split(/<h2[^>]*>Guides<\/h2>/)
    const [, guide = ''] = /href="\.\.\/(documents\/[^"]+)"/.exec(guides) ?? []
    expect(guide).not.toBe('')
    const linked = site.pages
      .filter((page) => page.startsWith('documents/'))
      .filter((page) =>
        readFileSync(join(site.directory, page), 'utf8').includes(`href="../${path}"`),
      )
    expect(linked.length).toBeGreaterThan(0)
  },
)

it('every page has the icon of the site', () => {
  const without = site.pages.filter(
    (page) =>
      !/<link rel="icon" href="[^"]+"/.test(readFileSync(join(site.directory, page), 'utf8')),
  )
  expect(without).toEqual([])
})

/** Reads the results that the search can show. */
function readRows(): readonly { readonly url: string }[] {
  const script = readFileSync(join(site.directory, 'assets/search.js'), 'utf8')
  const [, encoded = ''] = /"([^"]*)"/.exec(script) ?? []
  const json = inflateSync(Buffer.from(encoded, 'base64')).toString()
  return (JSON.parse(json) as { readonly rows: readonly { readonly url: string }[] }).rows
}
