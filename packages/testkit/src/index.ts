/**
 * Tests OAuth 1.0a providers, clients and signers against RFC 5849 with a separate implementation.
 *
 * @module
 */
export type { CheckInfo, Level, Severity, Status } from './checks/check.js'
export type { CheckResult, Report, ReportedExchange, ReportHead } from './checks/report.js'
export type { ProgramRunOptions, RunOptions } from './checks/run-checks.js'
export type { Versions } from './checks/versions.js'
export { CLIENT_FEATURES } from './consumer-suite/task.js'
export type {
  ClientResult,
  ClientFunction,
  ClientTask,
  ClientToken,
  TaskName,
} from './consumer-suite/task.js'
export { testConsumer } from './consumer-suite/test-consumer.js'
export { createTestProvider } from './create-test-provider.js'
export type { TestProvider } from './create-test-provider.js'
export { PROVIDER_FEATURES } from './provider-suite/provider-config.js'
export type {
  Approval,
  ConfiguredConsumer,
  ProviderConfig,
  XauthConsumer,
} from './provider-suite/provider-config.js'
export type { ProviderRunOptions } from './provider-suite/provider-run-options.js'
export { testProvider } from './provider-suite/test-provider.js'
export { SIGNER_FEATURES } from './signer-suite/signer-task.js'
export type { SignerResult, SignerFunction, SignerTask } from './signer-suite/signer-task.js'
export { testSigner } from './signer-suite/test-signer.js'
export type {
  UnmaskedRequest,
  RecordedRequest,
  TestEndpoint,
} from './test-provider/recorded-request.js'
export type {
  ScriptedResponse,
  TestProviderOptions,
} from './test-provider/test-provider-options.js'
export { vectors } from './vectors.js'
export type {
  BodyHashVector,
  GeneratedVector,
  HeaderVector,
  RefusedVector,
  RequestVector,
  TrickyRequest,
  Vector,
  VectorKey,
  VectorParameters,
  Vectors,
} from './vectors.js'
