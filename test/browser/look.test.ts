import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'

import { logIn, startBrowserApp } from './browser-app.js'
import type { BrowserApp } from './browser-app.js'
import { browserOfFile } from './chromium.js'
import { COLOR_SCHEMES, expectGoodLook, MODEST, TALKATIVE, VIEWPORTS } from './look.js'

/** A page, told by its heading, and how to get there. */
interface Shown {
  readonly name: string
  readonly heading: RegExp
  show(page: Page): Promise<void>
}

let app: BrowserApp
const browser = browserOfFile()

beforeAll(async () => {
  app = await startBrowserApp()
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
    heading: /^Printer asks for access/,
    async show(page) {
      await consent(page, { callback: `${app.site.origin}/callback`, scope: 'photos albums' })
    },
  },
  {
    name: 'consent-out-of-band',
    heading: /^Printer asks for access/,
    async show(page) {
      await consent(page, { scope: '' })
    },
  },
  {
    name: 'consent-long',
    heading: /^The Donau.* asks for access/,
    async show(page) {
      await consent(page, { as: TALKATIVE, callback: `${app.site.origin}/callback` })
    },
  },
  {
    name: 'verifier',
    heading: /^Type this code/,
    async show(page) {
      await consent(page, { as: TALKATIVE })
      await page.getByRole('button', { name: 'Allow' }).click()
    },
  },
  {
    name: 'denied',
    heading: /^You have denied/,
    async show(page) {
      await consent(page, { as: TALKATIVE })
      await page.getByRole('button', { name: 'Deny' }).click()
    },
  },
  {
    name: 'error',
    heading: /^This does not work/,
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
