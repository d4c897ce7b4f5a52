import { assertArgument, isOneOf } from '@oauthplus/core/internal'

import type { PageWords } from '../page-words.js'
import { ENGLISH_WORDS } from './english.js'

/** A language of the default pages, as a language tag. */
export type PageLanguage = 'ar' | 'de' | 'en' | 'es' | 'fr' | 'ja' | 'pt' | 'zh'

// Loaded for the first reader of a language: a server that starts needs English only.
const LOADERS: Readonly<Record<PageLanguage, () => Promise<PageWords>>> = {
  en: async () => Promise.resolve(ENGLISH_WORDS),
  ar: async () => (await import('./arabic.js')).ARABIC_WORDS,
  de: async () => (await import('./german.js')).GERMAN_WORDS,
  es: async () => (await import('./spanish.js')).SPANISH_WORDS,
  fr: async () => (await import('./french.js')).FRENCH_WORDS,
  ja: async () => (await import('./japanese.js')).JAPANESE_WORDS,
  pt: async () => (await import('./portuguese.js')).PORTUGUESE_WORDS,
  zh: async () => (await import('./chinese.js')).CHINESE_WORDS,
}

/** The languages of the default pages, as language tags. */
export const PAGE_LANGUAGES: readonly PageLanguage[] = Object.freeze(
  Object.keys(LOADERS) as PageLanguage[],
)

const isLanguage = isOneOf(...PAGE_LANGUAGES)

/**
 * Loads the words of the default pages in one language.
 *
 * @example
 *
 * ```ts
 * const german = await loadWords('de')
 * german.allow // 'Erlauben'
 * ```
 *
 * @param language One of `PAGE_LANGUAGES`.
 *
 * @returns The words.
 *
 * @throws `TypeError` when there are no words in the language.
 *
 * @see {@link PageWords}
 */
export async function loadWords(language: PageLanguage): Promise<PageWords> {
  assertArgument('loadWords', { language }, isLanguage)
  return LOADERS[language]()
}
