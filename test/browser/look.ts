import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

import type Axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

const SCREENSHOTS = fileURLToPath(new URL('screenshots/', import.meta.url))
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const BACKGROUNDS = { light: 'rgb(246, 246, 249)', dark: 'rgb(23, 23, 27)' }
// The longest name that a consumer may have is 255 characters.
const WORD_WITHOUT_END = 'Donaudampfschifffahrtselektrizitaet'.repeat(5)

/** The colour schemes that the pages know. */
export const COLOR_SCHEMES = ['light', 'dark'] as const

/** The windows that the pages have to fit. */
export const VIEWPORTS = {
  phone: { width: 320, height: 640 },
  desktop: { width: 1280, height: 800 },
}

/** The details of a usual consumer. */
export const MODEST = {
  name: 'Printer',
  description: 'Prints your photos, and sends them to you by mail.',
  website: 'https://printer.example/',
}

/** The details of a consumer with long strings. */
export const TALKATIVE = {
  name: `The ${WORD_WITHOUT_END} of a photo printer that prints what is in your albums`,
  description: `${'It prints every photo that you have ever taken, and more. '.repeat(20)}${WORD_WITHOUT_END}`,
  website: `https://printer.example/${WORD_WITHOUT_END}`,
}

/** Takes screenshots of a page, for people to look at, and expects that it fits every window and that axe finds nothing. */
export async function expectGoodLook(
  page: Page,
  { name, colorScheme }: { name: string; colorScheme: 'light' | 'dark' },
): Promise<void> {
  for (const [device, viewport] of Object.entries(VIEWPORTS)) {
    await page.setViewportSize(viewport)
    const path = `${SCREENSHOTS}${name}-${device}-${colorScheme}.png`
    await page.screenshot({ path, fullPage: true })
    const { width, background } = await page.evaluate(() => ({
      width: document.documentElement.scrollWidth,
      background: getComputedStyle(document.body).backgroundColor,
    }))
    const expected = { width: viewport.width, background: BACKGROUNDS[colorScheme] }
    expect({ device, width, background }).toEqual({ device, ...expected })
  }
  expect(await axeFindings(page)).toEqual([])
}

/** Runs every rule of axe, also those that are off by default, and gives what it is unsure of, too. */
async function axeFindings(page: Page): Promise<readonly string[]> {
  // Evaluated from outside: the pages' own policy lets no script in.
  await page.evaluate(AXE)
  const { passes, violations, incomplete } = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof Axe }
    const rules = axe.getRules().map(({ ruleId }) => [ruleId, { enabled: true }] as const)
    return axe.run({ rules: Object.fromEntries(rules) })
  })
  const passed = passes.map(({ id }) => id)
  expect(passed).toEqual(expect.arrayContaining(['color-contrast', 'html-has-lang']))
  return [...violations, ...incomplete].flatMap(({ id, nodes }) =>
    nodes.map(({ html, any, all, none }) =>
      [`${id}: ${html}`, ...[...any, ...all, ...none].map(({ message }) => message)].join('; '),
    ),
  )
}
