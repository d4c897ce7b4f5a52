import { argumentError, describeValue } from '@oauthplus/core/internal'
import { constantTimeEqual, OAuthError } from '@oauthplus/core'

import { isExpiredProblem } from './is-expired-problem.js'
import { copyForm } from './copy-form.js'
import type { FetchFunction } from '../settings/fetch-function.js'
import { limitSignal } from './limit-signal.js'
import { isChangedToGet, isBodiless, createNextRequest } from './create-next-request.js'
import { createRedirectError, findRedirectTarget } from './redirect.js'
import { isStream, createRepeatableBody } from './repeatable-body.js'
import type { RepeatableBody } from './repeatable-body.js'
import { readSignedParts, signRequestObject } from './sign-request-object.js'
import type { SignedParts } from './sign-request-object.js'
import { readProblem } from '../errors/read-problem.js'
import { createConnectionError } from '../errors/create-connection-error.js'
import { describeConnectionFailure } from '../errors/describe-connection-failure.js'
import { rememberErrorReader } from '../errors/error-readers.js'
import { rememberRequestSecrets } from '../errors/request-secrets.js'
import { rememberBaseString } from '../errors/read-base-string.js'
import type { Renew } from '../flows/create-renew.js'
import { parseUrl } from '../settings/secure-url.js'
import type { Settings } from '../settings/settings.js'
import { identifyToken } from '../token.js'
import type { Token } from '../token.js'

// The statuses of timestamp_refused and of tokens that have expired.
const RETRYABLE_STATUSES: ReadonlySet<number> = new Set([400, 401])

/**
 * What signs requests.
 *
 * @internal
 */
export interface Signer {
  /** Finds the token of a call; none for requests of only the Consumer. */
  readonly findToken: () => Promise<Token | undefined>
  /** Renews a token; absent if nobody keeps the new one. */
  readonly renew?: Renew | undefined
}

interface Call {
  readonly signer: Signer
  readonly init: RequestInit | undefined
  readonly repeatable: RepeatableBody
  readonly signal: AbortSignal | null | undefined
  token: Token | undefined
  /** What was sent that a server may repeat in a `Location`. */
  readonly credentials: string[]
  /** Whether the token was renewed, or the clock corrected: each happens once. */
  isRenewed: boolean
  isCorrected: boolean
}

