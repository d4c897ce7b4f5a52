import { describeChoice } from './describe-value.js'
import { argumentError } from './argument-error.js'
import { HMAC_SHA1, HMAC_SHA256, HMAC_SHA512 } from './hmac.js'
import { PLAINTEXT } from './plaintext.js'
import { RSA_PSS, RSA_SHA1, RSA_SHA256, RSA_SHA512 } from './rsa.js'
import type { SignatureMethod } from './signature-method.js'
import { createSignatureMethodRegistry } from './create-signature-method-registry.js'
import type { SignatureMethodRegistry } from './create-signature-method-registry.js'

/**
 * The eight signature methods of this package.
 *
 * @see [RFC 5849, section 3.4](https://www.rfc-editor.org/rfc/rfc5849#section-3.4)
 */
export const SIGNATURE_METHODS: readonly SignatureMethod[] = /* @__PURE__ */ Object.freeze([
  HMAC_SHA1,
  HMAC_SHA256,
  HMAC_SHA512,
  RSA_SHA1,
  RSA_SHA256,
  RSA_SHA512,
  RSA_PSS,
  PLAINTEXT,
])

const builtIn: SignatureMethodRegistry =
  /* @__PURE__ */ createSignatureMethodRegistry(SIGNATURE_METHODS)

/**
 * Returns the method that a name or a method refers to.
 *
 * @internal
 */
export function resolveSignatureMethod(
  method: string | SignatureMethod,
  option: string,
): SignatureMethod {
  if (typeof method !== 'string') return method
  const found = builtIn.get(method)
  if (found) return found
  throw argumentError(
    `${option} must be one of ${[...builtIn.keys()].join(', ')}, or a custom method, received ${describeChoice(method)}`,
  )
}
