import type { Diagnosis, SigningSteps } from '@oauthplus/doctor'

/** The explanation of one request. */
export interface ExplainedRequest {
  /** The assumptions that were made while parsing the request. */
  readonly remarks: readonly string[]
  readonly steps: SigningSteps
  /** Missing if the request is not signed and there is no base string to compare. */
  readonly diagnosis: Diagnosis | undefined
  /** Names a preset that was used automatically, or one to suggest. */
  readonly suggestion?: string | undefined
}

/** One of several requests, which cannot be explained. */
export interface UnreadableRequest {
  readonly method: string
  readonly url: string
  /** The reason. */
  readonly problem: string
}
