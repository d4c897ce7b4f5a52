import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'

import { logIn, startBrowserApp } from './browser-app.js'
import { browserOfFile } from './chromium.js'
import { MODEST } from './look.js'

const MEDIA = fileURLToPath(new URL('../../docs/guide/media/', import.meta.url))
const BUILD = fileURLToPath(new URL('../../tooling/site/explain/build-page.mjs', import.meta.url))
const VIEWPORT = { width: 560, height: 640 }
const MAXIMUM_BYTES = 100_000
const SIGNATURE = Buffer.from('\x89PNG', 'latin1')
const browser = browserOfFile()

/** Takes the picture, checks the committed one, and replaces it if OAUTHPLUS_WRITE_MEDIA is set. */
async function photograph(page: Page, name: string): Promise<void> {
  const taken = await page.screenshot()
  const file = join(MEDIA, name)
  if (process.env.OAUTHPLUS_WRITE_MEDIA) writeFileSync(file, taken)
  const committed = readFileSync(file)
  expect(committed.subarray(0, 4)).toEqual(SIGNATURE)
  const size = { width: committed.readUInt32BE(16), height: committed.readUInt32BE(20) }
  expect(size).toEqual(VIEWPORT)
  expect(committed.byteLength).toBeLessThan(MAXIMUM_BYTES)
}

it('the README shows the consent page', async (context) => {
  const app = await startBrowserApp({ theme: { siteName: 'Photos' } })
  context.onTestFinished(() => app.close())
  const page = await browser.open(context, { viewport: VIEWPORT, colorScheme: 'light' })
  await logIn(page, app)
  const consumer = await app.register(MODEST)
  const callback = `${app.site.origin}/callback`
  const token = await app.requestToken(consumer, { callback, scope: 'photos' })
  await page.goto(app.authorizeUrl(token))
  await page.getByRole('button', { name: 'Allow' }).waitFor()
  await photograph(page, 'consent.png')
})

it('the README shows the page that explains a request', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'oauthplus-media-'))
  context.onTestFinished(() => {
    rmSync(folder, { recursive: true })
  })
  execFileSync(process.execPath, [BUILD, folder])
  const page = await browser.open(context, { viewport: VIEWPORT, colorScheme: 'light' })
  await page.goto(pathToFileURL(join(folder, 'media/explain.html')).href)
  await page.getByRole('button', { name: 'Fill in an example' }).click()
  await page.getByRole('button', { name: 'Explain', exact: true }).click()
  const found = page.getByRole('heading', { name: /Proven/ })
  await found.evaluate((heading) => {
    heading.scrollIntoView({ block: 'start' })
  })
  await photograph(page, 'explain.png')
})
