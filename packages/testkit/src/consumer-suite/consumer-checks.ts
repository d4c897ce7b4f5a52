import { accessTokenChecks } from './access-token-checks.js'
import { authorizationChecks } from './authorization-checks.js'
import { baseStringChecks } from './base-string-checks.js'
import { bodyChecks } from './body-checks.js'
import { callbackChecks } from './callback-checks.js'
import type { ConsumerCheck } from './consumer-check.js'
import { errorChecks } from './error-checks.js'
import { extensionChecks } from './extension-checks.js'
import { flowTraceChecks } from './flow-trace-checks.js'
import { headerChecks } from './header-checks.js'
import { methodChecks } from './method-checks.js'
import { nonceChecks } from './nonce-checks.js'
import { parallelFlowChecks } from './parallel-flow-checks.js'
import { redirectChecks } from './redirect-checks.js'
import { redirectLeakChecks } from './redirect-leak-checks.js'
import { requestChecks } from './request-checks.js'
import { requestMethodChecks } from './request-method-checks.js'
import { requestTokenChecks } from './request-token-checks.js'
import { outputChecks } from './output-checks.js'
import { retryChecks } from './retry-checks.js'
import { tlsChecks } from './tls-checks.js'
import { tokenRequestChecks } from './token-request-checks.js'
import { unaskedChecks } from './unasked-checks.js'
import { xauthChecks } from './xauth-checks.js'

/** Every check of a client, in the order of the flow. */
export const consumerChecks: readonly ConsumerCheck[] = [
  ...requestTokenChecks,
  ...tokenRequestChecks,
  ...authorizationChecks,
  ...errorChecks,
  ...callbackChecks,
  ...parallelFlowChecks,
  ...accessTokenChecks,
  ...requestChecks,
  ...nonceChecks,
  ...headerChecks,
  ...baseStringChecks,
  ...bodyChecks,
  ...requestMethodChecks,
  ...methodChecks,
  ...redirectLeakChecks,
  ...redirectChecks,
  ...xauthChecks,
  ...extensionChecks,
  ...retryChecks,
  ...unaskedChecks,
  ...flowTraceChecks,
  ...tlsChecks,
  ...outputChecks,
]
