import { defaultPages, ENGLISH_WORDS } from '@oauthplus/server/pages'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'

import { browserOfFile } from './chromium.js'

const browser = browserOfFile()

// Digits after a right-to-left name would appear on its left.
const words = { ...ENGLISH_WORDS, consentTitle: (name: string) => `Give ${name} 24 of your photos` }

const CONTEXT = {
  user: undefined,
  userId: undefined,
  request: undefined,
  language: { acceptLanguage: '', consumerPreference: undefined },
  theme: {},
}

function consentPage(name: string): string {
  return defaultPages.consent(
    { consumer: { name, description: '' }, scopes: [], callbackOrigin: undefined, fields: [] },
    words,
    CONTEXT,
  )
}

function inOrder(name: string): readonly string[] {
  return ['Give', ...(/\p{L}+/u.exec(name) ?? []), '24', 'of', 'your', 'photos']
}

/** Gives the words of the heading in the order in which they are seen, left to right. */
function seenWords(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const heading = document.querySelector('h1')
    const whole = heading?.textContent ?? ''
    const walker = document.createTreeWalker(heading ?? document, NodeFilter.SHOW_TEXT)
    const found: { word: string; left: number }[] = []
    while (walker.nextNode()) {
      const text = walker.currentNode.textContent ?? ''
      for (const { 0: word, index } of text.matchAll(/[\p{L}\d]+/gu)) {
        const range = document.createRange()
        range.setStart(walker.currentNode, index)
        range.setEnd(walker.currentNode, index + word.length)
        found.push({ word, left: range.getBoundingClientRect().left })
      }
    }
    if (whole === '') throw new Error('no heading')
    return found.sort((one, other) => one.left - other.left).map(({ word }) => word)
  })
}

it.for(['מדפסת', 'طابعة', 'מדפסת\u202e', '\u202e', '\u2067', '\u2069\u202e', 'מדפסת -'])(
  'a name in another direction leaves the sentence of the consent page in order: %j',
  async (name, test) => {
    const page = await browser.open(test, { viewport: { width: 1200, height: 600 } })
    await page.setContent(consentPage(name))
    expect(await seenWords(page)).toEqual(inOrder(name))
  },
)

it.for(['מדפסת', '\u202e'])('would reorder it without isolation: %j', async (name, test) => {
  const page = await browser.open(test, { viewport: { width: 1200, height: 600 } })
  await page.setContent(consentPage('NAME').replaceAll('<bdi>NAME</bdi>', `${name} `))
  expect(await seenWords(page)).not.toEqual(inOrder(name))
})
