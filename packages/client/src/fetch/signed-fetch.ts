import { constantTimeEqual, OAuthError } from '@oauthplus/core'

import { credentialsExpired } from './credentials-expired.js'
import type { FetchFunction } from './fetch-function.js'
import { limitedSignal } from './limited-signal.js'
import { becomesGet, isBodiless, nextRequest } from './next-request.js'
import { redirectRefused, redirectTarget } from './redirect.js'
import { isStream, sentAgain } from './sent-again.js'
import type { SentAgain } from './sent-again.js'
import { signedParts, signRequestObject } from './sign-request-object.js'
import type { SignedParts } from './sign-request-object.js'
import { readProblem } from '../errors/read-problem.js'
import { rememberBaseString } from '../errors/signed-base-string.js'
import type { Renew } from '../flows/renewals.js'
import type { Settings } from '../settings/settings.js'
import { identityOf } from '../token.js'
import type { Token } from '../token.js'

// The statuses of timestamp_refused and of tokens that have expired.
const MENDABLE: ReadonlySet<number> = new Set([400, 401])

/**
 * What signs requests.
 *
 * @internal
 */
export interface Signer {
  /** Finds the token of a call; none for requests of the Consumer alone. */
  readonly findToken: () => Promise<Token | undefined>
  /** Renews a token; absent where nobody keeps the new one. */
  readonly renew?: Renew | undefined
}

interface Call {
  readonly signer: Signer
  readonly init: RequestInit | undefined
  readonly again: SentAgain
  readonly signal: AbortSignal | null | undefined
  token: Token | undefined
  /** What was sent that a server may repeat in a `Location`. */
  readonly credentials: string[]
  /** Whether the token was renewed, or the clock corrected: each happens once. */
  isRenewed: boolean
  isCorrected: boolean
}

/**
 * Makes a `fetch` that signs. The token is looked up once a call, after the platform has accepted
 * the request.
 *
 * @internal
 */
export function signedFetch(settings: Settings, signer: Signer): FetchFunction {
  return async (input, init) => {
    const asked = new Request(input, withDuplex(init))
    requireKnownOrigin(settings, asked.url)
    if (settings.userAgent !== undefined && !asked.headers.has('user-agent')) {
      asked.headers.set('user-agent', settings.userAgent)
    }
    // Node loses the signal inside a Request object when that is collected, so fetch is told of it
    // once more.
    const signal =
      init?.signal === undefined && input instanceof Request ? input.signal : init?.signal
    const found = await signer.findToken()
    const token = isExpired(settings, found) ? await renewed(signer, found, signal) : found
    const parts = await signedParts(settings, asked, init?.body)
    const again = sentAgain(asked, { form: parts.form, body: init?.body })
    const call = { signer, init, again, signal, token, isRenewed: token !== found }
    try {
      return await follow(
        settings,
        { ...call, credentials: [], isCorrected: false },
        { asked, parts },
      )
    } finally {
      again.release()
    }
  }
}

// Redirects are followed here: the platform would repeat the Authorization header, which fits one
// request only.
async function follow(
  settings: Settings,
  call: Call,
  { asked, parts }: { readonly asked: Request; readonly parts: SignedParts },
): Promise<Response> {
  const isFollowed = asked.redirect === 'follow'
  const { origin } = new URL(asked.url)
  let request = isFollowed ? new Request(asked, { redirect: 'manual' }) : asked
  let signed: SignedParts | undefined = parts
  for (let redirects = 0; ; redirects++) {
    const response = await send(settings, call, { request, parts: signed })
    if (!isFollowed) return response
    const target = await redirectTarget(response, {
      url: request.url,
      redirects,
      credentials: call.credentials,
    })
    if (target === undefined) return response
    if (request.url.startsWith('https:') && target.protocol === 'http:') {
      throw redirectRefused('it leads from https to http')
    }
    if (target.origin !== origin) {
      requireUnsigned(settings, target)
      // For good: who is elsewhere must not choose what is signed here.
      signed = undefined
    }
    const { init, again } = call
    const { status } = response
    const isGet = becomesGet(status, request.method)
    request = await nextRequest(target, { request, status, init, again })
    if (signed && isGet) signed = await signedParts(settings, request, null)
  }
}

// Sends a request, and once more where it was refused for a reason that has gone meanwhile.
async function send(
  settings: Settings,
  call: Call,
  { request, parts }: { readonly request: Request; readonly parts: SignedParts | undefined },
): Promise<Response> {
  const signal = limitedSignal(settings, call.signal)
  const options = signal === undefined ? undefined : { signal }
  if (parts === undefined) return settings.send(request, options)
  const { token } = call
  const signed = await signRequestObject(settings, request, { token, parts })
  const { maskedBaseString, offsetSeconds } = signed
  call.credentials.push(...signed.credentials)
  const response = await settings.send(signed.sent, options)
  rememberBaseString(response, maskedBaseString)
  if (!(await isWorthAnother(settings, call, { request, response, offsetSeconds }))) return response
  const again = await nextRequest(new URL(request.url), {
    request,
    // The method and the body stay.
    status: 307,
    init: { ...call.init, redirect: request.redirect },
    again: call.again,
  })
  return send(settings, call, { request: again, parts })
}

async function isWorthAnother(
  settings: Settings,
  call: Call,
  {
    request,
    ...refusal
  }: { readonly request: Request; readonly response: Response; readonly offsetSeconds: number },
): Promise<boolean> {
  if (!MENDABLE.has(refusal.response.status)) return false
  const problem = await readProblem(refusal.response)
  // What is not sent again corrects the clock, too: the next call must not fail for the same reason.
  const hasChanged = settings.clock.correct(request.url, { ...refusal, problem })
  if (!call.again.isRepeatable && !isBodiless(request)) return false
  if (hasChanged && !call.isCorrected) {
    call.isCorrected = true
    return true
  }
  const { token, signer } = call
  if (call.isRenewed || !credentialsExpired(problem) || !isRenewable(signer, token)) return false
  call.isRenewed = true
  call.token = await renewed(signer, token, call.signal)
  return true
}

function isExpired(settings: Settings, token: Token | undefined): boolean {
  return token?.expiresAtSeconds !== undefined && token.expiresAtSeconds < settings.nowSeconds()
}

function isRenewable(signer: Signer, token: Token | undefined): token is Token {
  return signer.renew !== undefined && Boolean(token?.sessionHandle)
}

async function renewed(
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
    if (kept === undefined || constantTimeEqual(identityOf(kept), identityOf(token))) throw error
    return kept
  }
}

function requireKnownOrigin({ origins }: Settings, url: string): void {
  const { origin } = new URL(url)
  if (origins === undefined || origins.has(origin)) return
  throw new OAuthError(
    'origin_refused',
    `${origin} is not one of provider.origins, so nothing is signed for it.`,
  )
}

function requireUnsigned(settings: Settings, target: URL): void {
  if (settings.redirectCrossOrigin === 'unsigned') return
  throw redirectRefused(
    `it leads to another origin, ${target.origin}; redirectCrossOrigin: 'unsigned' follows it without credentials`,
  )
}

// Node wants to be told that a stream is sent before the answer is read.
function withDuplex(init: RequestInit | undefined): RequestInit | undefined {
  if (init === undefined || !isStream(init.body) || 'duplex' in init) return init
  return { ...init, duplex: 'half' } as RequestInit
}
