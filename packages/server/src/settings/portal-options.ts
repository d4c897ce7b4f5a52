import type { LanguagePreference } from '../language-preference.js'
import type { PortalWords } from '../pages/portal-words.js'
import type { ProviderRequest } from '../request.js'

/** The argument of `confirmUser`: the user, the action that needs a confirmation, and its page. */
export interface UserConfirmation<User> {
  /** The user who is logged in, as `findUser` returned it. */
  readonly user: User
  /** The id of the user. */
  readonly userId: string
  /** The request of the browser, with its cookies. */
  readonly request: ProviderRequest
  /** The path and query of the page, to which the user returns with GET. */
  readonly returnUrl: string
}

/** The pages for developers and reviewers: the people who may use them, and their protection. */
export interface PortalOptions<User> {
  /**
   * The key of the CSRF tokens: at least 32 random bytes, or a string of at least 32 bytes (UTF-8). All
   * processes need the same key.
   */
  readonly csrfKey: string | Uint8Array
  /** Returns whether a user may register applications, and manage their own. */
  readonly mayRegister: (user: User, userId: string) => boolean | Promise<boolean>
  /** Returns whether a user may review the applications of others. */
  readonly mayReview: (user: User, userId: string) => boolean | Promise<boolean>
  /**
   * Whether reviewers may accept their own applications and change their settings. False by default; allow it if
   * there is only one reviewer.
   */
  readonly allowSelfReview?: boolean | undefined
  /**
   * Called before a secret is shown or rotated, an application withdrawn or a token issued. Returns
   * `undefined` if the user has confirmed their identity, or the URL of a page on which they can, such as one
   * that requests the password again. That page redirects back to `returnUrl`. Without this function no
   * confirmation is needed.
   */
  readonly confirmUser?:
    | ((
        confirmation: UserConfirmation<User>,
      ) => string | undefined | null | Promise<string | undefined | null>)
    | undefined
  /**
   * The names of the signature methods that developers can choose, among those of the provider. All of
   * them except PLAINTEXT by default.
   */
  readonly signatureMethods?: readonly string[] | undefined
  /**
   * Your own words for these pages, or a function that returns them for the languages that a user
   * prefers. This package supplies the words that you omit.
   */
  readonly words?:
    | Partial<PortalWords>
    | ((preference: LanguagePreference) => Partial<PortalWords> | undefined)
    | undefined
}
