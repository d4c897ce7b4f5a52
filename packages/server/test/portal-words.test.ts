import { describe, expect, it } from 'vitest'

import { PAGE_LANGUAGES } from '../src/pages.js'
import type { PortalWords } from '../src/pages.js'
import { loadPortalWords } from '../src/portal/words/load-portal-words.js'
import { ENGLISH_PORTAL_WORDS } from '../src/portal/words/english.js'
import { testPortal, titleOf } from './portal.js'

const NO_PREFERENCE = { acceptLanguage: '', consumerPreference: undefined }
const NAMES = Object.keys(ENGLISH_PORTAL_WORDS) as (keyof PortalWords)[]
const TRANSLATED = PAGE_LANGUAGES.filter((language) => language !== 'en')

/** The same in several languages. */
const INTERNATIONAL =
  /^(?:Applications?|Back|Name|Status|Website|Description|Icon|Console|Signature|Problem|Settings|Consumer (?:key|secret))$/i

/** Parts of a sentence that no translation changes. */
const KEPT =
  /https?:\/\/(?:[a-z./]*[a-z])?|com\.example\.app:\/callback|127\.0\.0\.1|\/\*|\boob\b|PEM|2048/g

function getText(words: PortalWords, name: keyof PortalWords): string {
  const word = words[name]
  return typeof word === 'string' ? word : word('5')
}

describe.each(TRANSLATED)('the words of the portal in %s', (language) => {
  it('have no word in English, and none is empty', async () => {
    const words = await loadPortalWords(undefined, NO_PREFERENCE, language)
    expect(Object.keys(words)).toEqual(Object.keys(ENGLISH_PORTAL_WORDS))
    const same = NAMES.filter((name) => {
      const [word, english] = [getText(words, name), getText(ENGLISH_PORTAL_WORDS, name)]
      return word === '' || (word === english && !INTERNATIONAL.test(word))
    })
    expect(same.filter((name) => !['direction', 'optional'].includes(name))).toEqual([])
  })

  it('keep the URLs and names that a sentence contains', async () => {
    const words = await loadPortalWords(undefined, NO_PREFERENCE, language)
    const missing = NAMES.flatMap((name) => {
      const kept = getText(ENGLISH_PORTAL_WORDS, name).match(KEPT) ?? []
      const word = getText(words, name)
      return kept.filter((part) => !word.includes(part)).map((part) => ({ name, part }))
    })
    expect(missing).toEqual([])
  })

  it('are on the pages if the browser prefers the language', async () => {
    const { developer, reviewer } = await testPortal()
    const words = await loadPortalWords(undefined, NO_PREFERENCE, language)
    const headers = [['Accept-Language', `${language},en;q=0.5`]] as const
    const form = await developer({ query: '?view=register', headers })
    expect(form.body).toContain(`<html lang="${language}" dir="${words.direction}">`)
    expect(titleOf(form)).toBe(words.registerLink)
    expect(titleOf(await reviewer({ headers }))).toBe(words.queueTitle)
  })
})

describe('the language of the portal', () => {
  it('follows the other words of the application', async () => {
    const { developer } = await testPortal({ words: { language: 'de', direction: 'ltr' } })
    expect(titleOf(await developer({ headers: [['Accept-Language', 'fr']] }))).toBe(
      'Meine Anwendungen',
    )
  })

  it('follows the words for the portal, and is English without a translation', async () => {
    for (const [language, title] of [
      ['pt-BR', 'Meus aplicativos'],
      ['nl', 'My applications'],
      ['constructor', 'My applications'],
    ] as const) {
      const { developer } = await testPortal({}, { words: { language } })
      expect(titleOf(await developer())).toBe(title)
    }
  })
})
