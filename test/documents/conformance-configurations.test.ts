import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { testProvider, vectors } from '@oauthplus/testkit'
import type { ProviderConfig, Report } from '@oauthplus/testkit'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'

import { createBrowser } from '../../examples/tour/src/browser.js'
import type { BrowserPage } from '../../examples/tour/src/browser.js'
import type { SeedConsumer } from '../../examples/photo-provider-express/src/seed.js'
import { startPhotoProvider } from '../../examples/photo-provider-express/src/start-photo-provider.js'
import { throughLogin } from '../examples/authorized.js'

const PAGE = fileURLToPath(
  new URL('../../docs/guide/conformance-configurations.md', import.meta.url),
)
const CALLBACKS = ['oob', 'http://127.0.0.1:*']
const { privateKey = '', publicKey = '' } = vectors.keys.generated ?? {}
const CONSUMER = { key: 'the-key', name: 'One', secret: 'the-secret', callbacks: CALLBACKS }

/** The configurations of the page, by heading, with the consumers that the provider knows. */
const CONFIGURATIONS: readonly (readonly [heading: string, consumers: readonly SeedConsumer[]])[] =
  [
    ['A provider with HMAC-SHA256 only', [{ ...CONSUMER, signatureMethods: ['HMAC-SHA256'] }]],
    ['A provider with a login', [{ ...CONSUMER, signatureMethods: ['HMAC-SHA1'] }]],
    [
      'A provider with several consumers',
      [
        { ...CONSUMER, signatureMethods: ['HMAC-SHA1', 'HMAC-SHA256'] },
        {
          key: 'another-key',
          name: 'Another',
          secret: 'another-secret',
          callbacks: CALLBACKS,
          signatureMethods: ['HMAC-SHA1'],
        },
        {
          key: 'the-rsa-key',
          name: 'RSA',
          callbacks: CALLBACKS,
          rsaPublicKey: publicKey,
          signatureMethods: ['RSA-SHA1'],
        },
      ],
    ],
  ]

let directory: string

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'oauthplus-configurations-'))
  const [script = ''] = readBlocks(readFileSync(PAGE, 'utf8'), 'js')
  writeFileSync(join(directory, 'approve.mjs'), script)
  vi.stubEnv('TEST_USERNAME', 'jane')
  vi.stubEnv('TEST_PASSWORD', 'jane')
})

afterAll(() => {
  vi.unstubAllEnvs()
  rmSync(directory, { recursive: true })
})

it('shows a configuration for each provider', () => {
  const headings = readFileSync(PAGE, 'utf8').match(/(?<=^## ).*$/gm)
  expect(headings).toEqual(CONFIGURATIONS.map(([heading]) => heading))
})

it.each(CONFIGURATIONS)(
  '%s passes with the configuration of the page',
  { timeout: 300_000 },
  async (heading, consumers) => {
    // The program of the page takes half a second for each decision, so this test decides by itself.
    const report = await runConfiguration(heading, consumers, { decide: true })
    expect(findDepartures(report)).toEqual([])
    expect(report.counts.passed).toBeGreaterThan(150)
  },
)

it('the program of the page logs in and decides', { timeout: 120_000 }, async () => {
  const [heading, consumers] = CONFIGURATIONS[1] ?? ['', []]
  const only = ['verify.right', 'authorization']
  const report = await runConfiguration(heading, consumers, { only })
  expect(findDepartures(report)).toEqual([])
  expect(report.counts.passed).toBeGreaterThan(5)
})

function findDepartures({ results }: Report): readonly unknown[] {
  return results
    .filter(({ status }) => status !== 'passed' && status !== 'not applicable')
    .map(({ id, status, expected, found }) => [id, status, expected, found])
}

/** Runs the configuration below a heading against the photo site with its consumers. */
async function runConfiguration(
  heading: string,
  consumers: readonly SeedConsumer[],
  { only, decide = false }: { readonly only?: readonly string[]; readonly decide?: boolean },
): Promise<Report> {
  const section = readFileSync(PAGE, 'utf8')
    .split(/^## /m)
    .find((text) => text.startsWith(heading))
  const [json = ''] = readBlocks(section ?? '', 'json')
  const users = [{ username: 'jane', password: 'jane' }]
  const provider = await startPhotoProvider({ port: 0, seed: { consumers, users } })
  const config = JSON.parse(
    json.replaceAll('http://localhost:3000', provider.origin),
  ) as ProviderConfig
  expect(config.approve).toEqual({ command: 'node approve.mjs' })
  const decider = await startDecider(config.authorizeUrl)
  const script = [process.execPath, join(directory, 'approve.mjs')]
  return testProvider(
    {
      ...config,
      approve: decide
        ? { url: decider.url }
        : { command: script.map((part) => JSON.stringify(part)).join(' ') },
      rsaConsumer: config.rsaConsumer && { key: config.rsaConsumer.key, privateKey },
    },
    { only },
  ).finally(async () => {
    decider.close()
    await provider.close()
  })
}

/** Starts a server that decides as Jane, who logs in once. */
async function startDecider(
  authorizeUrl: string,
): Promise<{ readonly url: string; close(): void }> {
  const browser = createBrowser()
  let isLoggedIn = false
  const decide = async (query: URLSearchParams): Promise<BrowserPage> => {
    const token = encodeURIComponent(query.get('oauth_token') ?? '')
    const url = `${authorizeUrl}?oauth_token=${token}`
    const page = isLoggedIn ? await browser.open(url) : await throughLogin(browser, url)
    isLoggedIn = true
    if (!page.html.includes('name="decision"')) return page
    return browser.submit(page, { decision: query.get('decision') ?? '' })
  }
  const server = createServer((request, response) => {
    decide(new URL(request.url ?? '', 'http://localhost').searchParams).then(
      ({ redirect, html, status }) => {
        if (redirect === undefined) {
          response.writeHead(status, { 'content-type': 'text/html' }).end(html)
        } else response.writeHead(302, { location: redirect }).end()
      },
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/?oauth_token={oauth_token}&decision={decision}`,
    close: () => server.close(),
  }
}

function readBlocks(markdown: string, language: string): readonly string[] {
  return Array.from(
    markdown.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm')),
    ([, code = '']) => code,
  )
}
