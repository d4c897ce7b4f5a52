import { argumentError } from './argument-error.js'
import { isMethodObject } from './argument-checks.js'
import { assertArgument } from './assert-options.js'
import { isArrayOf } from './option-checks.js'
import type { SignatureMethod } from './signature-method.js'

/** Signature methods by name. */
export type SignatureMethodRegistry = ReadonlyMap<string, SignatureMethod>

const isMethods = /* @__PURE__ */ isArrayOf('an array of signature methods', isMethodObject)

/**
 * Collects signature methods under their names, so that a request's `oauth_signature_method` finds
 * one.
 *
 * @example
 *
 * ```ts
 * signatureMethodRegistry([...SIGNATURE_METHODS, myKeyServiceMethod]).get('HMAC-SHA1')
 * ```
 *
 * @param methods The methods.
 *
 * @returns A map that does not change.
 *
 * @throws `TypeError` when two methods have one name, or one has none.
 *
 * @see [RFC 5849, section 3.4](https://www.rfc-editor.org/rfc/rfc5849#section-3.4)
 */
export function signatureMethodRegistry(
  methods: readonly SignatureMethod[],
): SignatureMethodRegistry {
  assertArgument('signatureMethodRegistry', { methods }, isMethods)
  const registry = new Map<string, SignatureMethod>()
  for (const method of methods) {
    if (registry.has(method.name)) {
      throw argumentError(
        `signatureMethodRegistry: methods must not hold two of one name, received two named ${method.name}`,
      )
    }
    registry.set(method.name, method)
  }
  return registry
}