/**
 * Creates a `fetch` that signs. The token is looked up once a call, after the platform has accepted
 * the request.
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
    // Node loses the signal inside a Request object when that is collected, so fetch receives it as well
    // once more.
    const signal =
      init?.signal === undefined && input instanceof Request ? input.signal : init?.signal
    const found = await signer.findToken()
    const token = isExpired(settings, found) ? await renewToken(signer, found, signal) : found
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

// What the platform says of a wrong URL differs from one to another.
function toRequest(input: string | URL | Request, init: RequestInit | undefined): Request {
  const isUrl = typeof input === 'string'
  if (!isUrl && (typeof (input as unknown) !== 'object' || (input as unknown) === null)) {
    throw argumentError(
      `fetch: input must be a URL or a Request, received ${describeValue(input)}`,
      'ERR_INVALID_ARG_TYPE',
    )
  }
  // In a browser a URL may be relative to its page.
  if (isUrl && typeof location === 'undefined' && parseUrl(input) === undefined) {
    throw argumentError(
      `fetch: input must be an absolute URL, such as https://photos.example/photos, received ${describeValue(input)}`,
    )
  }
  return new Request(input, addDuplex(init))
}

// Redirects are followed here: the platform would repeat the Authorization header, which fits one
// request only.
async function follow(
  settings: Settings,
  call: Call,
  { original, parts }: { readonly original: Request; readonly parts: SignedParts },
): Promise<Response> {
  const isFollowed = original.redirect === 'follow'
  const { origin } = new URL(original.url)
  let request = isFollowed ? new Request(original, { redirect: 'manual' }) : original
  let signed: SignedParts | undefined = parts
  for (let redirects = 0; ; redirects++) {
    const response = await send(settings, call, { request, parts: signed })
    if (!isFollowed) return response
    const target = await findRedirectTarget(response, {
      url: request.url,
      redirects,
      credentials: call.credentials,
    })
    if (target === undefined) return response
    if (request.url.startsWith('https:') && target.protocol === 'http:') {
      throw createRedirectError('it leads from https to http')
    }
    if (target.origin !== origin) {
      assertUnsignedAllowed(settings, target)
      // For good: who is elsewhere must not choose what is signed here.
      signed = undefined
    }
    const { init, repeatable } = call
    const { status } = response
    const isGet = isChangedToGet(status, request.method)
    request = await createNextRequest(target, { request, status, init, repeatable })
    if (signed && isGet) signed = await readSignedParts(settings, request, null)
  }
}

// Sends a request, and once more if it was refused for a reason that has gone meanwhile.
async function send(
  settings: Settings,
  call: Call,
  { request, parts }: { readonly request: Request; readonly parts: SignedParts | undefined },
): Promise<Response> {
  const signal = limitSignal(settings, call.signal)
  const options = signal === undefined ? undefined : { signal }
  if (parts === undefined) return sendOnce(settings, call, { request, options })
  const { token } = call
  const signed = await signRequestObject(settings, request, { token, parts })
  const { maskedBaseString, offsetSeconds } = signed
  call.credentials.push(...signed.credentials)
  const response = await sendOnce(settings, call, { request: signed.sent, options })
  rememberBaseString(response, maskedBaseString)
  rememberErrorReader(response, settings.readError)
  if (!(await shouldSendAgain(settings, call, { request, response, offsetSeconds }))) {
    // Last, so that a secret that is part of a usual code hides no code from the decision.
    rememberRequestSecrets(response, [settings.consumer.secret, token?.secret])
    return response
  }
  const next = await createNextRequest(new URL(request.url), {
    request,
    // The method and the body stay.
    status: 307,
    init: call.init,
    repeatable: call.repeatable,
  })
  return send(settings, call, { request: next, parts })
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
    // Such as the TypeError for a redirect that is not allowed.
    if (describeConnectionFailure(cause) === undefined) throw cause
    throw createConnectionError('The request', request.url, cause)
  }
}

async function shouldSendAgain(
  settings: Settings,
  call: Call,
  {
    request,
    ...refusal
  }: { readonly request: Request; readonly response: Response; readonly offsetSeconds: number },
): Promise<boolean> {
  if (!RETRYABLE_STATUSES.has(refusal.response.status)) return false
  const problem = await readProblem(refusal.response)
  // What is not sent again corrects the clock, too: the next call must not fail for the same reason.
  const hasChanged = settings.clock.correct(request.url, { ...refusal, problem })
  if (!call.repeatable.isRepeatable && !isBodiless(request)) return false
  if (hasChanged && !call.isCorrected) {
    call.isCorrected = true
    return true
  }
  const { token, signer } = call
  if (call.isRenewed || !isExpiredProblem(problem) || !isRenewable(signer, token)) return false
  call.isRenewed = true
  call.token = await renewToken(signer, token, call.signal)
  return true
}

function isExpired(settings: Settings, token: Token | undefined): boolean {
  return token?.expiresAtSeconds !== undefined && token.expiresAtSeconds < settings.nowSeconds()
}

function isRenewable(signer: Signer, token: Token | undefined): token is Token {
  return signer.renew !== undefined && Boolean(token?.sessionHandle)
}

async function renewToken(
  signer: Signer,
  token: Token | undefined,
  signal: AbortSignal | null | undefined,
): Promise<Token | undefined> {
  if (!isRenewable(signer, token)) return token
  try {
    return await signer.renew?.(token, { signal: signal ?? undefined })
  } catch (error) {
    signal?.throwIfAborted()
    const kept = await signer.findToken().catch(() => undefined)
    // Another process that keeps its tokens in the same place may have spent the handle.
    if (kept === undefined || constantTimeEqual(identifyToken(kept), identifyToken(token)))
      throw error
    return kept
  }
}

function assertKnownOrigin({ origins }: Settings, url: string): void {
  const { origin } = new URL(url)
  if (origins === undefined || origins.has(origin)) return
  throw new OAuthError(
    'origin_refused',
    `${origin} is not one of provider.origins, so nothing is signed for it.`,
  )
}

function assertUnsignedAllowed(settings: Settings, target: URL): void {
  if (settings.redirectCrossOrigin === 'unsigned') return
  throw createRedirectError(
    `it leads to another origin, ${target.origin}; redirectCrossOrigin: 'unsigned' follows it without credentials`,
  )
}

// Node requires this option for a stream that is sent before the response is read.
function addDuplex(init: RequestInit | undefined): RequestInit | undefined {
  if (init === undefined || !isStream(init.body)) return init
  return { ...init, duplex: 'half' } as RequestInit
}
