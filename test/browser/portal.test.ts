import { createClient } from '@oauthplus/client'
import type { Client, Token } from '@oauthplus/client'
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, it, vi } from 'vitest'

import { browserOfFile } from './chromium.js'
import { useKeyboard, useMouse } from './hands.js'
import type { Hands } from './hands.js'
import { expectGoodLook } from './look.js'
import { startPortalApp } from './portal-app.js'
import type { PortalApp, PortalHost } from './portal-app.js'

/** One way to go through the whole life of an application. */
interface Run {
  readonly host: PortalHost
  readonly useHands: (page: Page) => Hands
  readonly locale: string
  readonly colorScheme: 'light' | 'dark'
}

/** An application, a browser and where to find things. */
interface Visit {
  readonly app: PortalApp
  readonly page: Page
  readonly hands: Hands
  /** Takes a screenshot, and checks the page. */
  look(name: string): Promise<void>
  /** Opens a page as somebody. */
  openAs(userId: string, path: string): Promise<void>
}

const CALLBACK = 'http://127.0.0.1:9/callback'
const browser = browserOfFile()
// Some twenty pages, each in two windows and with every rule of axe.
vi.setConfig({ testTimeout: 300_000 })
const apps: PortalApp[] = []

afterAll(async () => {
  await Promise.all(apps.map((app) => app.close()))
})

const RUNS: readonly Run[] = [
  { host: 'express', useHands: useMouse, locale: 'en', colorScheme: 'light' },
  { host: 'koa', useHands: useKeyboard, locale: 'de', colorScheme: 'dark' },
  { host: 'fastify', useHands: useMouse, locale: 'ar', colorScheme: 'light' },
]

describe.each(RUNS)('on $host, in $locale', (run) => {
  it('an application is proposed, rejected, amended, accepted, used, rotated and canceled', async (test) => {
    const { host, useHands, locale, colorScheme } = run
    const app = await startPortalApp(host)
    apps.push(app)
    const viewport = { width: 360, height: 740 }
    const page = await browser.open(test, { locale, colorScheme, viewport })
    const visit: Visit = {
      app,
      page,
      hands: useHands(page),
      async look(name) {
        await expectGoodLook(page, { name: `portal-${locale}-${name}`, colorScheme })
        await page.setViewportSize(viewport)
      },
      async openAs(userId, path) {
        await page.context().addCookies([{ name: 'user', value: userId, url: app.origin }])
        await page.goto(app.origin + path)
      },
    }
    const { key, secret } = await propose(visit)
    const client = createConsumer(app, { key, secret })
    await expect(client.authorize()).rejects.toMatchObject({ code: 'consumer_key_rejected' })
    await reject(visit, key)
    await amend(visit, key)
    await accept(visit, key)
    const token = await connect(visit, client)
    await expectPhotos(visit, client, token)
    const rotated = createConsumer(app, { key, secret: await rotate(visit, key) })
    await expectPhotos(visit, rotated, token)
    await expectPhotos(visit, client, token)
    await seeUsage(visit, key)
    await cancel(visit, key)
    const refused = await rotated.withToken(token).fetch(`${app.origin}/photos`)
    expect(refused.status).toBe(401)
    await visit.openAs('jane', `/oauth/developer?application=${key}`)
    expect(await page.locator('.notice, .status').allTextContents()).not.toEqual([])
    await visit.look('canceled')
  })
})

async function propose(visit: Visit): Promise<{ key: string; secret: string }> {
  const { page, hands, look, openAs } = visit
  await openAs('jane', '/oauth/developer')
  await look('list-empty')
  await hands.activate('main a[href*="view=register"]')
  await look('register')
  await hands.enter('[name=name]', 'Printer')
  await hands.enter('[name=description]', 'Prints your photos, and sends them to you by mail.')
  await hands.enter('[name=website]', 'https://printer.example/')
  await hands.enter('[name=callbacks]', 'printer.example/callback')
  await hands.activate('[name=scope][value=photos]')
  await hands.activate('button.primary')
  await page.locator('[role=alert]').waitFor()
  await look('register-problems')
  await hands.enter('[name=callbacks]', CALLBACK)
  await hands.activate('button.primary')
  await page.locator('code.secret').nth(1).waitFor()
  await look('proposed')
  const [key = '', secret = ''] = await page.locator('code.secret').allTextContents()
  await page.reload()
  expect(await page.locator('body').textContent()).not.toContain(secret)
  await look('sent-before')
  return { key, secret }
}

