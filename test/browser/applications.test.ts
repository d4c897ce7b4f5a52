import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { problemCode } from '../provider-app.js'
import { logIn, startBrowserApp } from './browser-app.js'
import type { BrowserApp, KeyPair } from './browser-app.js'
import { browserOfFile } from './chromium.js'
import { COLOR_SCHEMES, expectGoodLook, MODEST, TALKATIVE, VIEWPORTS } from './look.js'

let app: BrowserApp
const browser = browserOfFile()

beforeAll(async () => {
  app = await startBrowserApp()
})

afterAll(async () => {
  await app.close()
})

/** Has somebody who is logged in give a new consumer access to photos and albums. */
async function connect(
  page: Page,
  as: { name: string; description?: string },
): Promise<{ consumer: KeyPair; accessToken: KeyPair }> {
  const consumer = await app.register(as)
  const token = await app.requestToken(consumer, { scope: 'photos albums' })
  await page.goto(app.authorizeUrl(token))
  await page.getByRole('button', { name: 'Allow' }).click()
  const verifier = (await page.locator('#oauth_verifier').textContent()) ?? ''
  return { consumer, accessToken: await app.exchange(consumer, token, verifier) }
}

function section(page: Page, name: string) {
  return page.locator('section', { has: page.getByRole('heading', { name, exact: true }) })
}

it.for([true, false])('lists and revokes, with JavaScript: %s', async (javaScriptEnabled, test) => {
  const page = await browser.open(test, { javaScriptEnabled })
  await logIn(page, app, `jane ${javaScriptEnabled}`)
  const kept = await connect(page, { name: 'Album maker' })
  const revoked = await connect(page, { name: 'Printer' })
  const url = `${app.origin}/oauth/applications`
  await page.goto(url)
  const printer = section(page, 'Printer')
  expect(await printer.getByRole('listitem').allTextContents()).toEqual([
    'See your photos',
    'Create albums, and put your photos into them',
  ])
  expect(await printer.textContent()).toContain('Never used.')
  expect((await app.photos(revoked.consumer, revoked.accessToken)).status).toBe(200)
  await page.reload()
  expect(await printer.textContent()).toMatch(/Last used on \w+ \d+, \d{4}\./)
  await printer.getByRole('button').click()
  await printer.waitFor({ state: 'detached' })
  expect([page.url(), await section(page, 'Album maker').count()]).toEqual([url, 1])
  const refused = await app.photos(revoked.consumer, revoked.accessToken)
  expect([refused.status, await problemCode(refused)]).toEqual([401, 'token_revoked'])
  expect((await app.photos(kept.consumer, kept.accessToken)).status).toBe(200)
})

it('leads somebody who is not logged in to the login, and back', async (test) => {
  const page = await browser.open(test)
  await page.goto(`${app.origin}/oauth/applications`)
  await page.getByLabel('Username').fill('newcomer')
  await page.keyboard.press('Enter')
  await page.getByText('No application has access to your account.').waitFor()
})

it('names the application on its button, and revokes by keyboard', async (test) => {
  const page = await browser.open(test)
  await logIn(page, app, 'keyboard')
  for (const name of ['Album maker', 'Printer']) await connect(page, { name })
  await page.goto(`${app.origin}/oauth/applications`)
  // Past the link to switch the account and the button of the first application.
  for (let step = 0; step < 3; step++) await page.keyboard.press('Tab')
  expect(
    await page
      .getByRole('button', { name: /Printer/ })
      .and(page.locator(':focus'))
      .count(),
  ).toBe(1)
  await page.keyboard.press('Enter')
  await section(page, 'Printer').waitFor({ state: 'detached' })
  expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toEqual(['Album maker'])
})

it('cannot be framed by another origin', async (test) => {
  const page = await browser.open(test, { expectedComplaint: /frame-ancestors 'none'/ })
  await logIn(page, app)
  const complaint = page.context().waitForEvent('console', {
    predicate: (message) => message.text().includes('frame-ancestors'),
  })
  const url = encodeURIComponent(`${app.origin}/oauth/applications`)
  await page.goto(`${app.site.origin}/framing?url=${url}`)
  expect((await complaint).text()).toContain(app.origin)
})

it('escapes markup in the details of a consumer', async (test) => {
  const markup = '<img src=x onerror=alert(1)>'
  const page = await browser.open(test)
  await logIn(page, app, 'markup')
  await connect(page, { name: markup, description: `"'>${markup}` })
  await page.goto(`${app.origin}/oauth/applications`)
  expect(await page.getByRole('heading', { level: 2 }).textContent()).toBe(markup)
  expect(await page.locator('img, script').count()).toBe(0)
})

describe.each(COLOR_SCHEMES)('in the %s colour scheme', (colorScheme) => {
  const looking = { colorScheme, viewport: VIEWPORTS.phone }

  it('fits, and axe finds nothing', async (test) => {
    const page = await browser.open(test, looking)
    await logIn(page, app, colorScheme)
    for (const as of [MODEST, TALKATIVE]) {
      const { consumer, accessToken } = await connect(page, as)
      await app.photos(consumer, accessToken)
    }
    await page.goto(`${app.origin}/oauth/applications`)
    expect(await page.getByRole('button').count()).toBe(2)
    await expectGoodLook(page, { name: 'applications', colorScheme })
  })

  it('fits, and axe finds nothing, without applications', async (test) => {
    const page = await browser.open(test, looking)
    await logIn(page, app, `${colorScheme} without any`)
    await page.goto(`${app.origin}/oauth/applications`)
    await expectGoodLook(page, { name: 'applications-none', colorScheme })
  })
})
