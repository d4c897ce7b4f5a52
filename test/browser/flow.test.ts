import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { logIn, startBrowserApp } from './browser-app.js'
import type { BrowserApp, KeyPair } from './browser-app.js'
import { browserOfFile } from './chromium.js'

const CONSENT = 'Printer wants to access your account'
const CALLBACK = '/callback?own=1&own='

let app: BrowserApp
const browser = browserOfFile()

beforeAll(async () => {
  app = await startBrowserApp()
})

afterAll(async () => {
  await app.close()
})

/** Leads somebody who has to log in first to the consent page of a new consumer. */
async function askedFor(
  page: Page,
  { callback }: { callback?: string } = {},
): Promise<{ consumer: KeyPair; token: KeyPair }> {
  const consumer = await app.register()
  const token = await app.requestToken(consumer, {
    callback: callback && app.site.origin + callback,
  })
  await page.goto(app.authorizeUrl(token))
  await page.getByLabel('Username').fill('jane')
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.waitForURL(app.authorizeUrl(token))
  return { consumer, token }
}

function heading(page: Page): Promise<string | null> {
  return page.getByRole('heading', { level: 1 }).textContent()
}

function click(page: Page, name: string): Promise<void> {
  return page.getByRole('button', { name, exact: true }).click()
}

async function arrivedAt(page: Page): Promise<URLSearchParams> {
  await page.waitForURL(`${app.site.origin}/callback?*`)
  return new URL(page.url()).searchParams
}

async function errorCode(page: Page): Promise<string | null> {
  expect(await heading(page)).toBe('Something went wrong')
  return page.getByRole('code').textContent()
}

async function hasVisibleFocus(element: Locator): Promise<boolean> {
  return element.evaluate((focused) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(focused)
    return focused.matches(':focus-visible') && `${outlineStyle} ${outlineWidth}` === 'solid 3px'
  })
}

describe.each([true, false])('with JavaScript: %s', (javaScriptEnabled) => {
  const looking = { javaScriptEnabled }

  it('goes through the whole flow: login, consent, callback, exchange, photos', async (test) => {
    const page = await browser.open(test, looking)
    const { consumer, token } = await askedFor(page, { callback: CALLBACK })
    expect(await heading(page)).toBe(CONSENT)
    expect(await page.getByRole('listitem').allTextContents()).toEqual(['See your photos'])
    expect(await page.getByRole('strong').textContent()).toBe(app.site.origin)
    await click(page, 'Allow')
    const arrived = await arrivedAt(page)
    expect([...arrived.keys()]).toEqual(['own', 'own', 'oauth_token', 'oauth_verifier'])
    expect(arrived.get('oauth_token')).toBe(token.key)
    const verifier = arrived.get('oauth_verifier') ?? ''
    const accessToken = await app.exchange(consumer, token, verifier)
    const photos = await app.photos(consumer, accessToken)
    expect([photos.status, await photos.json()]).toEqual([200, { user: 'jane' }])
  })

  it('denies, and the callback learns of it', async (test) => {
    const page = await browser.open(test, looking)
    const { consumer, token } = await askedFor(page, { callback: CALLBACK })
    await click(page, 'Deny')
    expect([...(await arrivedAt(page))]).toEqual([
      ['own', '1'],
      ['own', ''],
      ['oauth_token', token.key],
      ['oauth_problem', 'permission_denied'],
    ])
    expect(await app.exchange(consumer, token, 'guessed')).toEqual({ key: '', secret: '' })
  })

  it('shows a code out of band, and the code exchanges', async (test) => {
    const page = await browser.open(test, looking)
    const { consumer, token } = await askedFor(page)
    await click(page, 'Allow')
    expect(await heading(page)).toBe('Enter this code in Printer')
    const verifier = (await page.locator('#oauth_verifier').textContent()) ?? ''
    expect(verifier).toMatch(/^\S{6,}$/)
    const accessToken = await app.exchange(consumer, token, verifier)
    expect((await app.photos(consumer, accessToken)).status).toBe(200)
  })

  it('shows a separate page when access is denied out of band', async (test) => {
    const page = await browser.open(test, looking)
    await askedFor(page)
    await click(page, 'Deny')
    expect(await heading(page)).toBe('Access denied')
  })

  it('shows the error page for a token that nobody knows', async (test) => {
    const page = await browser.open(test, looking)
    await askedFor(page)
    const answer = await page.goto(app.authorizeUrl({ key: 'unknown', secret: '' }))
    expect([answer?.status(), await errorCode(page)]).toEqual([400, 'token_rejected'])
  })

  it('takes one decision: not by Back, not in a second tab', async (test) => {
    const page = await browser.open(test, looking)
    const { token } = await askedFor(page, { callback: CALLBACK })
    const secondTab = await page.context().newPage()
    await secondTab.goto(app.authorizeUrl(token))
    await click(page, 'Deny')
    await arrivedAt(page)
    await click(secondTab, 'Allow')
    expect(await errorCode(secondTab)).toBe('token_rejected')
    await page.goBack()
    expect(await errorCode(page)).toBe('token_rejected')
  })
})

