import { assertArgument, createOptionCheck } from '@oauthplus/core/internal'

import type { LanguagePreference } from '../../language-preference.js'
import type { PortalWords } from '../../pages/portal-words.js'
import { chooseLanguage } from '../../pages/words/choose-language.js'
import type { PageLanguage } from '../../pages/words/load-words.js'
import type { PortalOptions } from '../../settings/portal-options.js'
import { ENGLISH_PORTAL_WORDS } from './english.js'

const LOADERS: Partial<Readonly<Record<PageLanguage, () => Promise<PortalWords>>>> = {}

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

/** Loads the words of the portal in the language of a user, with those of the application. */
export async function loadPortalWords(
  words: PortalOptions<never>['words'],
  preference: LanguagePreference,
): Promise<PortalWords> {
  const found = typeof words === 'function' ? words(preference) : words
  assertArgument('createProvider', { 'portal.words': found }, isWords)
  const [language = 'en'] = (found?.language ?? chooseLanguage(preference)).toLowerCase().split('-')
  const load = LOADERS[language as PageLanguage]
  const base = load === undefined ? ENGLISH_PORTAL_WORDS : await load()
  const given = Object.entries<unknown>(found ?? {}).filter(([, word]) => word !== undefined)
  return { ...base, ...Object.fromEntries(given) }
}
