import type { ParameterList } from './parameter-list.js'

/** A stable name for why a request was refused. */
export type ProblemCode =
  | 'version_rejected'
  | 'parameter_absent'
  | 'parameter_rejected'
  | 'timestamp_refused'
  | 'signature_method_rejected'
  | 'nonce_used'
  | 'signature_invalid'
  | 'consumer_key_unknown'
  | 'consumer_key_rejected'
  | 'consumer_key_refused'
  | 'token_used'
  | 'token_expired'
  | 'token_revoked'
  | 'token_rejected'
  | 'verifier_invalid'
  | 'access_token_expired'
  | 'additional_authorization_required'
  | 'permission_unknown'
  | 'permission_denied'
  | 'user_refused'
  | 'credentials_absent'
  | 'insecure_transport'
  | 'service_unavailable'

/** Why a request was refused, as the consumer learns it. Contains no secret. */
export interface Problem {
  /**
   * The code; on the wire `oauth_problem`. Servers of others send codes that `PROBLEMS` does
   * not have.
   */
  readonly code: ProblemCode | (string & {})
  /** The HTTP status of the response, if it differs from the one `PROBLEMS` gives. */
  readonly status?: number | undefined
  /** The methods that are taken, if the request's was not (405). */
  readonly allowedMethods?: readonly string[] | undefined
  /** After how many seconds it is worth trying again (`Retry-After`). */
  readonly retryAfterSeconds?: number | undefined
  /** A sentence for the consumer's developer; on the wire `oauth_problem_advice`. */
  readonly advice?: string | undefined
  /** The names of required parameters that are missing; on the wire `oauth_parameters_absent`. */
  readonly parametersAbsent?: readonly string[] | undefined
  /**
   * The parameters refused; on the wire `oauth_parameters_rejected`. Values are given only if
   * they are not secret.
   */
  readonly parametersRejected?: ParameterList | undefined
  /**
   * The lowest and highest acceptable timestamp in seconds; on the wire
   * `oauth_acceptable_timestamps`.
   */
  readonly acceptableTimestamps?: readonly [lowest: number, highest: number] | undefined
  /** The lowest and highest acceptable version; on the wire `oauth_acceptable_versions`. */
  readonly acceptableVersions?: readonly [lowest: string, highest: string] | undefined
}
