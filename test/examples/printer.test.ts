import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

import { startPhotoProvider } from '../../examples/photo-provider-express/src/start-photo-provider.js'
import type { PhotoProvider } from '../../examples/photo-provider-express/src/start-photo-provider.js'
import { startPrinter } from '../../examples/printer-consumer/src/start-printer.js'
import type { Printer } from '../../examples/printer-consumer/src/start-printer.js'
import { createBrowser } from '../../examples/tour/src/browser.js'
import type { Browser, BrowserPage } from '../../examples/tour/src/browser.js'
import { PRINTER, throughLogin } from './authorized.js'

let provider: PhotoProvider
let printer: Printer

beforeAll(async () => {
  provider = await startPhotoProvider({ port: 0 })
  printer = await startPrinter({ port: 0, provider: provider.endpoints, consumer: PRINTER })
})

afterAll(() => Promise.all([provider.close(), printer.close()]))

async function connect(browser: Browser, { origin } = printer): Promise<BrowserPage> {
  return browser.submit(await browser.open(`${origin}/`), {})
}

async function decide(browser: Browser, decision: string): Promise<BrowserPage> {
  const connecting = await connect(browser)
  const consent = await throughLogin(browser, connecting.redirect ?? '')
  return browser.submit(consent, { decision })
}

describe('the Printer', () => {
  it('offers to connect', async () => {
    const home = await createBrowser().open(`${printer.origin}/`)
    expect(home.html).toContain('<form method="post" action="/connect">')
  })

  it('prints the photos of the user who approves', async () => {
    const browser = createBrowser()
    const arrived = await browser.follow(await decide(browser, 'approve'))
    expect([arrived.status, arrived.redirect]).toEqual([303, `${printer.origin}/prints`])
    const printed = await browser.follow(arrived)
    expect(printed.status).toBe(200)
    expect(printed.html).toContain('<img src="data:image/svg+xml;base64,')
    expect(printed.html).toContain('Vacation')
    // A reload prints again, and needs no second flow.
    expect((await browser.follow(arrived)).html).toContain('Vacation')
  })

  it('redirects a visitor without photos to its front page', async () => {
    const page = await createBrowser().open(`${printer.origin}/prints`)
    expect([page.status, page.redirect]).toEqual([303, `${printer.origin}/`])
  })

  it('starts no flow for another site, nor for a link', async () => {
    for (const site of ['cross-site', 'same-site', 'none']) {
      const headers = { 'sec-fetch-site': site }
      const response = await fetch(`${printer.origin}/connect`, { method: 'POST', headers })
      expect([response.status, response.headers.get('set-cookie')]).toEqual([403, null])
      expect(await response.text()).toContain('Nothing started')
    }
    expect((await createBrowser().open(`${printer.origin}/connect`)).status).toBe(404)
  })

  it('starts a flow in a browser that sends only the origin, if that is the same', async () => {
    const statusFor = async (origin: string): Promise<number> => {
      const init = { method: 'POST', headers: { origin }, redirect: 'manual' } as const
      return (await fetch(`${printer.origin}/connect`, init)).status
    }
    expect(await statusFor(printer.origin)).toBe(303)
    expect(await statusFor('https://evil.example')).toBe(403)
  })

  it.each(['?oauth_token=x&oauth_problem=permission_denied', '?oauth_token=x', '', '?a=%'])(
    'responds to a foreign callback with a page: %s',
    async (query) => {
      const page = await createBrowser().open(`${printer.origin}/callback${query}`)
      expect(page.status).toBe(403)
      expect(page.html).toContain('Nothing printed')
      expect(page.html).toContain('action="/connect"')
    },
  )

  it('prints nothing for the user who denies', async () => {
    const browser = createBrowser()
    const refused = await browser.follow(await decide(browser, 'deny'))
    expect(refused.status).toBe(403)
    expect(refused.html).toContain('You did not let us see your photos.')
  })

  it('refuses a callback in a browser that did not start the flow, and still ends it in the one that did', async () => {
    const browser = createBrowser()
    const approved = await decide(browser, 'approve')
    const elsewhere = await createBrowser().follow(approved)
    expect(elsewhere.status).toBe(403)
    expect(elsewhere.html).not.toContain('<img')
    expect((await browser.follow(approved)).status).toBe(303)
    const reloaded = await browser.follow(approved)
    expect(reloaded.status).toBe(403)
    expect(reloaded.html).toContain('This page works once')
  })

  it('keeps two flows in one browser apart', async () => {
    const browser = createBrowser()
    const first = await decide(browser, 'approve')
    const connecting = await connect(browser)
    // Jane is logged in by now.
    const consent = await browser.follow(connecting)
    const second = await browser.submit(consent, { decision: 'approve' })
    expect((await browser.follow(first)).status).toBe(303)
    expect((await browser.follow(second)).status).toBe(303)
  })

  it('says so if the photo site does not respond', async () => {
    const logged = vi.spyOn(console, 'error').mockReturnValue()
    const lonely = await startPrinter({
      port: 0,
      provider: { ...provider.endpoints, requestTokenUrl: `${provider.origin}/nothing` },
      consumer: PRINTER,
    })
    const page = await connect(createBrowser(), lonely)
    expect(page.status).toBe(502)
    expect(page.html).toContain('Nothing printed')
    expect(logged).toHaveBeenCalledOnce()
    logged.mockRestore()
    await lonely.close()
  })
})
