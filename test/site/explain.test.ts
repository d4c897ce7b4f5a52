import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

import { createClient } from '@oauthplus/client'
import { mastercard, woocommerce } from '@oauthplus/client/presets'
import { signRequest } from '@oauthplus/core'
import { describeSteps, explainSteps, readRequests } from '@oauthplus/doctor'
import type { Page } from 'playwright-core'
import sirv from 'sirv'
import type { TestContext } from 'vitest'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { COMMANDS } from '../../packages/doctor/test/corpus/commands.js'
import { HTTP_TEXTS } from '../../packages/doctor/test/corpus/http.js'
import { PROGRAMS } from '../../packages/doctor/test/corpus/programs.js'
import { axeViolations } from '../browser/axe-violations.js'
import { browserOfFile } from '../browser/chromium.js'
import type { Looking } from '../browser/chromium.js'
import { COLOR_SCHEMES } from '../browser/look.js'
import { findProgram } from '../find-program.js'
import { commandOf } from '../interop/foreign-client.js'

const BUILD = fileURLToPath(new URL('../../tooling/site/explain/build-page.mjs', import.meta.url))
const SCREENSHOTS = fileURLToPath(new URL('screenshots/', import.meta.url))
const SELECTS = new Set(['scheme', 'service'])
const WIDTHS = { phone: 360, desktop: 1280 }
// The request of OAuth Core 1.0a, appendix A.5.
const SECRETS = { 'consumer-secret': 'kd94hf93k423kf44', 'token-secret': 'pfkkdhi9sl3r4s00' }
const RIGHT = 'tR3+Ty81lMeYAr/Fid0kMTYa/WM='
const PROTOCOL =
  'oauth_consumer_key="dpf43f3p2l4k3l03", oauth_token="nnch734d00sl2jdk", oauth_signature_method="HMAC-SHA1", oauth_timestamp="1191242096", oauth_nonce="kllo9940pd9333jh", oauth_version="1.0"'
const MISSING = ['file%3Dvacation.jpg', 'size%3Doriginal']
const UNSIGNED = `GET /photos?file=vacation.jpg&size=original HTTP/1.1
Host: photos.example.net
Authorization: OAuth ${PROTOCOL}`
const SIGNED = `${UNSIGNED}, oauth_signature="${encodeURIComponent(RIGHT)}"`

