import type { FindGrant } from './create-grant-memory.js'
import type { AuthenticateOptions } from '../operations/authenticate.js'

/** OAuth for an application on a framework with middleware or hooks. */
export interface FrameworkOAuth<User, Routes, Middleware = Routes> {
  /** The endpoints. */
  readonly routes: Routes
  /**
   * Creates middleware that accepts requests signed with an access token of the scope, and
   * responds to all others, CORS preflights too: put CORS middleware before it.
   */
  readonly protect: (options?: AuthenticateOptions) => Middleware
  /**
   * Returns the grant of a request that `protect` has accepted. Throws `TypeError` for any other,
   * and for one without a user unless that is expected: `grant(request, { allowTwoLegged: true })`.
   */
  readonly grant: FindGrant<User>
}
