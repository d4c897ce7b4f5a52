import { nameError } from './argument-error.js'
import type { UnreadBody } from './body-input.js'
import { resolveSignatureMethod } from './built-in-methods.js'
import { isPlainUnsigned, readUnsignedWebRequest, toPlainUnsigned } from './plain-unsigned.js'
import * as unusualSigning from './unusual-signing.js'
import { signPlain } from './sign-plain.js'
import { assertSigning } from './signing-checks.js'
import type {
  Credentials,
  PlainSigningOptions,
  SignedRequest,
  SignRequestOptions,
  UnsignedRequest,
} from './signing.js'
import { toPairs } from './to-pairs.js'
import { isWebRequest } from './web-request.js'
import type { WebRequest } from './web-request.js'

export * from './unusual-signing.js'

/**
 * Signs a request in any shape and in any way, or says what is wrong with it.
 *
 * @internal
 */
export function signAnything(
  request: UnsignedRequest<UnreadBody> | WebRequest,
  credentials: Credentials,
  options: SignRequestOptions,
): Promise<SignedRequest<UnreadBody>> {
  return isWebRequest(request)
    ? readUnsignedWebRequest(request).then((read) => signUnsigned(read, credentials, options))
    : signUnsigned(request, credentials, options)
}

// Not async, because each promise on the way costs a twentieth of an HMAC.
function signUnsigned(
  request: UnsignedRequest<UnreadBody>,
  credentials: Credentials,
  options: SignRequestOptions,
): Promise<SignedRequest<UnreadBody>> {
  try {
    assertSigning(request, credentials, options)
    const plain = isPlainUnsigned(request) ? request : toPlainUnsigned(request, options)
    const method = resolveSignatureMethod(options.signatureMethod ?? 'HMAC-SHA1', 'signatureMethod')
    const signed = signPlain(
      plain,
      { credentials, method, loadUnusualSigning: () => unusualSigning },
      toPlainOptions(options),
    )
    const { unread } = plain
    return unread === undefined
      ? signed
      : signed.then((request) => addUnread(request, unread as UnreadBody))
  } catch (error) {
    const named = nameError('signRequest', error) as Error
    return Promise.reject(named)
  }
}

function addUnread(signed: SignedRequest, unread: UnreadBody): SignedRequest<UnreadBody> {
  const isStream = 'getReader' in unread || Symbol.asyncIterator in unread
  return { ...signed, body: unread, ...(isStream ? { duplex: 'half' as const } : {}) }
}

function toPlainOptions(options: SignRequestOptions): PlainSigningOptions {
  const { parameters } = options
  return parameters === undefined || Array.isArray(parameters)
    ? (options as PlainSigningOptions)
    : { ...options, parameters: toPairs('signRequest', 'parameters', parameters) }
}
