import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

import { signRequest } from '@oauthplus/core'
import type { Page } from 'playwright-core'
import sirv from 'sirv'
import type { TestContext } from 'vitest'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { axeViolations } from '../browser/axe-violations.js'
import { browserOfFile } from '../browser/chromium.js'
import type { Looking } from '../browser/chromium.js'
import { COLOR_SCHEMES } from '../browser/look.js'

const BUILD = fileURLToPath(new URL('../../tooling/site/explain/build-page.mjs', import.meta.url))
const SCREENSHOTS = fileURLToPath(new URL('screenshots/', import.meta.url))
const WIDTHS = { phone: 360, desktop: 1280 }
// The request of OAuth Core 1.0a, appendix A.5.
const SECRETS = { 'consumer-secret': 'kd94hf93k423kf44', 'token-secret': 'pfkkdhi9sl3r4s00' }
const RIGHT = 'tR3+Ty81lMeYAr/Fid0kMTYa/WM='
const PROTOCOL =
  'oauth_consumer_key="dpf43f3p2l4k3l03", oauth_token="nnch734d00sl2jdk", oauth_signature_method="HMAC-SHA1", oauth_timestamp="1191242096", oauth_nonce="kllo9940pd9333jh", oauth_version="1.0"'
const UNSIGNED = `GET /photos?file=vacation.jpg&size=original HTTP/1.1
Host: photos.example.net
Authorization: OAuth ${PROTOCOL}`
const SIGNED = `${UNSIGNED}, oauth_signature="${encodeURIComponent(RIGHT)}"`

const browser = browserOfFile()
const directory = mkdtempSync(join(tmpdir(), 'oauthplus-explain-'))
const server = createServer()
let origin: string

