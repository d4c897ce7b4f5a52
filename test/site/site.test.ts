import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'

import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'

import { axeViolations } from '../browser/axe-violations.js'
import { browserOfFile } from '../browser/chromium.js'
import { builtSite } from './built-site.js'

const SCREENSHOTS = fileURLToPath(new URL('screenshots/', import.meta.url))
const PHONE = { width: 360, height: 740 }
const DESKTOP = { width: 1280, height: 800 }
const TIMEOUT_MILLISECONDS = 1_200_000
const site = builtSite()
const browser = browserOfFile()

it('has no dead link, neither to a page nor to a place in one', () => {
  const dead = site.pages.flatMap((page) =>
    linksIn(page)
      .filter((link) => !leadsSomewhere(page, link))
      .map((link) => `${page}: ${link}`),
  )
  expect(site.pages.length).toBeGreaterThan(200)
  expect(dead).toEqual([])
})

it('gives each page one title', () => {
  const titles = site.pages.map((page) => `${page}: ${textOf(page).split(/<h1[ >]/).length - 1}`)
  expect(titles.filter((title) => !title.endsWith(': 1'))).toEqual([])
})

it(
  'loads each page without an error; no page scrolls sideways on a phone, and axe finds nothing',
  async (context) => {
    const page = await browser.open(context)
    const missing: string[] = []
    page.on('response', (response) => {
      if (response.status() >= 400) missing.push(response.url())
    })
    const checkedEntries = new Set<string>()
    const wide: string[] = []
    const found: string[] = []
    for (const path of samplePages()) {
      await page.setViewportSize(PHONE)
      await show(page, path)
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      if (width > PHONE.width) wide.push(`${path}: ${width}`)
      await page.setViewportSize(DESKTOP)
      await removeEntries(page, checkedEntries)
      found.push(...(await axeViolations(page)).map((violation) => `${path}: ${violation}`))
    }
    expect(checkedEntries.size).toBeGreaterThan(200)
    expect(missing).toEqual([])
    expect(wide).toEqual([])
    expect(found).toEqual([])
  },
  TIMEOUT_MILLISECONDS,
)

it('finds createProvider', async (context) => {
  const page = await browser.open(context, { viewport: DESKTOP })
  await show(page, 'index.html')
  await page.keyboard.press('/')
  await page.getByRole('combobox').fill('createProvider')
  const first = page.getByRole('option').first()
  await first.waitFor()
  expect(await first.textContent()).toContain('createProvider')
  await first.getByRole('link').click()
  await page.waitForURL(/createProvider/)
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('createProvider')
})

it('looks good to people: see the screenshots', async (context) => {
  const page = await browser.open(context)
  const [guide = ''] = site.pages.filter((path) => path.startsWith('documents/'))
  const shown = { start: 'index.html', guide, reference: pageNamed('createProvider') }
  for (const [name, path] of Object.entries(shown)) {
    for (const [device, viewport] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
      await page.setViewportSize(viewport)
      await show(page, path)
      const { byteLength } = await page.screenshot({ path: `${SCREENSHOTS}${name}-${device}.png` })
      expect(byteLength).toBeGreaterThan(10_000)
    }
  }
})

async function show(page: Page, path: string): Promise<void> {
  await page.goto(`${site.origin}/${encodeURI(path)}`)
}

/**
 * Removes the entries of the navigation that axe has checked on another page, and remembers the rest. All pages show
 * the same hundreds of entries, which take axe longer than the page itself.
 */
async function removeEntries(page: Page, checkedEntries: Set<string>): Promise<void> {
  const entries = await page.evaluate(
    (checked) => {
      const known = new Set(checked)
      const added: string[] = []
      const found = [...document.querySelectorAll('#tsd-nav-container li:not(:has(li))')]
      const keys = found.map((entry) => {
        // An entry that axe saw in a closed list is checked again in an open one.
        const link = entry.querySelector('a')?.href ?? ''
        return `${entry.checkVisibility()} ${link} ${entry.innerHTML.replace(/ href="[^"]*"/g, '')}`
      })
      for (const [index, key] of keys.entries()) {
        if (known.has(key)) found[index]?.remove()
        else added.push(key)
      }
      return added
    },
    [...checkedEntries],
  )
  for (const entry of entries) checkedEntries.add(entry)
}

/** Every guide, and one page of each kind of the reference: its theme writes all of a kind; each with OAUTHPLUS_SITE=full. */
function samplePages(): readonly string[] {
  if (process.env.OAUTHPLUS_SITE === 'full') return site.pages
  const kinds = new Map(
    site.pages.map((path) => [
      path.startsWith('documents/') ? path : path.replace(/^(\w+)\/_oauthplus_.*/, '$1'),
      path,
    ]),
  )
  return [...kinds.values()]
}

function pageNamed(name: string): string {
  const found = site.pages.find((path) => path.endsWith(`.${name}.html`))
  if (found === undefined) throw new Error(`There is no page of ${name}.`)
  return found
}

function linksIn(page: string): readonly string[] {
  const links = textOf(page).matchAll(/\s(?:href|src)="([^"]*)"/g)
  return [...new Set(Array.from(links, ([, link = '']) => link))]
}

function leadsSomewhere(page: string, link: string): boolean {
  if (/^(?:https?|mailto|data):/.test(link)) return true
  const [path = '', anchor] = link.replaceAll('&amp;', '&').split('#')
  const target = path === '' ? page : posix.join(posix.dirname(page), decodeURI(path))
  const text = textOf(target.endsWith('/') ? `${target}index.html` : target)
  if (text === '') return false
  return !anchor || !target.endsWith('.html') || text.includes(`id="${decodeURIComponent(anchor)}"`)
}

const texts = new Map<string, string>()

function textOf(path: string): string {
  const known = texts.get(path)
  if (known !== undefined) return known
  const text = read(join(site.directory, path))
  texts.set(path, text)
  return text
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
