import { isPairs } from './argument-checks.js'
import { assertArgument } from './assert-options.js'
import { OAuthError } from './errors.js'
import { parameterValue } from './parameters.js'
import type { ParameterList } from './parameter-list.js'
import type { SignatureMethod } from './signature-method.js'

const ALWAYS = ['oauth_consumer_key', 'oauth_signature_method', 'oauth_signature']
const TIME = ['oauth_timestamp', 'oauth_nonce']
/**
 * The names of the parameters that nearly every request carries.
 *
 * @internal
 */
// Marked, so that a bundle of something else can leave it out.
export const ALWAYS_AND_TIME: readonly string[] = /* @__PURE__ */ ALWAYS.concat(TIME)

/**
 * Makes sure that a request carries the protocol parameters that every request needs, and the one
 * version there is.
 *
 * @example
 *
 * ```ts
 * assertProtocolParameters(collectRequest(request).protocol, HMAC_SHA1)
 * ```
 *
 * @param protocol The protocol parameters.
 * @param method The method that the request names, if it is known: some need no timestamp and
 *   nonce.
 *
 * @throws {@link OAuthError} `credentials_absent`, `parameter_absent` or `version_rejected`.
 *
 * @see [RFC 5849, section 3.1](https://www.rfc-editor.org/rfc/rfc5849#section-3.1)
 */
export function assertProtocolParameters(
  protocol: ParameterList,
  method: SignatureMethod | undefined,
): void {
  if (!Array.isArray(protocol)) {
    assertArgument('assertProtocolParameters', { protocol }, isPairs)
  }
  if (protocol.length === 0) {
    throw new OAuthError('credentials_absent', 'The request carries no OAuth credentials.')
  }
  const isAbsent = (name: string): boolean => !parameterValue(protocol, name)
  const needsTime = method?.allowMissingTimestamp !== true || !TIME.every(isAbsent)
  const needed = needsTime ? ALWAYS_AND_TIME : ALWAYS
  if (needed.some(isAbsent)) {
    const absent = needed.filter(isAbsent)
    throw new OAuthError('parameter_absent', `Missing: ${absent.join(', ')}.`, {
      details: { parametersAbsent: absent },
    })
  }
  const version = parameterValue(protocol, 'oauth_version')
  if (version !== undefined && version !== '1.0') {
    throw new OAuthError('version_rejected', 'The only oauth_version is 1.0.', {
      details: { acceptableVersions: ['1.0', '1.0'] },
    })
  }
}
