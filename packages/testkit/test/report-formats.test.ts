import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'

import type { CheckResult, Report } from '../src/index.js'
import { formatBadge } from '../src/report/format-badge.js'
import { formatHtml } from '../src/report/format-html.js'
import { formatJunit } from '../src/report/format-junit.js'
import { formatMarkdown } from '../src/report/format-markdown.js'
import { formatSarif } from '../src/report/format-sarif.js'
import { formatResultLine, formatSummary } from '../src/report/terminal.js'
import { createHostileReport, HOSTILE } from './create-hostile-report.js'

// eslint-disable-next-line no-control-regex -- colors
const COLORS = /\u001b\[\d+m/g

function createResult(id: string, change: Partial<CheckResult> = {}): CheckResult {
  return {
    id,
    title: `Title of ${id}`,
    section: 'RFC 5849 3.2',
    level: 'MUST',
    status: 'passed',
    isExpected: false,
    exchanges: [],
    durationSeconds: 0.01,
    ...change,
  }
}

function createReport(results: readonly CheckResult[], change: Partial<Report> = {}): Report {
  const { counts, ...rest } = createHostileReport([])
  return { ...rest, counts, subject: 'http://localhost:3000', results, ...change }
}

const DEVIATION = { expected: 'a refusal', found: '200' } as const
const REPORT = createReport([
  createResult('a.passes'),
  createResult('b.medium', { ...DEVIATION, status: 'failed', severity: 'medium' }),
  createResult('c.plain', { ...DEVIATION, status: 'failed' }),
  createResult('d.critical', { ...DEVIATION, status: 'failed', severity: 'critical' }),
  createResult('e.known', { ...DEVIATION, status: 'failed', isExpected: true }),
  createResult('f.should', { ...DEVIATION, status: 'warning', level: 'SHOULD' }),
  createResult('g.unjudged', { status: 'cannot be judged', found: 'no token is issued' }),
  createResult('h.xauth', { status: 'not applicable', found: 'no xauth is declared' }),
  createResult('i.xauth', { status: 'not applicable', found: 'no xauth is declared' }),
])

function listPositions(text: string, sought: readonly string[]): readonly number[] {
  return sought.map((string) => text.indexOf(string))
}

function expectInOrder(text: string, sought: readonly string[]): void {
  const positions = listPositions(text, sought)
  expect(positions).not.toContain(-1)
  expect(positions).toEqual([...positions].sort((one, other) => one - other))
}

describe('the summary on the console', () => {
  const text = formatSummary(REPORT, ['report.html', 'junit.xml']).replaceAll(COLORS, '')

  it('lists failures by severity, then what cannot be judged, then the rest', () => {
    expectInOrder(text, ['d.critical', 'b.medium', 'c.plain', 'g.unjudged', 'f.should', 'e.known'])
  })

  it('does not call an expected failure a failure', () => {
    expect(text).toContain('~ e.known  Title of e.known (fails as expected)')
    expect(text).toContain('1 passed, 3 failed, 1 cannot be judged, 1 expected to fail, 1 warning')
    expect(text).toContain('3 checks failed.')
  })

  it('gives the reason of checks that do not apply, and the paths of the reports', () => {
    expect(text).toContain('- no xauth is declared: h.xauth, i.xauth')
    expect(text).toContain('Reports: report.html, junit.xml')
  })

  it('calls a run without failures by what it is', () => {
    const passed = createReport([createResult('a.passes')], { ok: true })
    const unjudged = createReport([createResult('g.unjudged', { status: 'cannot be judged' })])
    expect(formatSummary(passed)).toContain('Nothing failed.')
    expect(formatSummary(unjudged)).toContain('Nothing failed, but 1 check cannot be judged.')
  })

  it('contains no control character of a provider', () => {
    const report = createHostileReport()
    const written = [...report.results.map(formatResultLine), formatSummary(report, HOSTILE)]
    const own = written.join('\n').replaceAll(COLORS, '')
    expect(own.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u2028\u202e\u2066\ufeff]/u)
  })
})

describe('JUnit', () => {
  it('has a message for each skipped check, and skips expected failures', () => {
    const text = formatJunit(REPORT)
    expect(text).toContain('<skipped message="not applicable: no xauth is declared"/>')
    expect(text).toContain('<skipped message="cannot be judged: no token is issued"/>')
    expect(text).toContain('<skipped message="fails as expected: expected a refusal, found 200"/>')
    expect(text).toMatch(/tests="9" failures="3" errors="0" skipped="4" time="1.5"/)
    expect(text.match(/<failure /g)).toHaveLength(3)
    expect(text.match(/<skipped /g)).toHaveLength(4)
  })
})

