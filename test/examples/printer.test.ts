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

async function decide(browser: Browser, decision: string): Promise<BrowserPage> {
  const connecting = await browser.open(`${printer.origin}/connect`)
  const consent = await throughLogin(browser, connecting.redirect ?? '')
  return browser.submit(consent, { decision })
}

describe('the Printer', () => {
  it('offers to connect', async () => {
    const home = await createBrowser().open(`${printer.origin}/`)
    expect(home.html).toContain('href="/connect"')
  })

  it('prints the photos of the User who approves', async () => {
    const browser = createBrowser()
    const printed = await browser.follow(await decide(browser, 'approve'))
    expect(printed.status).toBe(200)
    expect(printed.html).toContain('<img src="data:image/svg+xml;base64,')
    expect(printed.html).toContain('Vacation')
  })

  it('prints nothing for the User who denies', async () => {
    const browser = createBrowser()
    const refused = await browser.follow(await decide(browser, 'deny'))
    expect(refused.status).toBe(403)
    expect(refused.html).toContain('The User has refused access.')
  })

  it('refuses a callback in a browser that did not start the flow, and still ends it in the one that did', async () => {
    const browser = createBrowser()
    const approved = await decide(browser, 'approve')
    const elsewhere = await createBrowser().follow(approved)
    expect(elsewhere.status).toBe(403)
    expect(elsewhere.html).not.toContain('<img')
    expect((await browser.follow(approved)).status).toBe(200)
    expect((await browser.follow(approved)).status).toBe(403)
  })

  it('keeps two flows in one browser apart', async () => {
    const browser = createBrowser()
    const first = await decide(browser, 'approve')
    const connecting = await browser.open(`${printer.origin}/connect`)
    // Jane is logged in by now.
    const consent = await browser.follow(connecting)
    const second = await browser.submit(consent, { decision: 'approve' })
    expect((await browser.follow(first)).status).toBe(200)
    expect((await browser.follow(second)).status).toBe(200)
  })

  it('says so where the photo site does not answer', async () => {
    const logged = vi.spyOn(console, 'error').mockReturnValue()
    const lonely = await startPrinter({
      port: 0,
      provider: { ...provider.endpoints, requestTokenUrl: `${provider.origin}/nothing` },
      consumer: PRINTER,
    })
    const page = await createBrowser().open(`${lonely.origin}/connect`)
    expect(page.status).toBe(502)
    expect(page.html).toContain('Nothing printed')
    expect(logged).toHaveBeenCalledOnce()
    logged.mockRestore()
    await lonely.close()
  })
})
