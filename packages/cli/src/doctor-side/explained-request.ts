import type { Diagnosis, SigningSteps } from '@oauthplus/doctor'

/** What `explain` has found out about one request. */
export interface ExplainedRequest {
  /** What was assumed when the request was read. */
  readonly remarks: readonly string[]
  readonly steps: SigningSteps
  /** Absent if the request is not signed and no base string is given. */
  readonly diagnosis: Diagnosis | undefined
  /** Names a preset that was used without being given, or that may be the one to give. */
  readonly suggestion?: string | undefined
}

/** A request of several that cannot be explained. */
export interface UnreadableRequest {
  readonly method: string
  readonly url: string
  /** Why. */
  readonly problem: string
}
