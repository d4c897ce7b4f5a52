import { argumentError } from '@oauthplus/core/internal'

import { findCallbackViolation } from './callback.js'
import type { CallbackRules, CallbackViolation } from './callback.js'
import { findDangerousScheme } from './dangerous-scheme.js'

const MESSAGES: Readonly<Record<CallbackViolation, (pattern: string) => string>> = {
  dangerousScheme: (pattern) =>
    `must not have or contain the scheme ${findDangerousScheme(pattern) ?? ''}, which browsers or operating systems act upon; use a private scheme of the application, such as com.example.app`,
  notAbsolute: () =>
    'must be "oob" or an absolute URL without user, fragment, dot segments, backslash or characters beyond ASCII',
  anyPort: () =>
    'must not have any port ("*"), but for that of a loopback host (127.0.0.1, [::1], localhost)',
  wildcard: () =>
    'must contain "*" only as the port of a loopback host, or at the end of a path without query',
  blockedHost: () => 'must not lead to a host of blockedCallbackHosts',
  foreignScheme: (pattern) =>
    `must have http, https or a scheme that is a reversed domain name, such as com.example.app, received ${pattern.slice(0, pattern.indexOf(':')).toLowerCase()}; use such a scheme, or allow this one by nativeSchemes`,
}

/** Validates a pattern with which a consumer is registered. */
export function assertCallbackPattern(
  pattern: string,
  rules: CallbackRules,
  option: 'callbacks' | 'defaultCallback',
): void {
  const violation = findCallbackViolation(pattern, rules)
  if (violation !== undefined) throw argumentError(`${option} ${MESSAGES[violation](pattern)}`)
}
