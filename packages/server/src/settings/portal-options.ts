import type { LanguagePreference } from '../language-preference.js'
import type { PortalWords } from '../pages/portal-words.js'
import type { ProviderRequest } from '../request.js'

/** What `confirmUser` receives: who is about to do what needs a confirmation, and where. */
export interface UserConfirmation<User> {
  /** The user who is logged in, as `findUser` returned it. */
  readonly user: User
  /** The id of the user. */
  readonly userId: string
  /** The request of the browser, with its cookies. */
  readonly request: ProviderRequest
  /** The path and query of the page, to which the user returns by GET. */
  readonly returnUrl: string
}

/** The pages for developers and reviewers: who may use them, and how they are protected. */
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
   * Is called before a secret is shown or rotated, an application withdrawn or a token issued. Returns
   * `undefined` if the user has confirmed who they are, or the URL where they can, such as that of a page
   * that asks for the password again. That page redirects back to `returnUrl`. Without this function no
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
   * Words of your own on these pages, or a function that returns them for the languages that a user
   * prefers. Words that you leave out are those of this package.
   */
  readonly words?:
    | Partial<PortalWords>
    | ((preference: LanguagePreference) => Partial<PortalWords> | undefined)
    | undefined
}
