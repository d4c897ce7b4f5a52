import type { CollectedRequest } from '@oauthplus/core'

/** The secrets for a diagnosis; lists, because old and new ones coexist during a rotation. */
export interface DiagnosisSecrets {
  /** The consumer's secrets. */
  readonly secrets: readonly string[]
  /** The consumer's public keys. */
  readonly publicKeys: readonly string[]
  /** The token's secret. */
  readonly tokenSecrets: readonly string[]
}

/** The reason why a signature is wrong. */
export interface SignatureDiagnosis {
  /** The outcome, such as `explained`. */
  readonly verdict: string
  /** The outcome in a few sentences. Contains no secret. */
  readonly summary: string
}

/**
 * Finds out why a signature is wrong: `diagnose` of `@oauthplus/doctor`, or your own function.
 * Its result goes into an event as it is, so it must contain no secret.
 */
export type Diagnose = (
  request: CollectedRequest,
  secrets: DiagnosisSecrets,
) => SignatureDiagnosis | Promise<SignatureDiagnosis>
