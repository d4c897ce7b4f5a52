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

/** Every check of a provider, in the order of the flow. Checks that move the clock come last. */
export const providerChecks: readonly ProviderCheck[] = [
  ...requestTokenChecks,
  ...callbackChecks,
  ...authorizationChecks,
  ...accessTokenChecks.filter(({ needs }) => !needs?.includes('clockUrl')),
  ...verifierChecks,
  ...exchangeRefusalChecks,
  ...verificationChecks,
  ...parameterChecks,
  ...credentialChecks,
  ...refusalChecks,
  ...timestampChecks,
  ...replayChecks,
  ...baseStringChecks,
  ...formChecks,
  ...bodyLengthChecks,
  ...headerChecks,
  ...transmissionChecks,
  ...methodChecks,
  ...xauthChecks,
  ...problemChecks,
  ...bodyHashChecks,
  ...sessionChecks,
  ...accessTokenChecks
    .filter(({ needs }) => needs?.includes('clockUrl'))
    .map((check) => ({ ...check, runsAlone: true })),
]