const PROTOCOL_HEADER = `OAuth ${PROTOCOL}, oauth_signature="x"`
const CONTROLS = /[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u

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

/** Opens the page. The test fails if the browser requests anything else. */
async function open(context: TestContext, looking?: Looking): Promise<Page> {
  const page = await browser.open(context, looking)
  const address = `${origin}/media/explain.html`
  const requested = new Set<string>()
  page.context().on('request', (request) => requested.add(request.url()))
  context.onTestFinished(() => {
    expect([...requested]).toEqual([address])
  })
  await page.goto(address)
  return page
}

function generateKeys(): { readonly privateKey: string; readonly publicKey: string } {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
}

/** Types into the fields, by their ids, asks, and gives what is shown. */
async function explain(page: Page, fields: Readonly<Record<string, string>>): Promise<string> {
  await page.locator('details').evaluateAll((all) => {
    for (const details of all) (details as HTMLDetailsElement).open = true
  })
  for (const [id, value] of Object.entries(fields)) {
    if (SELECTS.has(id)) await page.locator(`#${id}`).selectOption(value)
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
  expect(shown).toContain(`${RIGHT}  (by RFC 5849)\n${RIGHT}  (sent)`)
})

it('names what was signed instead, shows where, and lets nothing out', async (context) => {
  const page = await open(context)
  const address = page.url()
  await page.getByRole('button', { name: 'Fill in an example' }).click()
  const shown = await explain(page, {})
  expect(shown).toContain('Proven: this was signed instead')
  expect(shown).toContain('query-left-out')
  expect(shown).toContain('Remedy')
  expect(await page.locator('mark').allInnerTexts()).toEqual(MISSING)
  expect(await page.locator('h2').evaluate((it) => it === document.activeElement)).toBe(true)

  for (const secret of Object.values(SECRETS)) expect(shown).not.toContain(secret)
  expect(page.url()).toBe(address)
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
  const plain = { request: { method: 'GET', url: 'http://a.example/logo.png', headers: [] } }
  const request = JSON.stringify({ log: { entries: [plain, ...entries] } })
  const shown = await explain(page, { request })
  expect(shown).toContain('Omitted: 1 request that is not signed.')
  expect(shown).toContain('GET http://a.example/1')
  expect(shown).toContain('GET http://a.example/2')
})

it('compares the base string of the server, without a secret', async (context) => {
  const page = await open(context)
  const expected = 'GET&https%3A%2F%2Fphotos.example.net%2Fphotos&file%3Dvacation.jpg'
  const shown = await explain(page, { request: SIGNED, scheme: 'http', expected })
  expect(shown).toContain('Compared with the base string of the server')
  expect(shown).toContain('The parameter size is missing from the base string of the server.')
})

/** Returns the expected output of the page for a string: the request, and the lines of each step or the error. */
async function readInNode(text: string): Promise<readonly string[]> {
  const [request] = readRequests(text)
  if (request === undefined) throw new Error('There is no request')
  const steps = await explainSteps(request, {}).then(
    (explained) => describeSteps(explained).map(({ lines }) => lines.join('\n')),
    (error: unknown) => [(error as Error).message],
  )
  return [`${request.method} ${request.url}`, ...steps.filter((lines) => lines !== '')]
}

it('reads the same request as Node from every format that is pasted', async (context) => {
  const page = await open(context, { permissions: ['clipboard-read', 'clipboard-write'] })
  const corpus = [...HTTP_TEXTS, ...COMMANDS, ...PROGRAMS]
  expect(corpus.length).toBeGreaterThan(80)
  for (const [title, text] of corpus) {
    await paste(page, text)
    await page.getByRole('button', { name: 'Explain', exact: true }).click()
    await page.locator('#explain:not(:disabled)').waitFor()
    const shown = await page.locator('.request, .failed p, ol pre').allTextContents()
    expect([title, ...shown]).toEqual([title, ...(await readInNode(text))])
  }
}, 180_000)

/** Replaces the request with the contents of the clipboard, as a person does. */
async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text)
  await page.locator('#request').fill('')
  await page.locator('#request').press('ControlOrMeta+V')
}

/** Writes the request that the client sends to a service. */
async function sentTo(
  provider: Parameters<typeof createClient>[0]['provider'],
  consumer: Parameters<typeof createClient>[0]['consumer'],
  url: string,
): Promise<string> {
  let text = ''
  const client = createClient({
    provider,
    consumer,
    fetch: (input, init) => {
      const request = new Request(input, init)
      const lines = [...request.headers].map(([name, value]) => `${name}: ${value}`)
      text = [`${request.method} ${request.url} HTTP/1.1`, ...lines].join('\n')
      return Promise.resolve(new Response())
    },
  })
  await client.fetch(url)
  return text
}

it('recognizes a service by its host, or takes the one that is chosen', async (context) => {
  const { privateKey, publicKey } = generateKeys()
  const page = await open(context)
  const merchants = 'https://api.mastercard.com/merchants?name=caf%C3%A9%20au%20lait'
  const request = await sentTo(mastercard, { key: 'printer', privateKey }, merchants)
  const byHost = await explain(page, { request, 'public-key': publicKey })
  expect(byHost).toContain('The signature is right')
  expect(byHost).toContain('The host belongs to Mastercard, so the request was compared')
  const chosen = await explain(page, { service: 'mastercard' })
  expect(chosen).toContain('The signature is right')
  expect(chosen).not.toContain('The host belongs to')
  expect(await explain(page, { service: 'tumblr' })).not.toContain('The signature is right')

  const undialected = { ...mastercard, dialect: undefined }
  const plain = await sentTo(undialected, { key: 'printer', privateKey }, merchants)
  expect(await explain(page, { request: plain, service: '' })).toContain(
    'The host belongs to Mastercard, which uses a signature dialect. Choose it as the service.',
  )
})

it('suggests the service of a shop whose dialect fits', async (context) => {
  const page = await open(context)
  const shop = woocommerce({ storeUrl: 'https://shop.example', legacy: true })
  const request = await sentTo(
    shop,
    { key: 'printer', secret: 'of printer' },
    'https://shop.example/wc-api/v2/products?page=1',
  )
  const shown = await explain(page, { request, 'consumer-secret': 'of printer' })
  expect(shown).toContain('The signature is correct for WooCommerce, legacy API.')
  expect(await explain(page, { service: 'woocommerce-legacy' })).toContain('The signature is right')
})

