import {
  argumentError,
  assertArgument,
  assertOptions,
  createOptionCheck,
  isFunction,
  optionChecks,
  readLimited,
} from '@oauthplus/core/internal'

import { findAdapterView } from '../adapter/find-adapter-view.js'
import type { Provider } from '../provider.js'
import type { ProviderRequest } from '../request.js'
import { splitUrl } from './split-url.js'
import { isWebMessage } from './web-checks.js'

const READ_BEFORE =
  'The body of this request was read before OAuth could: call routes() and protect() before anything that reads it, or read a clone, as in request.clone().formData()'

/** The facts that a platform knows about a request in addition to the `Request`. */
export interface WebRequestOptions {
  /** The IP address of the other end of the connection. Not known by default. */
  readonly peerAddress?: string | undefined
  /** Returns a `Request` with the same body, if the body of this one was read and kept. */
  readonly getKept?: (() => Promise<Request> | undefined) | undefined
}

const OPTIONS = optionChecks<WebRequestOptions>({
  required: {},
  optional: {
    peerAddress: createOptionCheck(
      'an IP address as a string',
      (value) => typeof value === 'string',
    ),
    getKept: isFunction,
  },
})

/**
 * Translates a `Request` into the neutral form. Its body stays readable.
 *
 * @example
 *
 * ```ts
 * const received = new Request('https://photos.example/photos')
 * const request = readWebRequest(provider, received, { peerAddress: '192.0.2.1' })
 * const result = await provider.authenticate(request)
 * ```
 *
 * @param provider The provider that gets the request.
 * @param request The `Request`.
 * @param options `peerAddress`: the IP address of the other end of the connection; `getKept`: returns a
 *   `Request` with the same body, if the body of this one was read and kept.
 *
 * @returns The neutral request. Its `readBody` rejects with `TypeError` if the body was read before and
 *   not kept.
 *
 * @throws `TypeError` when an argument or an option is unknown or has a wrong value.
 *
 * @see [RFC 5849, section 3.4.1.3](https://www.rfc-editor.org/rfc/rfc5849#section-3.4.1.3)
 */
export function readWebRequest<User>(
  provider: Provider<User>,
  request: Request,
  options: WebRequestOptions = {},
): ProviderRequest {
  const { hasFixedPublicUrl } = findAdapterView('readWebRequest', provider)
  assertArgument('readWebRequest', { request }, isWebMessage('a Request'))
  assertOptions('readWebRequest', options, OPTIONS)
  const { authority, target } = splitUrl(request.url)
  const host = request.headers.get('host')
  let body: Promise<Uint8Array> | undefined
  return {
    method: request.method,
    // A request target that names another host than the Host header is passed on whole, so that the
    // provider judges it (RFC 9112, section 3.2.2).
    url: host === null || host === authority || hasFixedPublicUrl ? target : request.url,
    // HTTP/2 names the host in the URL only (RFC 9113, section 8.3.1).
    headers: host === null ? [...request.headers, ['host', authority]] : [...request.headers],
    peer: { address: options.peerAddress, secure: /^https:/i.test(request.url) },
    readBody: (limitBytes) => (body ??= readBody(request, options, limitBytes)),
  }
}

async function readBody(
  request: Request,
  { getKept }: WebRequestOptions,
  limitBytes: number,
): Promise<Uint8Array> {
  const kept = await getKept?.()
  if (kept === undefined && (request.bodyUsed || request.body?.locked === true)) {
    throw argumentError(READ_BEFORE)
  }
  return readLimited('readBody', kept ?? request, limitBytes)
}
