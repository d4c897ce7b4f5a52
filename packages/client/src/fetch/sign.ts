import type { ParameterList, SignedRequest } from '@oauthplus/core'
import {
  assertArgument,
  hasFormContentType,
  isInteger,
  isNonEmptyString,
  signPlain,
} from '@oauthplus/core/internal'
import type { PlainUnsigned } from '@oauthplus/core/internal'

import { loadOnDemand } from '../load-on-demand.js'
import type { Settings } from '../settings/settings.js'
import type { Token } from '../token.js'

const isTimestamp = isInteger(0)
/** An empty token, for providers that require an empty `oauth_token`. */
const NO_TOKEN: Token = { key: '', secret: '' }

/**
 * A signed request, and data about its signature.
 *
 * @internal
 */
export interface Signed extends Omit<SignedRequest, 'baseString'> {
  /** The base string, including secrets. `undefined` for PLAINTEXT, which has no base string. */
  readonly baseString: string | undefined
  /** The difference between the signed timestamp and this machine's clock, in seconds. */
  readonly offsetSeconds: number
}

/**
 * Signs a request as the client's consumer, with a new nonce and the time of the request's origin.
 *
 * @internal
 */
export async function sign(
  settings: Settings,
  request: PlainUnsigned & {
    readonly url: string
    readonly headers: NonNullable<PlainUnsigned['headers']>
  },
  options: {
    readonly token: Token | undefined
    /** Protocol parameters in addition to the standard ones. */
    readonly parameters?: ParameterList | undefined
    /** Parameters that are signed, but sent separately. */
    readonly signedParameters?: ParameterList | undefined
    readonly sendBodyHash?: boolean | undefined
    readonly transmission?: 'header' | 'query' | 'body' | undefined
  },
): Promise<Signed> {
  const { consumer, signatureMethod, realm } = settings
  const { parameters, sendBodyHash, transmission } = options
  const offsetSeconds = settings.clock.getOffsetSeconds(request.url)
  const nonce = settings.nonce()
  if (nonce !== undefined) assertArgument('createClient', { 'nonce()': nonce }, isNonEmptyString)
  const timestampSeconds = settings.nowSeconds() + offsetSeconds
  assertArgument('createClient', { 'now() in seconds': timestampSeconds }, isTimestamp)
  const token = options.token ?? (settings.sendEmptyToken ? NO_TOKEN : undefined)
  const signed = await signPlain(
    request,
    { credentials: { consumer, token }, method: signatureMethod, loadUnusualSigning: loadOnDemand },
    {
      realm,
      nonce,
      timestampSeconds,
      parameters,
      // Body Hash, section 4.1.1. A GET may still have the Content-Type of a form from the POST before a
      // redirect.
      sendBodyHash: sendBodyHash && !hasFormContentType(request.headers),
      transmission,
      dialect: settings.dialect,
      unsentParameters: options.signedParameters,
    },
  )
  return {
    ...signed,
    offsetSeconds,
    baseString: signatureMethod.name === 'PLAINTEXT' ? undefined : signed.baseString,
  }
}
