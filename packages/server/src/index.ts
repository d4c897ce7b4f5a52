/**
 * An OAuth 1.0a service provider for any framework: it serves the three endpoints, checks
 * every protected request, and keeps what it must remember in a {@link Store}.
 *
 * @module
 */
export { isOAuthError } from '@oauthplus/core'
export type { AuthenticateOptions } from './operations/authenticate.js'
export type { Applications } from './authorization/applications.js'
export type { Authorization } from './authorization/authorization.js'
export type { LoadedConsent } from './authorization/consent.js'
export type { ConsumerDetails, ConsumerWithSecret } from './consumer/consumer-details.js'
export type {
  ConsumerOptions,
  EnsureConsumerOptions,
  RegisterConsumerOptions,
} from './management/consumer-options.js'
export type { EnsuredConsumer } from './management/ensure-consumer.js'
export type { ChangeContext } from './management/audit-log.js'
export type { AuditPage, ConsumerPage, Consumers } from './management/consumers.js'
export type { RotateConsumerOptions } from './management/rotate-consumer.js'
export type { DebugReport } from './settings/debug-report.js'
export { memoryStore } from './memory-store/memory-store.js'
export type { MemoryStoreOptions } from './memory-store/memory-store-options.js'
export type { Portal } from './portal/create-portal.js'
export { createProvider } from './provider.js'
export type { Provider } from './provider.js'
export type { Diagnose, DiagnosisSecrets, SignatureDiagnosis } from './settings/diagnose.js'
export type {
  AccessTokenIssuedEvent,
  AuthorizationEvent,
  ConsumerEvent,
  EventSubject,
  Operation,
  ProviderEvent,
  ProxyUntrustedEvent,
  RequestAuthenticatedEvent,
  RequestRefusedEvent,
  RequestTokenIssuedEvent,
  SignatureDiagnosedEvent,
  TokensRevokedEvent,
} from './settings/provider-event.js'
export type { PortalOptions, UserConfirmation } from './settings/portal-options.js'
export type { Limits, ProviderOptions, ScopeOptions } from './settings/provider-options.js'
export type { LanguagePreference } from './language-preference.js'
export { purgeRegularly } from './store/purge-regularly.js'
export type { PurgeOptions } from './store/purge-regularly.js'
export type { ProviderRequest } from './request.js'
export type { ProviderResponse } from './response.js'
export type {
  EndpointSuccess,
  Authenticated,
  AuthenticateResult,
  AuthorizationDecision,
  AuthorizationInput,
  Consent,
  ConsumerGrant,
  ConsumerInfo,
  Grant,
  NamedScope,
  Refusal,
  SignedContent,
  TwoLeggedResult,
  Visitor,
} from './results.js'
export type { RekeyResult } from './sealed-store/rekey.js'
export { sealedStore } from './sealed-store/sealed-store.js'
export type { SealedStoreKeys } from './sealed-store/sealed-store-keys.js'
export type { SealedStore } from './sealed-store/sealed-store.js'
export { splitStore } from './split-store/split-store.js'
export type { DurableSplitStores, NonceStore, SplitStores } from './split-store/split-store.js'
export type { ConsumerCredential, ConsumerRecord, ConsumerStatus } from './store/consumer-record.js'
export type { RefusalCount } from './store/refusal-count.js'
export type { AuditAction, AuditChange, AuditEntry, AuditPageRequest } from './store/audit-entry.js'
export type {
  AccessTokenFilter,
  ConsumerPageRequest,
  DurableStore,
  FoundCredentials,
  NonceRecord,
  PageRequest,
  RevocationTarget,
  Store,
} from './store/store.js'
export type {
  AccessTokenRecord,
  AccessTokenState,
  GrantOrigin,
  RequestTokenRecord,
  RequestTokenState,
} from './store/token-records.js'
export type { Throttle } from './settings/throttle.js'
export type {
  IssuedToken,
  IssueTokenOptions,
  TokenDetails,
  TokenPage,
  Tokens,
} from './management/tokens.js'
