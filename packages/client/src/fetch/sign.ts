import { signatureBaseString, signRequest } from '@oauthplus/core'
import type { Dialect, ParameterList, SignedRequest, UnsignedRequest } from '@oauthplus/core'
import { hasFormContentType } from '@oauthplus/core/internal'

import type { Settings } from '../settings/settings.js'
import type { Token } from '../token.js'

/** A token that says nothing, for Providers that want an empty `oauth_token`. */
const NO_TOKEN: Token = { key: '', secret: '' }

/**
 * A signed request, and how it was signed.
 *
 * @internal
 */
export interface Signed extends Omit<SignedRequest, 'baseString'> {
  /** The base string, secrets included; `undefined` for PLAINTEXT, which has none. */
  readonly baseString: string | undefined
  /** How far the time that was signed is from this machine's, in seconds. */
  readonly offsetSeconds: number
}

/**
 * Signs a request as the client's Consumer, with a nonce of its own and the time of its origin.
 *
 * @internal
 */
export async function sign(
  settings: Settings,
  request: UnsignedRequest & {
    readonly url: string
    readonly headers: NonNullable<UnsignedRequest['headers']>
  },
  options: {
    readonly token: Token | undefined
    /** Protocol parameters in addition to those of every request. */
    readonly parameters?: ParameterList | undefined
    /** Parameters that are signed, but sent by other means. */
    readonly signedParameters?: ParameterList | undefined
    readonly sendBodyHash?: boolean | undefined
    readonly transmission?: 'header' | 'query' | 'body' | undefined
  },
): Promise<Signed> {
  const { consumer, signatureMethod, realm } = settings
  const { parameters, sendBodyHash, transmission } = options
  const offsetSeconds = settings.clock.getOffsetSeconds(request.url)
  const signed = await signRequest(
    request,
    { consumer, token: options.token ?? (settings.sendEmptyToken ? NO_TOKEN : undefined) },
    {
      signatureMethod,
      realm,
      nonce: settings.nonce(),
      timestampSeconds: settings.nowSeconds() + offsetSeconds,
      parameters,
      // Body Hash, section 4.1.1. A GET may have the type of a form, too: that of the POST before it.
      sendBodyHash: sendBodyHash && !hasFormContentType(request.headers),
      transmission,
      dialect: createDialect(settings, options.signedParameters ?? []),
    },
  )
  return {
    ...signed,
    offsetSeconds,
    baseString: signatureMethod.name === 'PLAINTEXT' ? undefined : signed.baseString,
  }
}

function createDialect(
  { dialect }: Settings,
  signedParameters: ParameterList,
): Dialect | undefined {
  if (signedParameters.length === 0) return dialect
  const baseString = dialect?.baseString ?? signatureBaseString
  return {
    ...dialect,
    baseString: (input) =>
      baseString({ ...input, parameters: [...input.parameters, ...signedParameters] }),
  }
}
