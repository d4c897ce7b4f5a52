import type { PlainSigningOptions } from './signing.js'
import type { OwnParameters, Unsigned } from './read-unsigned.js'
import { refuseMisfits } from './refuse-misfits.js'
import { refuseUnverifiable } from './refuse-unverifiable.js'
import type { SignatureMethod } from './signature-method.js'

export { refuseWrongBodyHash } from './refuse-unverifiable.js'

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
