import type { ParameterList } from './parameter-list.js'

/** A stable code for the reason of a refusal. */
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

/** The reason of a refusal, as the consumer receives it. Contains no secret. */
export interface Problem {
  /**
   * The code; on the wire `oauth_problem`. Other servers send codes that `PROBLEMS` does
   * not contain.
   */
  readonly code: ProblemCode | (string & {})
  /** The HTTP status of the response, if it differs from the one `PROBLEMS` gives. */
  readonly status?: number | undefined
  /** The allowed methods, if the request had another (405). */
  readonly allowedMethods?: readonly string[] | undefined
  /** The seconds to wait before another attempt (`Retry-After`). */
  readonly retryAfterSeconds?: number | undefined
  /** A sentence for the consumer's developer; on the wire `oauth_problem_advice`. */
  readonly advice?: string | undefined
  /** The names of required parameters that are missing; on the wire `oauth_parameters_absent`. */
  readonly parametersAbsent?: readonly string[] | undefined
  /**
   * The refused parameters; on the wire `oauth_parameters_rejected`. Values are included only if
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
