import { createServer } from 'node:http'
import type { ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import { afterEach, describe, expect, it } from 'vitest'

import { testProvider } from '../src/index.js'
import type { Report } from '../src/index.js'
import { createLiveProgress } from '../src/report/create-live-progress.js'
import { formatBadge } from '../src/report/format-badge.js'
import { formatHtml } from '../src/report/format-html.js'
import { formatJunit } from '../src/report/format-junit.js'
import { formatMarkdown } from '../src/report/format-markdown.js'
import { formatSarif } from '../src/report/format-sarif.js'
import { formatSummary } from '../src/report/terminal.js'
import { HOSTILE } from './create-hostile-report.js'

const SECRET = 'main-secret+/%&é'
// eslint-disable-next-line no-control-regex -- colors
const COLORS = /\u001b\[\d+m/g
const MEGABYTE = 1_000_000
// With a response of 10 MB, and six exchanges for each of the checks.
const MAX_REPORT_BYTES = 5 * MEGABYTE

const closing: (() => void)[] = []

afterEach(() => {
  for (const close of closing.splice(0)) close()
})

interface Run {
  readonly report: Report
  readonly texts: Readonly<Record<string, string>>
}

async function runAgainst(
  respond: (response: ServerResponse) => void,
  only: readonly string[] = ['request-token', 'authorization', 'verify'],
): Promise<Run> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      respond(response)
    })
  })
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  let console = ''
  const output = { write: (text: string) => (console += text) }
  const report = await testProvider(
    {
      requestTokenUrl: `${origin}/request_token`,
      authorizeUrl: `${origin}/authorize`,
      accessTokenUrl: `${origin}/access_token`,
      resourceUrl: `${origin}/api`,
      consumer: { key: 'main', secret: SECRET },
      approve: { url: `${origin}/decide` },
    },
    { only, ...createLiveProgress(output) },
  )
  const texts = {
    badge: formatBadge(report),
    console: `${console}${formatSummary(report)}`,
    html: formatHtml(report),
    junit: formatJunit(report),
    markdown: formatMarkdown(report),
    sarif: formatSarif(report, 'provider.json'),
  }
  return { report, texts }
}

describe('the reports about a hostile provider', { timeout: 60_000 }, () => {
  it.each(HOSTILE)('contain %j as text only', async (hostile) => {
    const { report, texts } = await runAgainst((response) => {
      const octets = Buffer.from(hostile).toString('latin1')
      response.writeHead(200, { 'X-Hostile': octets.replaceAll(/[\p{Cc}]/gu, '?') })
      response.end(hostile)
    })
    expect(report.ok).toBe(false)
    const { console = '', html = '', junit = '', markdown = '' } = texts
    const uncolored = console.replaceAll(COLORS, '').replaceAll('\n', '')
    expect(uncolored).not.toMatch(/\p{Cc}/u)
    expect(html.replaceAll(/<(?:details|summary|article|section)\b/g, '')).not.toMatch(
      /<(?:script|img|svg|style)\b[^>]*(?:alert|onerror|evil|caught)/,
    )
    for (const text of [html, junit])
      expect(text).not.toMatch(/<script|<img|onmouseover='|<testcase name="forged/)
    expect(markdown).not.toMatch(/<script|<img|\]\(|https:\/\/evil|@everyone/)
  })

  it('stay short when a response has 10 MB', async () => {
    const body = Buffer.alloc(10 * MEGABYTE, '<a&" ')
    const { texts } = await runAgainst((response) => response.end(body), ['request-token'])
    for (const [name, { length }] of Object.entries(texts)) {
      expect([name, length < MAX_REPORT_BYTES]).toEqual([name, true])
    }
    expect(texts.html).toContain('&lt;a&amp;&quot;')
  })

  it('stay short when every response has nearly a megabyte of one word', async () => {
    const body = Buffer.alloc(MEGABYTE - 100, 'x')
    const { texts } = await runAgainst((response) => response.end(body), ['request-token'])
    for (const [name, { length }] of Object.entries(texts)) {
      expect([name, length < MAX_REPORT_BYTES]).toEqual([name, true])
    }
  })

  it('replace octets that are not UTF-8', async () => {
    const { texts } = await runAgainst((response) => {
      response.end(Buffer.from([0x61, 0xff, 0xfe, 0xc0, 0x80, 0xed, 0xa0, 0x80, 0x62]))
    })
    expect(texts.html).toContain('a\ufffd')
    expect(Object.values(texts).join('')).not.toMatch(/\p{Surrogate}/u)
  })

  it('mask a secret that the provider repeats, encoded up to twice', async () => {
    const once = encodeURIComponent(SECRET)
    const shapes = [
      SECRET,
      once,
      encodeURIComponent(once),
      JSON.stringify(JSON.stringify(SECRET)),
      Buffer.from(SECRET).toString('base64'),
      Buffer.from(once).toString('base64'),
      Buffer.from(SECRET).toString('hex'),
    ]
    const { texts } = await runAgainst((response) => {
      response.writeHead(500, { Location: `http://a.example/?x=${encodeURIComponent(once)}` })
      response.end(shapes.join('\n'))
    })
    expect(texts.html).toContain('••••••')
    for (const [name, text] of Object.entries(texts)) {
      expect([name, shapes.filter((shape) => text.includes(shape))]).toEqual([name, []])
      expect([name, text.includes('main-secret')]).toEqual([name, false])
    }
  })
})