describe('Markdown', () => {
  it('lists failures by severity, with what was expected and found', () => {
    const text = formatMarkdown(REPORT)
    expectInOrder(text, ['3 checks failed', 'd&#46;critical', 'b&#46;medium', 'c&#46;plain'])
    expect(text).toContain('| <code>a refusal</code> | <code>200</code> |')
    expect(text).toContain('- <code>no xauth is declared</code>: 2 checks')
  })

  it('contains nothing of a provider that means something in Markdown or HTML', () => {
    const text = formatMarkdown(createHostileReport())
    const own = text
      .replaceAll(/<(?:code|\/code|br)>/g, '')
      .replaceAll(/&#\d+;/g, '')
      .replaceAll(/^(?:#{2,3} .*|> .*|- .*|\| --- \| --- \| --- \|)$/gm, '')
    expect(own).not.toMatch(/[<>[\]`@!#{}\\]|:\/\/|www\.|\*\*[^*]*\*\*[^ ]/)
    // Every row of a table has its three cells, and no other line begins with one.
    const rows = text.split('\n').filter((line) => line.startsWith('|'))
    expect(rows.filter((row) => row.split('|').length !== 5)).toEqual([])
  })

  it('fits into a comment on GitHub, whatever the provider sends', () => {
    const long = Array.from({ length: 300 }, () => '<&>'.repeat(3000))
    expect(formatMarkdown(createHostileReport(long)).length).toBeLessThan(65_536)
  })
})

describe('SARIF', () => {
  const require = createRequire(import.meta.url)
  const path = require
    .resolve('@microsoft/jest-sarif')
    .replace(/lib\/.*$/, 'lib/schemas/sarif-2.1.0-rtm.5.json')
  const schema = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
  // Of draft 4 it uses the names of these two only, and a pattern that is not one with the flag u.
  delete schema.$schema
  delete schema.id
  const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false })
  const validate = ajv.compile(schema)

  it.each([
    ['a report', REPORT],
    ['a hostile report', createHostileReport()],
    ['an empty report', createReport([])],
  ])('is valid for %s', (_what, report) => {
    validate(JSON.parse(formatSarif(report, 'provider.json')))
    expect(validate.errors).toBeNull()
  })

  it('has a result for each deviation, with level, kind and suppression', () => {
    const log = JSON.parse(formatSarif(REPORT, 'ci/provider.json')) as {
      readonly runs: readonly {
        readonly results: readonly {
          readonly ruleId: string
          readonly level: string
          readonly kind: string
          readonly suppressions?: readonly unknown[]
        }[]
      }[]
    }
    const results = log.runs[0]?.results.map(({ ruleId, level, kind, suppressions = [] }) => [
      ruleId,
      level,
      kind,
      suppressions.length,
    ])
    expect(results).toEqual([
      ['b.medium', 'error', 'fail', 0],
      ['c.plain', 'error', 'fail', 0],
      ['d.critical', 'error', 'fail', 0],
      ['e.known', 'error', 'fail', 1],
      ['f.should', 'warning', 'fail', 0],
      ['g.unjudged', 'none', 'open', 0],
    ])
    expect(formatSarif(REPORT, 'ci/provider.json')).toContain('"uri": "ci/provider.json"')
  })

  it('escapes what would be a link or a placeholder', () => {
    const text = formatSarif(createHostileReport(['{0} [a](https://evil.example)']), 'a')
    const { runs } = JSON.parse(text) as {
      readonly runs: readonly { readonly results: readonly { readonly message: unknown }[] }[]
    }
    expect(JSON.stringify(runs[0]?.results[0]?.message)).toContain(
      String.raw`{{0}} \\[a\\](https://evil.example)`,
    )
  })
})

describe('the badge', () => {
  it.each([
    ['3 failed', REPORT],
    ['1 passed', createReport([createResult('a.passes')], { ok: true })],
    ['not judged', createReport([createResult('g.unjudged', { status: 'cannot be judged' })])],
    ['failed', createReport([], { unexpectedPasses: ['a.passes'] })],
  ])('says %s', (message, report) => {
    expect(formatBadge(report)).toContain(`<title>OAuth 1.0a: ${message}</title>`)
  })

  it('contains nothing that was received', () => {
    const badge = formatBadge(createHostileReport())
    expect(HOSTILE.filter((string) => badge.includes(string))).toEqual([])
    expect(badge).not.toMatch(/script|href|evil/)
  })
})

describe('HTML', () => {
  it('has an index, the date, the versions and the configuration', () => {
    const text = formatHtml({ ...REPORT, configuration: [['resourceUrl', 'http://a.example/']] })
    for (const id of ['failures', 'unjudged', 'warnings', 'expected', 'configuration', 'checks']) {
      expect(text).toContain(`<a href="#section-${id}">`)
      expect(text).toContain(`<section id="section-${id}">`)
    }
    expect(text).toContain('2030-01-31 12:00:00 UTC')
    expect(text).toContain('@oauthplus/testkit 1.2.3, Node 22.12.0')
    expect(text).toContain('<dt>resourceUrl</dt><dd>http://a.example/</dd>')
  })

  it('lists failures by severity, with collapsed exchanges', () => {
    const results = REPORT.results.map((result) => ({
      ...result,
      exchanges: [{ request: 'GET / HTTP/1.1', response: 'HTTP/1.1 200' }],
    }))
    const text = formatHtml({ ...REPORT, results })
    expectInOrder(
      text,
      ['d.critical', 'b.medium', 'c.plain', 'g.unjudged'].map((id) => `<article id="${id}">`),
    )
    expect(text).toContain('<details><summary>Requests and responses of d.critical (1)</summary>')
    expect(text).not.toContain('<details open')
  })
})
