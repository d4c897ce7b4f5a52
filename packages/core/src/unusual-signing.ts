import { bodyHash } from './body-hash.js'
import type { EncodedParameters } from './encoded-parameters.js'
import { nameOption } from './name-option.js'
import { refuseDuplicates } from './parameters.js'
import type { OwnParameters, Unsigned } from './read-unsigned.js'
import { refuseMisfits } from './refuse-misfits.js'
import { refuseUnverifiable, refuseWrongBodyHash } from './refuse-unverifiable.js'
import type { SignatureMethod } from './signature-method.js'
import type { PlainSigningOptions } from './signing.js'

export { transmit } from './transmission.js'

/**
 * Refuses what no verifier would accept.
 *
 * @internal
 */
export function refuseUnusual(
  request: {
    readonly unsigned: Unsigned
    readonly own: OwnParameters
    readonly method: SignatureMethod
  },
  options: PlainSigningOptions,
): void {
  refuseMisfits(request.unsigned, options, request.method)
  refuseUnverifiable(request.own, options)
}

/**
 * Computes the body hash of a request; `undefined` for a method without one.
 *
 * @internal
 */
export function hashUnsigned(
  { body = '' }: Unsigned,
  method: SignatureMethod,
): Promise<string> | undefined {
  return method.bodyHash === undefined ? undefined : bodyHash(body, method.bodyHash)
}

/**
 * Refuses a protocol parameter that is there twice, and a body hash of another body.
 *
 * @internal
 */
export async function refuseRepeated(
  all: EncodedParameters,
  unsigned: Unsigned,
  signing: {
    readonly method: SignatureMethod
    readonly transmission: string | undefined
    /** The hash that was computed here. */
    readonly hash: string | undefined
  },
): Promise<void> {
  try {
    refuseDuplicates(all)
  } catch (error) {
    throw nameOption('parameters, request.url or request.body', error)
  }
  if (signing.hash === undefined) await refuseWrongBodyHash(all, unsigned, signing)
}
