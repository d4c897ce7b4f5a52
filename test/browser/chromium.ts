import { chromium } from 'playwright-core'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, expect, vi } from 'vitest'
import type { TestContext } from 'vitest'

import { findProgram } from '../find-program.js'
import { commandOf } from '../interop/foreign-client.js'

const STEP_TIMEOUT_MILLISECONDS = 10_000
// The first test starts Chromium, on a machine that has other tests to run.
const TEST_TIMEOUT_MILLISECONDS = 60_000
const FOUND = findProgram(['chromium', 'chromium-browser', 'google-chrome'], {
  debianPackage: 'chromium',
})

/** How a test looks at pages. */
export interface Looking extends BrowserContextOptions {
  /** Messages that the console may show; none by default. */
  readonly expectedComplaint?: RegExp
}

/** The browser of a test file. */
export interface TestBrowser {
  /**
   * Opens an empty page with separate cookies, for one test; the test fails if a script fails, or if the
   * Content-Security-Policy has blocked anything. Skips the test, and says so, if there is no Chromium.
   */
  open(test: TestContext, looking?: Looking): Promise<Page>
}

/** Starts Chromium when the first test of a file needs it, and ends it after the last one. */
export function browserOfFile(): TestBrowser {
  vi.setConfig({ testTimeout: TEST_TIMEOUT_MILLISECONDS })
  let browser: Promise<Browser> | undefined
  afterAll(async () => {
    await (await browser)?.close()
  })
  return {
    async open(test, { expectedComplaint, ...options } = {}) {
      const executablePath = commandOf(FOUND, test)
      browser ??= chromium.launch({
        executablePath,
        // Chromium's sandbox needs what root is not given in containers.
        chromiumSandbox: process.getuid?.() !== 0,
        args: ['--disable-background-networking', '--disable-component-update', '--no-first-run'],
      })
      const context = await (await browser).newContext(options)
      context.setDefaultTimeout(STEP_TIMEOUT_MILLISECONDS)
      const complaints = complaintsOf(context)
      test.onTestFinished(async () => {
        await context.close()
        expect(complaints.filter((text) => !expectedComplaint?.test(text))).toEqual([])
      })
      return context.newPage()
    },
  }
}

function complaintsOf(context: BrowserContext): readonly string[] {
  const complaints: string[] = []
  context.on('weberror', (webError) => complaints.push(webError.error().message))
  context.on('console', (message) => {
    // Chromium also reports responses that failed; the tests look at those themselves.
    const isStatus = message.text().startsWith('Failed to load resource: the server responded')
    if (message.type() === 'error' && !isStatus) complaints.push(message.text())
  })
  return complaints
}
