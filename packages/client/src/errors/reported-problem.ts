import type { Problem } from '@oauthplus/core'

/** A problem that a provider reports, with the base string that it computed if it shows one. */
export interface ReportedProblem extends Problem {
  /**
   * The signature base string that the provider computed. Values that are secret by their name are
   * masked.
   */
  readonly expectedBaseString?: string | undefined
  /**
   * How that base string differs from the one that was signed, per parameter. `undefined` if they are
   * equal or if the signed one is unknown.
   */
  readonly baseStringDifference?: string | undefined
}
