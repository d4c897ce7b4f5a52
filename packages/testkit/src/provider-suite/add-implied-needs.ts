import { SHARED_SECRET, SIGNATURE } from './get-provider-features.js'
import type { ProviderCheck } from './provider-check.js'

/** Checks of secrets, which RSA does not use, and of octets after a signature, which its decoder may skip. */
const OF_SECRETS =
  /^(?:verify\.(?:signature-extended|wrong-(?:consumer|token)-secret|empty-(?:token-secret|secrets)|two-legged-wrong-secret)|request-token\.wrong-secret|access-token\.wrong-token-secret|method\.rsa-without-key)(?:\.status)?$/
/** Checks of what PLAINTEXT does not sign, and of the nonce and timestamp that it need not have. */
const OF_SIGNATURES = [
  /^(?:tampered|nonce|timestamp)\./,
  /^(?:absent|empty)\.oauth_(?:nonce|timestamp)/,
  /^(?:request|access)-token\.(?:tampered-|nonce-absent|timestamp-|callback-tampered|verifier-unsigned)/,
  /^verify\.signature-(?:with-plus|lower-case)/,
  /^(?:xauth\.tampered|transmission\.unsigned-token-in-query)$/,
  /^problem\.(?:nonce_used|timestamp_refused|parameter_absent)/,
]

/** Adds the features that a check needs because of what it tests. */
export function addImpliedNeeds(check: ProviderCheck): ProviderCheck {
  const { id, needs = [] } = check
  const implied = [
    ...(OF_SECRETS.test(id) ? [SHARED_SECRET] : []),
    ...(OF_SIGNATURES.some((pattern) => pattern.test(id)) ? [SIGNATURE] : []),
  ]
  return implied.length === 0 ? check : { ...check, needs: [...needs, ...implied] }
}
