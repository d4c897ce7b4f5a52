import { assertArgument } from '@oauthplus/core/internal'

import type { LanguagePreference } from '../language-preference.js'
import type { PageWords } from '../pages/page-words.js'
import { chooseLanguage } from '../pages/words/choose-language.js'
import { loadWords, PAGE_LANGUAGES } from '../pages/words/load-words.js'
import type { PageLanguage } from '../pages/words/load-words.js'
import { isFoundWords } from './provider-checks.js'
import type { ProviderOptions } from './provider-options.js'

/** Creates the function that returns the words of a page, with those of the application. */
export function createWordsReader(
  words: ProviderOptions<never>['words'],
): (preference: LanguagePreference) => Promise<PageWords> {
  if (typeof words === 'object') return async () => completeWords(words, words.language ?? 'en')
  return async (preference) => {
    const found = words?.(preference)
    assertArgument('words', { 'the returned value': found }, isFoundWords)
    return completeWords(found, found?.language ?? chooseLanguage(preference))
  }
}

async function completeWords(
  words: Partial<PageWords> | undefined,
  language: string,
): Promise<PageWords> {
  const [primary = ''] = language.toLowerCase().split('-')
  const isTranslated = (PAGE_LANGUAGES as readonly string[]).includes(primary)
  // Callers in JavaScript may leave a word undefined.
  const all = Object.entries<unknown>(words ?? {})
  const given = all.filter(([, word]) => word !== undefined)
  const base = await loadWords(isTranslated ? (primary as PageLanguage) : 'en')
  return { ...base, ...Object.fromEntries(given) }
}
