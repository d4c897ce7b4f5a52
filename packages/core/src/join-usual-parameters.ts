import type { ParameterList } from './parameter-list.js'

/**
 * Joins the protocol parameters as a base string contains them if they are the usual ones: those of
 * nearly every request, and no others. Returns `undefined` for any others, which are sorted and
 * joined one by one ({@link joinForBaseString}) with the same result.
 *
 * This second way exists for speed only: a template in the known order needs no sorting, so that
 * signing takes about 8 % and verifying about 13 % less time. `npm run bench -- usual-parameters`
 * measures both.
 *
 * @param protocol The protocol parameters.
 * @param encode The encoding of their values: `encodeTwice`, or `encodeAgain` if they are encoded once already.
 *
 * @internal
 */
export function joinUsualParameters(
  protocol: ParameterList,
  encode: (value: string) => string,
): string | undefined {
  let consumerKey, nonce, method, timestamp, token, version
  for (const parameter of protocol) {
    switch (parameter[0]) {
      case 'oauth_consumer_key':
        consumerKey = parameter[1]
        break
      case 'oauth_nonce':
        nonce = parameter[1]
        break
      case 'oauth_signature_method':
        method = parameter[1]
        break
      case 'oauth_timestamp':
        timestamp = parameter[1]
        break
      case 'oauth_token':
        token = parameter[1]
        break
      case 'oauth_version':
        version = parameter[1]
        break
      case 'oauth_signature':
        break
      default:
        return undefined
    }
  }
  if (
    consumerKey === undefined ||
    nonce === undefined ||
    method === undefined ||
    timestamp === undefined ||
    version !== '1.0'
  ) {
    return undefined
  }
  const ofToken = token === undefined ? '' : `%26oauth_token%3D${encode(token)}`
  return `oauth_consumer_key%3D${encode(consumerKey)}%26oauth_nonce%3D${encode(nonce)}%26oauth_signature_method%3D${encode(method)}%26oauth_timestamp%3D${encode(timestamp)}${ofToken}%26oauth_version%3D1.0`
}
