import type { Dialect } from './dialect.js'
import type { Problem } from './problem.js'
import type { CollectedRequest } from './received-request.js'
import type { RsaKey } from './rsa-key.js'
import type { SignatureMethod } from './signature-method.js'

/**
 * The sender's keys that the server knows. Lists, so that old and new ones coexist while they are
 * rotated.
 */
export interface KnownKeys {
  /** The consumer's secrets, for shared-secret methods. No secret is not the same as an empty one. */
  readonly secrets?: readonly string[] | undefined
  /** The consumer's public keys, for RSA methods. */
  readonly publicKeys?: readonly RsaKey[] | undefined
  /**
   * The secrets of the token that `oauth_token` names. Not used if the request names no token.
   */
  readonly tokenSecrets?: readonly string[] | undefined
}

/** The options of `verifySignature`. */
export interface VerifySignatureOptions {
  /**
   * The allowed methods: names or custom methods. Required, so that a sender cannot choose the
   * method.
   */
  readonly signatureMethods: readonly (string | SignatureMethod)[]
  /** Functions for a service that departs from the RFC. */
  readonly dialect?: Dialect | undefined
}

/** The outcome of `verifySignature`. */
export type VerifySignatureResult =
  | {
      /** The signature is valid. */
      readonly ok: true
      /** The parsed request. The caller must still check the timestamp and the nonce. */
      readonly request: CollectedRequest
    }
  | {
      /** The request is refused. */
      readonly ok: false
      /** The reason for the refusal. Contains no secret. */
      readonly problem: Problem
    }
