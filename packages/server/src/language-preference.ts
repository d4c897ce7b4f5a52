/** In which language a User wants to read. */
export interface LanguagePreference {
  /** The browser's Accept-Language; empty where it sends none. */
  readonly acceptLanguage: string
  /** What the Consumer passed on as `xoauth_lang_pref`; `undefined` where it did not. */
  readonly consumerPreference: string | undefined
}
