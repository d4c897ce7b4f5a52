import { authorizationTrustChecks } from './authorization-trust-checks.js'
import { tokenEndpointChecks } from './token-endpoint-checks.js'
import { randomnessChecks } from './randomness-checks.js'
import { unsignedCredentialChecks } from './unsigned-credential-checks.js'
import { authorizationPageChecks } from './authorization-page-checks.js'
import { lenientReadingChecks } from './lenient-reading-checks.js'
import { refusalSafetyChecks } from './refusal-safety-checks.js'
import { nonceScopeChecks } from './nonce-scope-checks.js'
import { ownerChecks } from './owner-checks.js'
import { leakChecks } from './leak-checks.js'
import { queryValueChecks } from './query-value-checks.js'
import { httpMethodChecks } from './http-method-checks.js'
import { headerParameterChecks } from './header-parameter-checks.js'
import { expiryChecks } from './expiry-checks.js'
import { laterReplayChecks, nonceDimensionChecks } from './nonce-dimension-checks.js'
import { addImpliedNeeds } from './add-implied-needs.js'
import { accessTokenChecks } from './access-token-checks.js'
import { callbackChecks } from './callback-checks.js'
import { credentialChecks } from './credential-checks.js'
import { exchangeRefusalChecks } from './exchange-refusal-checks.js'
import { headerChecks } from './header-checks.js'
import { parameterChecks } from './parameter-checks.js'
import { refusalChecks } from './refusal-checks.js'
import { timestampChecks } from './timestamp-checks.js'
import { verifierChecks } from './verifier-checks.js'
import { authorizationChecks } from './authorization-checks.js'
import { baseStringChecks } from './base-string-checks.js'
import { bodyLengthChecks } from './body-length-checks.js'
import { bodyHashChecks } from './body-hash-checks.js'
import { problemChecks } from './problem-checks.js'
import { sessionChecks } from './session-checks.js'
import { xauthChecks } from './xauth-checks.js'
import { formChecks } from './form-checks.js'
import { methodChecks } from './method-checks.js'
import type { ProviderCheck } from './provider-check.js'
import { replayChecks } from './replay-checks.js'
import { requestTokenChecks } from './request-token-checks.js'
import { transmissionChecks } from './transmission-checks.js'
import { verificationChecks } from './verification-checks.js'

const isOfClock = ({ needs }: ProviderCheck): boolean => needs?.includes('clockUrl') === true

/** Every check of a provider, in the order of the flow. Checks that move the clock come last. */
export const providerChecks: readonly ProviderCheck[] = [
  ...requestTokenChecks,
  ...callbackChecks,
  ...authorizationChecks,
  ...authorizationTrustChecks,
  ...authorizationPageChecks,
  ...accessTokenChecks.filter((check) => !isOfClock(check)),
  ...verifierChecks,
  ...exchangeRefusalChecks,
  ...tokenEndpointChecks,
  ...randomnessChecks,
  ...verificationChecks,
  ...parameterChecks,
  ...credentialChecks,
  ...unsignedCredentialChecks,
  ...ownerChecks,
  ...refusalChecks,
  ...leakChecks,
  ...refusalSafetyChecks,
  ...timestampChecks,
  ...replayChecks,
  ...nonceDimensionChecks,
  ...nonceScopeChecks,
  ...baseStringChecks,
  ...queryValueChecks,
  ...formChecks,
  ...httpMethodChecks,
  ...bodyLengthChecks,
  ...headerChecks,
  ...headerParameterChecks,
  ...lenientReadingChecks,
  ...transmissionChecks,
  ...methodChecks,
  ...xauthChecks,
  ...problemChecks,
  ...bodyHashChecks,
  ...sessionChecks,
  ...[...accessTokenChecks.filter(isOfClock), ...expiryChecks, ...laterReplayChecks].map(
    (check) => ({ ...check, runsAlone: true }),
  ),
].map(addImpliedNeeds)
