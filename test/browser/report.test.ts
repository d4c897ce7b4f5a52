import { beforeAll, describe, expect, it } from 'vitest'

import type { CheckResult, Report } from '../../packages/testkit/src/index.js'
import { testProvider } from '../../packages/testkit/src/index.js'
import { formatHtml } from '../../packages/testkit/src/report/format-html.js'
import { formatJunit } from '../../packages/testkit/src/report/format-junit.js'
import { startBaseProvider } from '../../packages/testkit/test/mutants/base-provider.js'
import { axeViolations } from './axe-violations.js'
import { browserOfFile } from './chromium.js'
import { COLOR_SCHEMES } from './look.js'

const FAULTS = ['nonce-ignored', 'secret-told', 'token-cached', 'timestamp-old-accepted']
const WORD_WITHOUT_END = 'Donaudampfschifffahrtselektrizitaet'.repeat(20)
const HOSTILE = [
  '"><script>document.title = "caught"</script>',
  "' onmouseover='alert(1)",
  ']]></failure><testcase name="forged"/>',
  '&lt; &nope; &#0;',
  `\u0000\u0001\u000b\u001b[31m\ufffe\uffff\ud800 half`,
  WORD_WITHOUT_END,
]

const browser = browserOfFile()
let report: Report

beforeAll(async () => {
  const { config, close } = await startBaseProvider((name) => FAULTS.includes(name))
  const real = await testProvider(config, {
    only: ['nonce', 'timestamp', 'refusal', 'request-token'],
    expectedFailures: ['timestamp.year-old', 'request-token.issued'],
  }).finally(close)
  const hostile = HOSTILE.map((text, index): CheckResult => ({
    id: `hostile.${index}${index === 0 ? text : ''}`,
    title: text,
    section: text,
    level: 'MUST',
    status: 'failed',
    isExpected: false,
    expected: text,
    found: text,
    exchanges: [{ request: text, response: text }],
    durationSeconds: 0.001,
  }))
  report = { ...real, subject: HOSTILE.join(' '), results: [...real.results, ...hostile] }
}, 60_000)

describe('the report as a page', () => {
  it.for(COLOR_SCHEMES)(
    'fits a phone and a desktop, and axe finds nothing, in %s colours',
    { timeout: 60_000 },
    async (colorScheme, context) => {
      const page = await browser.open(context, { colorScheme })
      await page.setContent(formatHtml(report))
      expect(await page.locator('details[open]').count()).toBe(0)
      await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true
      })
      for (const [device, width] of [
        ['phone', 360],
        ['desktop', 1280],
      ] as const) {
        await page.setViewportSize({ width, height: 800 })
        const path = new URL(`screenshots/report-${device}-${colorScheme}.png`, import.meta.url)
        await page.screenshot({ path: path.pathname })
        const scrollWidth = await page.evaluate(() => document.documentElement.scrollWidth)
        expect([device, scrollWidth]).toEqual([device, width])
        expect(await axeViolations(page)).toEqual([])
      }
    },
  )

  it('shows hostile strings as strings, loads nothing, and has a link for each deviation', async (context) => {
    const page = await browser.open(context)
    const requested: string[] = []
    page.on('request', (request) => requested.push(request.url()))
    await page.setContent(formatHtml(report))
    expect(await page.title()).toContain('document.title = "caught"')
    expect(requested).toEqual([])
    expect(await page.locator('script, [onmouseover]').count()).toBe(0)
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true
    })
    expect(await page.locator('script, [onmouseover], img').count()).toBe(0)
    const dead = await page.evaluate(
      () =>
        [...document.querySelectorAll<HTMLAnchorElement>('a[href^="#"]')].filter(
          ({ hash }) => document.getElementById(decodeURIComponent(hash.slice(1))) === null,
        ).length,
    )
    expect(dead).toBe(0)
  })

  it('masks every secret', () => {
    const texts = [formatHtml(report), formatJunit(report), JSON.stringify(report)].join('\n')
    expect(texts).toContain('••••••')
    expect(texts).not.toMatch(/(?:main|other|plaintext|xauth)-secret/)
  })
})

it('writes JUnit that an XML parser reads, whatever its content', async (context) => {
  const page = await browser.open(context)
  const read = await page.evaluate((text) => {
    const parsed = new DOMParser().parseFromString(text, 'application/xml')
    return {
      errors: parsed.querySelectorAll('parsererror').length,
      cases: parsed.querySelectorAll('testsuite > testcase').length,
      forged: parsed.querySelectorAll('[name=forged]').length,
    }
  }, formatJunit(report))
  expect(read).toEqual({ errors: 0, cases: report.results.length, forged: 0 })
})
