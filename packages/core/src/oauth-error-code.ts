import type { ProblemCode } from './problem.js'

/**
 * The code of an `OAuthError`: a {@link ProblemCode}, a code of the client's own, or any other that a
 * server has sent.
 */
export type OAuthErrorCode =
  | ProblemCode
  | 'body_unreadable'
  | 'callback_denied'
  | 'callback_refused'
  | 'callback_unconfirmed'
  | 'connection_failed'
  | 'input_ended'
  | 'malformed_response'
  | 'origin_refused'
  | 'pending_full'
  | 'redirect_refused'
  | 'request_failed'
  | (string & {})
