import { argumentError, describeValue } from '@oauthplus/core/internal'
import { OAuthError } from '@oauthplus/core'

import type { Call, Signer } from './call.js'
import { copyForm } from './copy-form.js'
import type { FetchFunction } from '../settings/fetch-function.js'
import { isRedirect } from './is-redirect.js'
import { limitSignal } from './limit-signal.js'
import type { NextRequest } from './next-request.js'
import { isStream, createRepeatableBody } from './repeatable-body.js'
import { readSignedParts, signRequestObject } from './sign-request-object.js'
import type { SignedParts } from './sign-request-object.js'
import { createConnectionError } from '../errors/create-connection-error.js'
import { describeConnectionFailure } from '../errors/describe-connection-failure.js'
import { rememberErrorReader } from '../errors/error-readers.js'
import { rememberRequestSecrets } from '../errors/request-secrets.js'
import { rememberBaseString } from '../errors/base-strings.js'
import { loadOnDemand } from '../load-on-demand.js'
import { parseUrl } from '../settings/secure-url.js'
import type { Settings } from '../settings/settings.js'
import type { Token } from '../token.js'

// The statuses used for timestamp_refused and for expired tokens.
const RETRYABLE_STATUSES: ReadonlySet<number> = new Set([400, 401])

/**
 * Creates a `fetch` that signs. It looks up the token once per call, after the platform has
 * accepted the request.
 *
 * @internal
 */
export function createSignedFetch(settings: Settings, signer: Signer): FetchFunction {
  return async (input, init) => {
    const original = toRequest(input, init)
    const body = copyForm(init?.body)
    assertKnownOrigin(settings, original.url)
    if (settings.userAgent !== undefined && !original.headers.has('user-agent')) {
      original.headers.set('user-agent', settings.userAgent)
    }
    // Node loses the signal of a Request object when the object is garbage-collected, so it is also
    // passed to fetch separately.
    const signal =
      init?.signal === undefined && input instanceof Request ? input.signal : init?.signal
    const found = await signer.findToken()
    const token = isExpired(settings, found)
      ? await (await loadOnDemand()).renewToken(signer, found, signal)
      : found
    const parts = await readSignedParts(settings, original, body)
    const bytes = parts.form ?? parts.hashed ?? parts.moved
    const repeatable = createRepeatableBody(original, { bytes, body })
    const call = { signer, init, repeatable, signal, token, isRenewed: token !== found }
    try {
      return await follow(
        settings,
        { ...call, credentials: [], isCorrected: false },
        { original, parts },
      )
    } finally {
      repeatable.release()
    }
  }
}

// Platforms report an invalid URL with different messages.
function toRequest(input: string | URL | Request, init: RequestInit | undefined): Request {
  const isUrl = typeof input === 'string'
  if (!isUrl && (typeof (input as unknown) !== 'object' || (input as unknown) === null)) {
    throw argumentError(
      `fetch: input must be a URL or a Request, received ${describeValue(input)}`,
      'ERR_INVALID_ARG_TYPE',
    )
  }
  // In a browser, a URL may be relative to the page.
  if (isUrl && typeof location === 'undefined' && parseUrl(input) === undefined) {
    throw argumentError(
      `fetch: input must be an absolute URL, such as https://photos.example/photos, received ${describeValue(input)}`,
    )
  }
  return new Request(input, addDuplex(init))
}

// Redirects are followed here, because the platform would repeat the Authorization header, which is
// valid for one request only.
async function follow(
  settings: Settings,
  call: Call,
  { original, parts }: { readonly original: Request; readonly parts: SignedParts },
): Promise<Response> {
  const isFollowed = original.redirect === 'follow'
  const { origin } = new URL(original.url)
  let next: NextRequest = {
    request: isFollowed ? new Request(original, { redirect: 'manual' }) : original,
    parts,
  }
  for (let redirects = 0; ; redirects++) {
    const response = await send(settings, call, next)
    if (!isFollowed || !isRedirect(response)) return response
    const { createRedirected } = await loadOnDemand()
    next = await createRedirected(settings, call, { ...next, response, origin, redirects })
  }
}

// Sends a request, and once more if it was refused for a reason that has been fixed.
async function send(
  settings: Settings,
  call: Call,
  { request, parts }: NextRequest,
): Promise<Response> {
  const signal = limitSignal(settings, call.signal)
  const options = signal === undefined ? undefined : { signal }
  if (parts === undefined) return sendOnce(settings, call, { request, options })
  const { token } = call
  const signed = await signRequestObject(settings, request, { token, parts })
  const { baseString, offsetSeconds } = signed
  call.credentials.push(...signed.credentials)
  const response = await sendOnce(settings, call, { request: signed.sent, options })
  rememberBaseString(response, baseString)
  rememberErrorReader(response, settings.readError)
  if (RETRYABLE_STATUSES.has(response.status)) {
    const { createSecondAttempt } = await loadOnDemand()
    const again = await createSecondAttempt(settings, call, { request, response, offsetSeconds })
    if (again !== undefined) return send(settings, call, { request: again, parts })
  }
  // Last, so that a secret that is part of a common code does not affect the decision.
  rememberRequestSecrets(response, [settings.consumer.secret, token?.secret])
  return response
}

async function sendOnce(
  settings: Settings,
  call: Call,
  {
    request,
    options,
  }: { readonly request: Request; readonly options: { readonly signal: AbortSignal } | undefined },
): Promise<Response> {
  try {
    return await settings.send(request, options)
  } catch (cause) {
    call.signal?.throwIfAborted()
    // For example the TypeError for a redirect that is not allowed.
    if (describeConnectionFailure(cause) === undefined) throw cause
    throw createConnectionError('The request', request.url, cause)
  }
}

function isExpired(settings: Settings, token: Token | undefined): boolean {
  return token?.expiresAtSeconds !== undefined && token.expiresAtSeconds < settings.nowSeconds()
}

function assertKnownOrigin({ origins }: Settings, url: string): void {
  const { origin } = new URL(url)
  if (origins === undefined || origins.has(origin)) return
  throw new OAuthError(
    'origin_refused',
    `${origin} is not in provider.origins, so the request was not sent.`,
  )
}

// Node requires this option for streaming request bodies.
function addDuplex(init: RequestInit | undefined): RequestInit | undefined {
  if (init === undefined || !isStream(init.body)) return init
  return { ...init, duplex: 'half' } as RequestInit
}