it('is usable with the keyboard only, and shows the focus', async (test) => {
  const page = await browser.open(test)
  const consumer = await app.register({ website: 'https://printer.example/' })
  const callback = app.site.origin + CALLBACK
  await page.goto(app.authorizeUrl(await app.requestToken(consumer, { callback })))
  await page.keyboard.type('jane')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: CONSENT }).waitFor()
  for (const name of ['Not you?', 'https://printer.example/', 'Allow', 'Deny']) {
    await page.keyboard.press('Tab')
    const focused = page.locator(':focus')
    expect([await focused.textContent(), await hasVisibleFocus(focused)]).toEqual([name, true])
  }
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Enter')
  expect((await arrivedAt(page)).get('oauth_verifier')).toMatch(/^\S+$/)
})

it('does not decide when Enter is pressed before anything is focused', async (test) => {
  const page = await browser.open(test)
  const { token } = await askedFor(page, { callback: CALLBACK })
  await page.keyboard.press('Enter')
  await page.reload()
  expect([page.url(), await heading(page)]).toEqual([app.authorizeUrl(token), CONSENT])
  await click(page, 'Allow')
  await arrivedAt(page)
})

it('shows no page in a frame of another origin', async (test) => {
  const page = await browser.open(test, { expectedComplaint: /frame-ancestors 'none'/ })
  const { token } = await askedFor(page, { callback: CALLBACK })
  const url = app.authorizeUrl(token)
  const complaint = page.context().waitForEvent('console', {
    predicate: (message) => message.text().includes('frame-ancestors'),
  })
  await page.goto(`${app.site.origin}/framing?url=${encodeURIComponent(url)}`)
  expect((await complaint).text()).toContain(app.origin)
  const [frame] = page.frames().filter((candidate) => candidate.parentFrame() !== null)
  expect(await frame?.locator('button').count()).toBe(0)
  // The cookie came along: but for the policy, the page would have been shown.
  const framed = app.arrivals.filter((arrival) => url.endsWith(arrival.url)).at(-1)
  expect(framed?.cookie).toMatch(/^session=/)
})

it('reveals the previous page neither to its own server nor to the callback', async (test) => {
  const page = await browser.open(test)
  const { token } = await askedFor(page, { callback: CALLBACK })
  await click(page, 'Allow')
  await arrivedAt(page)
  expect(await page.evaluate(() => document.referrer)).toBe('')
  const posted = app.arrivals.filter(
    ({ method, url }) => method === 'POST' && url.includes(token.key) && url.includes('/authorize'),
  )
  const called = app.site.arrivals.filter(({ url }) => url.includes(token.key))
  expect([...posted, ...called].map(({ method, referrer }) => [method, referrer])).toEqual([
    ['POST', undefined],
    ['GET', undefined],
  ])
})

it('escapes markup in the details of a consumer', async (test) => {
  const markup = '<img src=x onerror=alert(1)>'
  const page = await browser.open(test)
  const dialogs: string[] = []
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  const description = `"'>${markup}</p><script>alert(2)</script>`
  const consumer = await app.register({ name: markup, description })
  await logIn(page, app)
  await page.goto(app.authorizeUrl(await app.requestToken(consumer)))
  expect(await heading(page)).toBe(`${markup} wants to access your account`)
  expect(await page.getByText('alert(2)').textContent()).toBe(description)
  expect(await page.locator('img, script').count()).toBe(0)
  await click(page, 'Allow')
  await page.getByText(`Enter this code in ${markup}`).waitFor()
  expect(await page.locator('img, script').count()).toBe(0)
  expect(dialogs).toEqual([])
})
