import { SIGNATURE_METHODS } from '@oauthplus/core'
import type { SignatureMethod } from '@oauthplus/core'
import type { SignatureMethodRegistry } from '@oauthplus/core/internal'
import {
  argumentError,
  describeChoice,
  createSignatureMethodRegistry,
} from '@oauthplus/core/internal'

const builtIn = createSignatureMethodRegistry(SIGNATURE_METHODS)

/** Returns the methods that consumers of a provider can be registered for. */
export function selectSignatureMethods(
  methods: readonly (string | SignatureMethod)[] | undefined,
): SignatureMethodRegistry {
  if (methods === undefined) {
    return createSignatureMethodRegistry(
      SIGNATURE_METHODS.filter(({ name }) => name !== 'PLAINTEXT'),
    )
  }
  if (methods.length === 0)
    throw argumentError('signatureMethods must name at least one method, received an empty array')
  return createSignatureMethodRegistry(methods.map(resolve))
}

function resolve(method: string | SignatureMethod): SignatureMethod {
  if (typeof method !== 'string') return method
  const found = builtIn.get(method)
  if (found) return found
  throw argumentError(
    `signatureMethods must name existing methods (${[...builtIn.keys()].join(', ')}) or contain custom methods, received ${describeChoice(method)}`,
  )
}