beforeAll(async () => {
  execFileSync(process.execPath, [BUILD, directory])
  const serve = sirv(directory)
  server.on('request', (incoming, outgoing) => {
    serve(incoming, outgoing, () => {
      outgoing.writeHead(404).end()
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.close()
  rmSync(directory, { recursive: true, force: true })
})

async function open(context: TestContext, looking?: Looking): Promise<Page> {
  const page = await browser.open(context, looking)
  await page.goto(`${origin}/media/explain.html`)
  return page
}

/** Types into the fields, by their ids, asks, and gives what is shown. */
async function explain(page: Page, fields: Readonly<Record<string, string>>): Promise<string> {
  await page.locator('details').evaluateAll((all) => {
    for (const details of all) (details as HTMLDetailsElement).open = true
  })
  for (const [id, value] of Object.entries(fields)) {
    if (id === 'scheme') await page.locator('#scheme').selectOption(value)
    else await page.locator(`#${id}`).fill(value)
  }
  await page.getByRole('button', { name: 'Explain', exact: true }).click()
  await page.locator('#explain:not(:disabled)').waitFor()
  return page.locator('#results').innerText()
}

it('shows the steps of the RFC for a request, and that its signature is right', async (context) => {
  const page = await open(context)
  const shown = await explain(page, { request: SIGNED, ...SECRETS, scheme: 'http' })
  expect(shown).toContain('The signature is right')
  expect(shown).toContain('more than 300 seconds before the current time')
  expect(await page.locator('ol > li').count()).toBe(7)
  expect(shown).toContain('GET&http%3A%2F%2Fphotos.example.net%2Fphotos&file%3Dvacation.jpg%26')
  expect(shown).toContain('***&***')
  expect(shown).toContain(`${RIGHT}  (as the RFC has it)\n${RIGHT}  (sent)`)
})

it('names what was signed instead, shows where, and lets nothing out', async (context) => {
  const page = await open(context)
  const requested: string[] = []
  page.on('request', (request) => requested.push(request.url()))
  const address = page.url()
  await page.getByRole('button', { name: 'Fill in an example' }).click()
  const shown = await explain(page, {})
  expect(shown).toContain('Found: the signature fits what is described here')
  expect(shown).toContain('query-left-out')
  expect(shown).toContain('Remedy')
  expect(await page.locator('mark').first().innerText()).toMatch(/^file%3Dvacation.jpg%26/)
  expect(await page.locator('h2').evaluate((it) => it === document.activeElement)).toBe(true)

  for (const secret of Object.values(SECRETS)) expect(shown).not.toContain(secret)
  expect([requested, page.url()]).toEqual([[], address])
  const kept = await page.evaluate(async () => [
    localStorage.length,
    sessionStorage.length,
    document.cookie,
    (await indexedDB.databases()).length,
  ])
  expect(kept).toEqual([0, 0, '', 0])
})

it('is forbidden every connection by its own policy', async (context) => {
  const page = await open(context, { expectedComplaint: /Content Security Policy/ })
  const outcome = await page.evaluate(async () => {
    const violated = new Promise<string>((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => {
        resolve(event.effectiveDirective)
      })
    })
    const sent = await fetch('/').catch(() => 'refused')
    return [sent, await violated]
  })
  expect(outcome).toEqual(['refused', 'connect-src'])
})

it('takes the signature apart, reads HAR, and says when there is nothing to compare', async (context) => {
  const page = await open(context)
  const unsigned = await explain(page, { request: UNSIGNED, ...SECRETS, scheme: 'http' })
  expect(unsigned).toContain('The request has no signature')
  expect(await explain(page, { signature: RIGHT })).toContain('The signature is right')
  expect(await explain(page, { 'token-secret': 'other' })).toContain('No known cause explains')
  const headers = [{ name: 'Authorization', value: `OAuth ${PROTOCOL}` }]
  const entry = (url: string) => ({ request: { method: 'GET', url, headers } })
  const entries = [entry('http://a.example/1'), entry('http://a.example/2')]
  const request = JSON.stringify({ log: { entries } })
  const shown = await explain(page, { request })
  expect(shown).toContain('GET http://a.example/1')
  expect(shown).toContain('GET http://a.example/2')
})

it('compares the base string of the server, without a secret', async (context) => {
  const page = await open(context)
  const expected = 'GET&https%3A%2F%2Fphotos.example.net%2Fphotos&file%3Dvacation.jpg'
  const shown = await explain(page, { request: SIGNED, scheme: 'http', expected })
  expect(shown).toContain('Compared with the base string of the server')
  expect(shown).toContain('The parameter size is missing in the base string of the server.')
})

it('judges RSA by the public key', async (context) => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  const { headers } = await signRequest(
    { method: 'GET', url: 'https://photos.example/photos' },
    { consumer: { key: 'k', privateKey } },
    { signatureMethod: 'RSA-SHA1' },
  )
  const header = headers.map(([name, value]) => `${name}: ${value}`).join('\n')
  const page = await open(context)
  const asSent = `GET /photos HTTP/1.1\nHost: photos.example\n${header}`
  expect(await explain(page, { request: asSent, 'public-key': publicKey })).toContain(
    'The signature is right',
  )
  const changed = asSent.replace('/photos ', '/photos?size=large ')
  expect(await explain(page, { request: changed })).toContain('query-left-out')
})

it('says what it cannot read, and takes hostile texts for texts', async (context) => {
  const page = await open(context)
  expect(await explain(page, { request: 'what is this?' })).toContain('neither a curl command')
  const hostile = `curl 'https://a.example/<img src=x onerror=alert(1)>'`
  expect(await explain(page, { request: hostile })).toContain('<img src=x onerror=alert(1)>')
  expect(await page.locator('img').count()).toBe(0)
})

it('works offline as a file', async (context) => {
  const page = await browser.open(context)
  await page.context().setOffline(true)
  await page.goto(pathToFileURL(join(directory, 'media/explain.html')).href)
  const shown = await explain(page, { request: SIGNED, ...SECRETS, scheme: 'http' })
  expect(shown).toContain('The signature is right')
})

it.for(COLOR_SCHEMES)(
  'fits a phone and a desktop, and axe finds nothing, in %s colours',
  async (colorScheme, context) => {
    const page = await open(context, { colorScheme })
    for (const [device, width] of Object.entries(WIDTHS)) {
      await page.setViewportSize({ width, height: 800 })
      await page.reload()
      for (const state of ['empty', 'explained']) {
        if (state === 'explained') {
          await page.getByRole('button', { name: 'Fill in an example' }).click()
          await explain(page, {})
        }
        const path = `${SCREENSHOTS}explain-${state}-${device}-${colorScheme}.png`
        await page.screenshot({ path, fullPage: true })
        const scrollWidth = await page.evaluate(() => document.documentElement.scrollWidth)
        expect([device, state, scrollWidth]).toEqual([device, state, width])
        expect(await axeViolations(page)).toEqual([])
      }
    }
  },
)