async function reject({ page, hands, look, openAs }: Visit, key: string): Promise<void> {
  await openAs('ann', '/oauth/admin')
  await look('queue')
  await hands.activate(`main a[href*="application=${key}"]`)
  await look('review')
  await hands.enter('#reject-reason', 'Say what your application does with the photos.')
  await hands.activate('form[action*="view=reject"] button')
  await page.locator('form[action*="view=reject"]').waitFor({ state: 'detached' })
  await look('review-rejected')
}

async function amend({ page, hands, look, openAs }: Visit, key: string): Promise<void> {
  await openAs('jane', `/oauth/developer?application=${key}`)
  expect(await page.locator('main').textContent()).toContain('Say what your application does')
  await look('rejected')
  await hands.activate('main a[href*="view=edit"]')
  await look('edit')
  await hands.enter('[name=description]', 'Prints your photos on paper. Nobody else sees them.')
  await hands.activate('button.primary')
  await page.waitForURL(`**/oauth/developer?application=${key}`)
  await look('amended')
}

async function accept({ page, hands, look, openAs }: Visit, key: string): Promise<void> {
  await openAs('ann', `/oauth/admin?application=${key}`)
  await hands.activate('form[action*="view=accept"] button')
  await page.locator('form[action*="view=accept"]').waitFor({ state: 'detached' })
  await look('review-accepted')
  await hands.activate('main a[href*="view=flags"]')
  await look('flags')
  await openAs('ann', `/oauth/admin?application=${key}&view=log`)
  await look('log')
  await openAs('ann', '/oauth/admin?view=search&query=print')
  await look('search')
}

function createConsumer(
  { origin }: PortalApp,
  consumer: { readonly key: string; readonly secret: string },
): Client {
  return createClient({
    provider: {
      requestTokenUrl: `${origin}/oauth/request_token`,
      authorizeUrl: `${origin}/oauth/authorize`,
      accessTokenUrl: `${origin}/oauth/access_token`,
    },
    consumer,
    callbackUrl: CALLBACK,
  })
}

async function connect({ page, hands, look, openAs }: Visit, client: Client): Promise<Token> {
  const { url, setCookie } = await client.authorize({ parameters: [['scope', 'photos']] })
  // The consumer's own server does not run: its URL is enough.
  await page.route(`${CALLBACK}?*`, (route) => route.fulfill({ body: 'Connected' }))
  const { pathname, search } = new URL(url)
  await openAs('jane', pathname + search)
  await look('consent')
  await hands.activate('button[value=approve]')
  await page.waitForURL(`${CALLBACK}?*`)
  const [cookie = ''] = setCookie.split(';')
  const { token } = await client.callback(page.url(), { cookie })
  return token
}

async function expectPhotos({ app }: Visit, client: Client, token: Token): Promise<void> {
  const response = await client.withToken(token).fetch(`${app.origin}/photos`)
  expect([response.status, await response.json()]).toEqual([200, ['A photo']])
}

async function rotate({ page, hands, look, openAs }: Visit, key: string): Promise<string> {
  await openAs('jane', `/oauth/developer?application=${key}`)
  await look('accepted')
  await hands.activate('main a[href*="view=rotate"]')
  await look('rotate')
  await hands.activate('button.primary')
  await page.locator('code.secret').nth(1).waitFor()
  await look('rotated')
  return (await page.locator('code.secret').nth(1).textContent()) ?? ''
}

async function seeUsage({ hands, look, openAs }: Visit, key: string): Promise<void> {
  const path = `/oauth/developer?application=${key}`
  await openAs('jane', path)
  await hands.activate('main a[href*="view=usage"]')
  await look('usage')
  await openAs('jane', `${path}&view=tokens`)
  await hands.activate('button.primary')
  await look('token-issued')
  await openAs('jane', `${path}&view=tokens`)
  await look('tokens')
  await openAs('jane', `${path}&view=console`)
  await hands.enter('[name=path]', '/photos?size=large&of=caf%C3%A9')
  await hands.activate('button.primary')
  await look('console')
  await openAs('jane', `${path}&view=withdraw`)
  await look('withdraw')
  await openAs('jane', '/oauth/developer')
  await look('list')
}

async function cancel({ page, hands, look, openAs }: Visit, key: string): Promise<void> {
  await openAs('ann', `/oauth/admin?application=${key}&view=grants`)
  await look('grants')
  await openAs('ann', `/oauth/admin?application=${key}`)
  await hands.enter('#cancel-reason', 'It sold the photos.')
  await hands.activate('form[action*="view=cancel"] button')
  await page.locator('form[action*="view=cancel"]').waitFor({ state: 'detached' })
  await look('review-canceled')
}
