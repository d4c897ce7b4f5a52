import { assertArgument, createOptionCheck } from '@oauthplus/core/internal'

import type { LanguagePreference } from '../../language-preference.js'
import type { PortalWords } from '../../pages/portal-words.js'
import { PAGE_LANGUAGES } from '../../pages/words/load-words.js'
import type { PageLanguage } from '../../pages/words/load-words.js'
import type { PortalOptions } from '../../settings/portal-options.js'
import { ENGLISH_PORTAL_WORDS } from './english.js'

// Loaded for the first reader of a language: a server that starts needs English only.
const LOADERS: Readonly<Record<PageLanguage, () => Promise<PortalWords>>> = {
  en: async () => Promise.resolve(ENGLISH_PORTAL_WORDS),
  ar: async () => (await import('./arabic.js')).ARABIC_PORTAL_WORDS,
  de: async () => (await import('./german.js')).GERMAN_PORTAL_WORDS,
  es: async () => (await import('./spanish.js')).SPANISH_PORTAL_WORDS,
  fr: async () => (await import('./french.js')).FRENCH_PORTAL_WORDS,
  ja: async () => (await import('./japanese.js')).JAPANESE_PORTAL_WORDS,
  pt: async () => (await import('./portuguese.js')).PORTUGUESE_PORTAL_WORDS,
  zh: async () => (await import('./chinese.js')).CHINESE_PORTAL_WORDS,
}

const isWords = createOptionCheck(
  'an object of words of the portal, each a string or a function as in PortalWords',
  (value) =>
    value === undefined ||
    (typeof value === 'object' &&
      value !== null &&
      Object.entries(value).every(
        ([name, word]) =>
          word === undefined ||
          typeof word === typeof ENGLISH_PORTAL_WORDS[name as keyof PortalWords],
      )),
)

/** Loads the words of the portal in the language of the rest of the page, with those of the application. */
export async function loadPortalWords(
  words: PortalOptions<never>['words'],
  preference: LanguagePreference,
  pageLanguage: string,
): Promise<PortalWords> {
  const found = typeof words === 'function' ? words(preference) : words
  assertArgument('createProvider', { 'portal.words': found }, isWords)
  const [primary = ''] = (found?.language ?? pageLanguage).toLowerCase().split('-')
  const isTranslated = (PAGE_LANGUAGES as readonly string[]).includes(primary)
  const base = await LOADERS[isTranslated ? (primary as PageLanguage) : 'en']()
  const given = Object.entries<unknown>(found ?? {}).filter(([, word]) => word !== undefined)
  return { ...base, ...Object.fromEntries(given) }
}
