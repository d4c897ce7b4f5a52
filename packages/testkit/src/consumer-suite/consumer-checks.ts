import { accessTokenChecks } from './access-token-checks.js'
import { authorizationChecks } from './authorization-checks.js'
import { baseStringChecks } from './base-string-checks.js'
import { bodyChecks } from './body-checks.js'
import { callbackChecks } from './callback-checks.js'
import type { ConsumerCheck } from './consumer-check.js'
import { errorChecks } from './error-checks.js'
import { extensionChecks } from './extension-checks.js'
import { headerChecks } from './header-checks.js'
import { methodChecks } from './method-checks.js'
import { nonceChecks } from './nonce-checks.js'
import { redirectChecks } from './redirect-checks.js'
import { requestChecks } from './request-checks.js'
import { requestTokenChecks } from './request-token-checks.js'
import { xauthChecks } from './xauth-checks.js'

/** Every check of a client, in the order of the flow. */
export const consumerChecks: readonly ConsumerCheck[] = [
  ...requestTokenChecks,
  ...authorizationChecks,
  ...errorChecks,
  ...callbackChecks,
  ...accessTokenChecks,
  ...requestChecks,
  ...nonceChecks,
  ...headerChecks,
  ...baseStringChecks,
  ...bodyChecks,
  ...methodChecks,
  ...redirectChecks,
  ...xauthChecks,
  ...extensionChecks,
]
