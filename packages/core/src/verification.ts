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
  /** The consumer's secrets, for shared-secret methods. None is not the same as an empty one. */
  readonly secrets?: readonly string[] | undefined
  /** The consumer's public keys, for RSA methods. */
  readonly publicKeys?: readonly RsaKey[] | undefined
  /**
   * The secrets of the token that `oauth_token` names. Not used if the request names no token.
   */
  readonly tokenSecrets?: readonly string[] | undefined
}

/** How to verify. */
export interface VerifySignatureOptions {
  /**
   * The allowed methods: names or custom methods. Required, so that a sender cannot choose the
   * method.
   */
  readonly signatureMethods: readonly (string | SignatureMethod)[]
  /** How the service departs from the RFC, if it does. */
  readonly dialect?: Dialect | undefined
}

/** The outcome of `verifySignature`. */
export type VerifySignatureResult =
  | {
      /** The signature is right. */
      readonly ok: true
      /** The request taken apart. Timestamp and nonce are still to be judged by the caller. */
      readonly request: CollectedRequest
    }
  | {
      /** The request is refused. */
      readonly ok: false
      /** The reason for the refusal. Contains no secret. */
      readonly problem: Problem
    }
