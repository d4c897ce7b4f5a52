// Runs all tests, and prints a final line `N passed, N failed, N skipped`.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

import { bootstrap } from './bootstrap.mjs'
import { turboRun } from './turbo.mjs'

bootstrap({ systemPackages: true })
// Some tests run examples, which use the built packages.
turboRun('build')

const directory = mkdtempSync(join(tmpdir(), 'oauthplus-test-'))
const report = join(directory, 'report.json')
const { status } = spawnSync(
  process.execPath,
  [
    fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url)),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ],
  { stdio: ['ignore', 'inherit', 'inherit'] },
)
const results = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined
const figures = results && figuresOf(results)
rmSync(directory, { recursive: true })

const { passed = 0, skipped = 0 } = figures ?? {}
// An error outside of tests also fails the run, and must be counted.
const failed = Math.max(figures?.failed ?? 0, status === 0 ? 0 : 1)
for (const name of results ? skippedIn(results) : []) console.log(`skipped: ${name}`)
for (const name of results ? failuresIn(results) : []) console.log(`failed: ${name}`)
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
process.exitCode = failed === 0 ? 0 : 1

function figuresOf({ numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults }) {
  // A file that failed to load, or whose hooks failed, may contain no failed test.
  const failedFiles = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  )
  return {
    passed: numPassedTests,
    failed: numFailedTests + failedFiles.length,
    skipped: numPendingTests + numTodoTests,
  }
}

/**
 * Lists the skipped tests. The output of each test names the program that is missing on this
 * machine.
 */
function skippedIn({ testResults }) {
  return testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter((test) => ['pending', 'skipped', 'todo'].includes(test.status))
      .map((test) => `${relative(process.cwd(), name)}: ${test.fullName}`),
  )
}

function failuresIn({ testResults }) {
  return testResults
    .filter(({ status }) => status === 'failed')
    .flatMap(({ name, assertionResults }) => {
      const file = relative(process.cwd(), name)
      const failed = assertionResults.filter((test) => test.status === 'failed')
      return failed.length === 0 ? [file] : failed.map((test) => `${file}: ${test.fullName}`)
    })
}
