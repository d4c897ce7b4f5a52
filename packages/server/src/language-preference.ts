/** In which language a user wants to read. */
export interface LanguagePreference {
  /** The browser's Accept-Language; empty if it sends none. */
  readonly acceptLanguage: string
  /** The consumer's `xoauth_lang_pref`; `undefined` if it sent none. */
  readonly consumerPreference: string | undefined
}
