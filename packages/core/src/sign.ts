import type { UnreadBody } from './body-input.js'
import { loadPart } from './load-part.js'
import { selectOrdinaryMethod } from './select-ordinary-method.js'
import type * as SignAnything from './sign-anything.js'
import { signPlain } from './sign-plain.js'
import type {
  Credentials,
  PlainSigningOptions,
  SignedRequest,
  SignRequestOptions,
  UnsignedRequest,
} from './signing.js'
import { isWebRequest } from './web-request.js'
import type { WebRequest } from './web-request.js'
import type { PlainUnsigned } from './plain-unsigned.js'

/**
 * Signs a request and returns it as it must go on the wire, so that what is signed and what is sent
 * cannot differ. The URL is signed as given, never as a parser would rewrite it; inputs are never
 * changed.
 *
 * @example
 *
 * ```ts
 * const signed = await signRequest(
 *   { method: 'GET', url: 'https://photos.example/photos?size=original' },
 *   { consumer: { key, secret }, token: { key: tokenKey, secret: tokenSecret } },
 * )
 * const response = await fetch(signed.url, signed)
 * ```
 *
 * @param request The request: an object with its parts, or a `Request`, of whose body a clone is
 *   read.
 * @param credentials The consumer and, if there is one, the token.
 * @param options Method, place and values of the protocol parameters.
 *
 * @returns The request to send, with the base string, the protocol parameters and the signature.
 *
 * @throws `TypeError` if every verifier would refuse the result: a secret or key is
 *   missing, a token without a key has a secret, the request has an Authorization header, a
 *   form or a GET cannot contain the parameters, `parameters` have a name that is taken or cannot be
 *   written, PLAINTEXT is in the query without `allowPlaintextInQuery`, or a form or a body to
 *   hash is a stream. Its `code` is `ERR_INVALID_ARG_TYPE` if a value is of the wrong type,
 *   otherwise `ERR_INVALID_ARG_VALUE`.
 * @throws {@link OAuthError} `parameter_rejected` if the URL or the form is invalid, or contains
 *   a protocol parameter that would be added, or any protocol parameter while the added ones
 *   are in another place.
 *
 * @see [RFC 5849, section 3.1](https://www.rfc-editor.org/rfc/rfc5849#section-3.1)
 */
export function signRequest(
  request: UnsignedRequest | WebRequest,
  credentials: Credentials,
  options?: SignRequestOptions,
): Promise<SignedRequest>
export function signRequest<Unread extends UnreadBody>(
  request: UnsignedRequest<Unread>,
  credentials: Credentials,
  options?: SignRequestOptions,
): Promise<SignedRequest<Unread>>
export function signRequest(
  request: UnsignedRequest<UnreadBody> | WebRequest,
  credentials: Credentials,
  options: SignRequestOptions = {},
): Promise<SignedRequest<UnreadBody>> {
  const method = selectOrdinaryMethod(request, credentials, options)
  if (method !== undefined) {
    return signPlain(
      request as PlainUnsigned,
      { credentials, method, loadUnusualSigning: loadSignAnything },
      options as PlainSigningOptions,
    )
  }
  const loaded = loadSignAnything()
  if (!(loaded instanceof Promise)) return loaded.signAnything(request, credentials, options)
  // Before the first await: the caller may read the body next.
  const given = isWebRequest(request) && !request.bodyUsed ? request.clone() : request
  return loaded.then(({ signAnything }) => signAnything(given, credentials, options))
}

let anything: typeof SignAnything | undefined

// Synchronous once it is loaded, because each promise on the way costs a twentieth of an HMAC.
function loadSignAnything(): typeof SignAnything | Promise<typeof SignAnything> {
  return (
    anything ??
    loadPart('unusual requests', () => import('./sign-anything.js')).then(
      (loaded) => (anything = loaded),
    )
  )
}
