import { argumentError } from './argument-error.js'
import { isRealm } from './authorization-header.js'
import { bodyHash } from './body-hash.js'
import { constantTimeEqual } from './constant-time.js'
import type { EncodedParameters } from './encoded-parameters.js'
import { OAuthError } from './errors.js'
import { hasFormContentType } from './form-content-type.js'
import type { ParameterList } from './parameter-list.js'
import { isOAuthPair } from './is-oauth-pair.js'
import { percentEncode } from './percent-encode.js'
import type { OwnParameters, Unsigned } from './read-unsigned.js'
import type { SignatureMethod } from './signature-method.js'
import type { PlainSigningOptions } from './signing.js'

/**
 * Refuses parameters with which every verifier would refuse the signed request.
 *
 * @internal
 */
export function refuseUnverifiable(
  { query, form }: OwnParameters,
  { transmission = 'header', parameters = [] }: PlainSigningOptions,
): void {
  for (const parameter of parameters) {
    const fault =
      findFault(parameter) ?? (transmission === 'header' ? findHeaderFault(parameter) : undefined)
    if (fault !== undefined)
      throw argumentError(`signRequest: parameters must not contain ${fault}`)
  }
  refuseOwn('request.url', query, { transmission, place: 'query' })
  refuseOwn('request.body', form, { transmission, place: 'body' })
}

/**
 * Refuses an `oauth_body_hash` that the caller brings and that is not the one of the body. Methods
 * without one ignore it. A body that is not given may be sent as a stream: its hash is taken on trust.
 *
 * @internal
 */
export async function refuseWrongBodyHash(
  given: EncodedParameters,
  unsigned: Unsigned,
  {
    method,
    transmission,
  }: { readonly method: SignatureMethod; readonly transmission: string | undefined },
): Promise<void> {
  if (method.bodyHash === undefined) return
  const parameter = given.find(([name]) => name === 'oauth_body_hash')
  if (parameter === undefined) return
  const isForm = transmission === 'body' || hasFormContentType(unsigned.headers)
  if (!isForm) {
    if (unsigned.body === undefined) return
    const right = percentEncode(await bodyHash(unsigned.body, method.bodyHash))
    if (constantTimeEqual(right, parameter[1])) return
  }
  throw argumentError(
    `signRequest: parameters must not contain an oauth_body_hash that ${isForm ? 'accompanies a form' : 'is not the hash of request.body'}. Leave it out, or set sendBodyHash`,
  )
}

// Section 3.5: protocol parameters are in one place.
function refuseOwn(
  option: string,
  own: EncodedParameters,
  { transmission, place }: { readonly transmission: string; readonly place: 'query' | 'body' },
): void {
  for (const parameter of own) {
    if (!isOAuthPair(parameter)) continue
    const fault =
      transmission === place
        ? findFault(parameter)
        : `a parameter whose name begins with oauth_, with transmission '${transmission}': protocol parameters must be in one place. Remove it, or give it in parameters`
    if (fault !== undefined) {
      throw new OAuthError('parameter_rejected', `signRequest: ${option} must not contain ${fault}`)
    }
  }
}

function findFault([name, value]: ParameterList[number]): string | undefined {
  if (name === 'oauth_signature') return 'oauth_signature, which signing adds. Remove it'
  if (name !== 'oauth_version' || value === '1.0') return undefined
  return "an oauth_version that is not 1.0, the only one there is. Remove it, or give '1.0'"
}

// Section 3.5.1: a parameter of the header has a name, and realm is not one.
function findHeaderFault([name]: ParameterList[number]): string | undefined {
  if (name === '') {
    return "an empty name with transmission 'header', which cannot write it. Remove it, or send the parameters in the query or the body"
  }
  if (!isRealm(name)) return undefined
  return "realm with transmission 'header', in which it is not a parameter. Use the option realm"
}
