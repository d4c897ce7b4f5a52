/**
 * Finds out why an OAuth 1.0a signature is invalid: which mistake the consumer made, proven by the
 * signature that it sent.
 *
 * @module
 */
export type { Alignment } from './alignment.js'
export { DEFAULT_BUDGET } from './budget.js'
export type { Budget, Cost } from './budget.js'
export type { BaseStringDifference } from '@oauthplus/core/internal'
export type { Departure, DepartureStage } from './departure.js'
export { DEPARTURES } from './departures.js'
export { describeSteps } from './describe-steps.js'
export type { DescribedStep } from './describe-steps.js'
export { diagnose } from './diagnose.js'
export type {
  DiagnosedRequest,
  DiagnoseOptions,
  Diagnosis,
  DiagnosisKeys,
  DiagnosisOutcome,
  ExplainedSignature,
  OutOfReach,
  RightSignature,
  UnexplainedSignature,
} from './diagnosis.js'
export { explainSteps } from './explain-steps.js'
export type { ExplainedParameter, ExplainStepsOptions, SigningSteps } from './explain-steps.js'
export { formatDiagnosis } from './format-diagnosis.js'
export type { FormatDiagnosisOptions } from './format-diagnosis.js'
export { readRequests } from './read/read-requests.js'
export type { ReadHttpOptions } from './read/read-http-options.js'
export type { ReadRequest } from './read/read-request.js'
export type { ParameterPlace } from './signing-plan.js'
