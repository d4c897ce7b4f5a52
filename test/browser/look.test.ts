import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { logIn, startBrowserApp } from './browser-app.js'
import type { BrowserApp } from './browser-app.js'
import { browserOfFile } from './chromium.js'
import { COLOR_SCHEMES, expectGoodLook, MODEST, TALKATIVE, VIEWPORTS } from './look.js'
import { PAGE_LANGUAGES } from '@oauthplus/server/pages'

/** A page, identified by its heading, and the way to it. */
interface Shown {
  readonly name: string
  readonly heading: RegExp
  show(page: Page): Promise<void>
}

let app: BrowserApp
const browser = browserOfFile()

beforeAll(async () => {
  app = await startBrowserApp({
    theme: {
      siteName: 'Photos',
      logoUrl: '/logo.svg',
      termsUrl: '/terms',
      supportUrl: '/help',
    },
    getUserName: ({ id }) => `${id}@photos.example`,
    sessionLifetimeSeconds: 30 * 86_400,
    accessTokenLifetimeSeconds: 3600,
  })
})

afterAll(async () => {
  await app.close()
})

async function consent(
  page: Page,
  { as = MODEST, ...asked }: { as?: typeof MODEST; callback?: string; scope?: string } = {},
): Promise<void> {
  const consumer = await app.register(as)
  const token = await app.requestToken(consumer, asked)
  await page.goto(app.authorizeUrl(token))
}

const PAGES: readonly Shown[] = [
  {
    name: 'consent',
    heading: /^Printer wants to access your Photos account/,
    async show(page) {
      await consent(page, { callback: `${app.site.origin}/callback`, scope: 'photos albums' })
    },
  },
  {
    name: 'consent-out-of-band',
    heading: /^Printer wants to access your Photos account/,
    async show(page) {
      await consent(page, { scope: '' })
    },
  },
  {
    name: 'consent-long',
    heading: /^The Donau.* wants to access/,
    async show(page) {
      await consent(page, { as: TALKATIVE, callback: `${app.site.origin}/callback` })
    },
  },
  {
    name: 'verifier',
    heading: /^Enter this code/,
    async show(page) {
      await consent(page, { as: TALKATIVE })
      await page.getByRole('button', { name: 'Allow' }).click()
    },
  },
  {
    name: 'denied',
    heading: /^Access denied/,
    async show(page) {
      await consent(page, { as: TALKATIVE })
      await page.getByRole('button', { name: 'Deny' }).click()
    },
  },
  {
    name: 'error',
    heading: /^Something went wrong/,
    async show(page) {
      await page.goto(app.authorizeUrl({ key: 'unknown', secret: '' }))
    },
  },
]

describe.each(COLOR_SCHEMES)('in the %s colour scheme', (colorScheme) => {
  it.for(PAGES)('$name fits, and axe finds nothing', async ({ name, heading, show }, test) => {
    const page = await browser.open(test, { colorScheme, viewport: VIEWPORTS.phone })
    await logIn(page, app)
    await show(page)
    await page.getByRole('heading', { level: 1, name: heading }).waitFor()
    await expectGoodLook(page, { name, colorScheme })
  })
})

// The widest text and the direction differ: each language must fit.
it.for(PAGE_LANGUAGES)('the pages fit in %s, and axe finds nothing', async (language, test) => {
  const page = await browser.open(test, { locale: language, viewport: VIEWPORTS.phone })
  await logIn(page, app)
  await consent(page, { callback: `${app.site.origin}/callback`, scope: 'photos albums' })
  expect(await page.locator('html').getAttribute('lang')).toBe(language)
  expect(await page.locator('html').getAttribute('dir')).toBe(language === 'ar' ? 'rtl' : 'ltr')
  await expectGoodLook(page, { name: `consent-${language}`, colorScheme: 'light' })
  await consent(page, {})
  await page.locator('button[value=approve]').click()
  await page.locator('#oauth_verifier').waitFor()
  await expectGoodLook(page, { name: `verifier-${language}`, colorScheme: 'light' })
  await page.goto(`${app.origin}/oauth/applications`)
  await expectGoodLook(page, { name: `applications-${language}`, colorScheme: 'light' })
})

it('loads the logo of the theme, and follows its links', async (test) => {
  const page = await browser.open(test)
  await logIn(page, app)
  await consent(page, { callback: `${app.site.origin}/callback` })
  const width = await page
    .locator('header img')
    .evaluate((image) => (image as HTMLImageElement).naturalWidth)
  expect(width).toBeGreaterThan(0)
  const url = page.url()
  await page.getByRole('link', { name: 'Manage connected applications' }).click()
  await page.waitForURL(`${app.origin}/oauth/applications`)
  await page.goto(url)
  await page.getByRole('link', { name: 'Not you?' }).click()
  await page.waitForURL(`${app.origin}/login?next=*`)
})
