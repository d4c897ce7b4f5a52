import { argumentError } from './argument-error.js'
import type { SignatureMethod } from './signature-method.js'

/** Signature methods by name. @internal */
export type SignatureMethodRegistry = ReadonlyMap<string, SignatureMethod>

/**
 * Collects signature methods under their names, so that a request's `oauth_signature_method` finds
 * one.
 *
 * @throws `TypeError` when two methods have the same name.
 *
 * @internal
 */
export function createSignatureMethodRegistry(
  methods: readonly SignatureMethod[],
): SignatureMethodRegistry {
  const registry = new Map<string, SignatureMethod>()
  for (const method of methods) {
    if (registry.has(method.name)) {
      throw argumentError(
        `signatureMethods must not contain two methods of the same name, received two named ${method.name}`,
      )
    }
    registry.set(method.name, method)
  }
  return registry
}