it('judges RSA by a certificate', async (context) => {
  const { privateKey } = generateKeys()
  const keyFile = join(directory, 'key.pem')
  writeFileSync(keyFile, privateKey)
  const program = commandOf(findProgram(['openssl'], { debianPackage: 'openssl' }), context)
  const certificate = execFileSync(
    program,
    ['req', '-x509', '-key', keyFile, '-subj', '/CN=printer'],
    { encoding: 'utf8' },
  )
  const page = await open(context)
  const request = await sentTo(
    { signatureMethod: 'RSA-SHA256' },
    { key: 'printer', privateKey },
    'https://photos.example/photos',
  )
  expect(await explain(page, { request, 'public-key': certificate })).toContain(
    'The signature is right',
  )
  const wrong = await explain(page, { 'public-key': 'What is this?' })
  expect(wrong).toContain('This request cannot be explained')
})

it('can be used with the keyboard only', async (context) => {
  const page = await open(context)
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key)
  }
  const focused = (): Promise<string> =>
    page.evaluate(() => document.activeElement?.id ?? document.activeElement?.tagName ?? '')
  const order: string[] = []
  while (order.at(-1) !== 'explain' && order.length < 30) {
    await press('Tab')
    order.push(await focused())
  }
  expect(order.slice(2)).toEqual([
    'example',
    'request',
    'consumer-secret',
    'token-secret',
    'service',
    'more',
    'explain',
  ])
  await press('Shift+Tab', 'Space', 'Tab')
  expect(await focused()).toBe('signature')
  await page.locator('#example').focus()
  await press('Enter', 'Tab', 'Tab', 'Enter')
  await page.locator('#explain:not(:disabled)').waitFor()
  expect(await page.locator('#results').innerText()).toContain('query-left-out')
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H2')
})

it('judges RSA by the public key', async (context) => {
  const { privateKey, publicKey } = generateKeys()
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

it('knows the URL that was typed, of which the fragment was signed', async (context) => {
  const url = 'https://photos.example/photos?size=large#top'
  const { headers } = await signRequest(
    { method: 'GET', url: url.replace('#', '%23') },
    { consumer: { key: 'k', secret: 's' } },
  )
  const page = await open(context)
  const [name, value] = headers[0] ?? []
  const request = `curl '${url}' -H '${name}: ${value}'`
  const shown = await explain(page, { request, 'consumer-secret': 's' })
  expect(shown).toContain('fragment-signed')
})

it('names the input that it cannot read, and shows hostile strings as strings', async (context) => {
  const page = await open(context)
  expect(await explain(page, { request: 'what is this?' })).toContain('neither a curl command')
  const hostile = `curl 'https://a.example/<img src=x onerror=alert(1)>'`
  expect(await explain(page, { request: hostile })).toContain('<img src=x onerror=alert(1)>')
  expect(await page.locator('img').count()).toBe(0)
})

it('shows control characters as escapes, and does not let a request turn the text around it', async (context) => {
  const page = await open(context)
  const name = 'caf\u00e9\u202egpj.exe\u0007\u2066'
  const request = `curl 'https://a.example/x' -d '${name}=1' -H 'Authorization: ${PROTOCOL_HEADER}'`
  const shown = await explain(page, { request, ...SECRETS })
  expect(shown).not.toMatch(CONTROLS)
  const header = `OAuth oauth_consumer_key="k", oauth_signature_method="\u202eHMAC\u0007"`
  const refused = `curl https://a.example/x -H 'Authorization: ${header}'`
  const said = await explain(page, { request: refused })
  expect(said).toContain('This request cannot be explained')
  expect(said).not.toMatch(CONTROLS)
})

it('reads strings of a million characters without freezing', async (context) => {
  const page = await open(context)
  const million = 'x'.repeat(1_000_000)
  for (const [request, outcome] of [
    [million, 'neither a curl command'],
    [`${SIGNED}\n\n${million}`, 'The signature is right'],
    [SIGNED.replace('/photos?', `/photos?a=${million}&`), 'No known cause explains'],
    [`curl '${million}`, 'quote'],
    ['{"a":'.repeat(200_000), ''],
  ] as const) {
    const shown = await explain(page, { request, ...SECRETS, scheme: 'http' })
    expect(shown).toContain(outcome)
  }
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
