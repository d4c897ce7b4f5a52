import type { LanguagePreference } from '../language-preference.js'
import type { ProviderRequest } from '../request.js'
import type { Theme } from './theme.js'

/** For whom a page is rendered, and how it looks. */
export interface PageContext<User = unknown> {
  /** The user who is logged in, as `findUser` returned it; `undefined` if nobody is, or on an error page. */
  readonly user: User | undefined
  /** The id of the user who is logged in; `undefined` if nobody is. */
  readonly userId: string | undefined
  /** The request of the browser; `undefined` if the application called a function such as `authorization.load`. */
  readonly request: ProviderRequest | undefined
  /** The languages that the user and the consumer prefer. */
  readonly language: LanguagePreference
  /** The option `theme` of `createProvider`. */
  readonly theme: Theme
}
