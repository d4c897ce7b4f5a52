import Negotiator from 'negotiator'

import type { LanguagePreference } from '../../language-preference.js'
import { PAGE_LANGUAGES } from './load-words.js'
import type { PageLanguage } from './load-words.js'

/** Browsers send fewer characters; reading a header costs time in proportion to its length. */
const MAX_HEADER_LENGTH = 500

/**
 * Chooses the language of a page: the one that the consumer requested, else the one that the browser
 * prefers, else English.
 *
 * @see [RFC 9110, section 12.5.4](https://www.rfc-editor.org/rfc/rfc9110#section-12.5.4)
 */
export function chooseLanguage({
  consumerPreference = '',
  acceptLanguage,
}: LanguagePreference): PageLanguage {
  const [chosen = 'en'] = [consumerPreference, acceptLanguage].flatMap((header) => {
    const headers = { 'accept-language': header.slice(0, MAX_HEADER_LENGTH) }
    return new Negotiator({ headers }).languages([...PAGE_LANGUAGES])
  })
  return chosen as PageLanguage
}
