import type { Problem } from '@oauthplus/core'

/** A problem that a provider reports, including the base string that it computed, if present. */
export interface ReportedProblem extends Problem {
  /**
   * The signature base string that the provider computed. Values whose names mark them as secret
   * are masked.
   */
  readonly expectedBaseString?: string | undefined
  /**
   * The differences between that base string and the signed one, per parameter. `undefined` if they
   * are equal or if the signed one is unknown.
   */
  readonly baseStringDifference?: string | undefined
}
