/** In which language a user wants to read. */
export interface LanguagePreference {
  /** The browser's Accept-Language; empty if it sends none. */
  readonly acceptLanguage: string
  /** What the consumer passed on as `xoauth_lang_pref`; `undefined` if it did not. */
  readonly consumerPreference: string | undefined
}
