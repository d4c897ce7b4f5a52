import { formatForm } from '@oauthplus/core'
import type { ParameterList } from '@oauthplus/core'
import { appendQuery, isProtocolParameter } from '@oauthplus/core/internal'

import { createConnectionError } from '../errors/create-connection-error.js'
import { findReportedProblem } from '../errors/find-reported-problem.js'
import { maskBaseString } from '../errors/mask-base-string.js'
import { readBodyText } from '../errors/read-body-text.js'
import { createRedirectError } from '../fetch/create-redirect-error.js'
import { findRedirectTarget } from '../fetch/find-redirect-target.js'
import { isRedirect } from '../fetch/is-redirect.js'
import type { Settings } from '../settings/settings.js'
import { limitSignal } from '../fetch/limit-signal.js'
import { sign } from '../fetch/sign.js'
import { listRepeatableCredentials } from '../fetch/list-repeatable-credentials.js'
import { listSecrets, readTokenResponse } from './read-token-response.js'
import type { TokenRequest } from './token-request.js'
import type { TokenResponse } from './token-response.js'

const LIMIT_BYTES = 1_048_576

/**
 * Asks for a token. A redirect is followed on the same origin only, each request signed again:
 * whatever the first one carried, the last one carries too.
 *
 * @internal
 */
export async function requestToken(
  settings: Settings,
  request: TokenRequest,
): Promise<TokenResponse> {
  const form = request.parameters.filter((parameter) => !isProtocolParameter(parameter))
  let { url } = request
  let query: ParameterList = form
  let method: string = settings.tokenRequestMethod ?? 'POST'
  let isCorrected = false
  for (let redirects = 0; ; redirects++) {
    const received = await sendSigned(settings, request, {
      url,
      method,
      form: method === 'GET' ? query : form,
    })
    const { response, offsetSeconds } = received
    if (!isRedirect(response)) {
      const text =
        (await reportConnectionFailure(request, url, () => readBodyText(response, LIMIT_BYTES))) ??
        ''
      const problem = findReportedProblem(response, text, {
        secrets: listSecrets(settings, request),
        baseString: received.baseString,
        readResponse: settings.readResponse,
        readError: settings.readError,
      })
      // A token request that was refused for its time has done nothing.
      const hasChanged =
        !response.ok && settings.clock.correct(url, { response, problem, offsetSeconds })
      if (hasChanged && !isCorrected) {
        isCorrected = true
        continue
      }
      return readTokenResponse(settings, request, { ...received, url, text, problem })
    }
    const target = await findRedirectTarget(response, {
      url,
      redirects,
      credentials: received.credentials,
    })
    if (target.origin !== new URL(url).origin) {
      throw createRedirectError(
        `a token request stays on its origin, and it led to ${target.origin}`,
      )
    }
    // RFC 9110, section 15.4.4: 303 is fetched by GET. The others may keep the method, and must
    // here, if it carries a form: without it the Provider would grant something else than was
    // asked for.
    if (response.status === 303) {
      if (form.length > 0) throw createRedirectError('it would drop the parameters of the form')
      method = 'GET'
    }
    url = target.href
    query = removeCarried(target, form)
  }
}

// A Location may keep the query of a GET: what is sent twice reads in two ways.
function removeCarried({ search }: URL, form: ParameterList): ParameterList {
  const carried = [...new URLSearchParams(search)]
  return form.filter(([name, value]) => {
    const index = carried.findIndex((pair) => pair[0] === name && pair[1] === value)
    if (index !== -1) carried.splice(index, 1)
    return index === -1
  })
}

interface SignedResponse {
  readonly response: Response
  /** What was signed, masked. */
  readonly baseString: string | undefined
  /** What of the request a server may repeat in a `Location`. */
  readonly credentials: readonly string[]
  /** The offset that it was signed with. */
  readonly offsetSeconds: number
}

async function sendSigned(
  settings: Settings,
  request: TokenRequest,
  {
    url,
    method,
    form,
  }: { readonly url: string; readonly method: string; readonly form: ParameterList },
): Promise<SignedResponse> {
  const isGet = method === 'GET'
  const headers: [name: string, value: string][] = []
  if (settings.userAgent !== undefined) headers.push(['User-Agent', settings.userAgent])
  if (form.length > 0 && !isGet) headers.push(['Content-Type', 'application/x-www-form-urlencoded'])
  const signed = await sign(
    settings,
    {
      method,
      url: isGet ? appendQuery(url, formatForm(form)) : url,
      headers,
      body: form.length === 0 || isGet ? undefined : formatForm(form),
    },
    {
      token: request.token,
      parameters: request.parameters.filter(isProtocolParameter),
      // In a URL secrets would be logged.
      transmission: settings.transmission === 'body' && !isGet ? 'body' : 'header',
    },
  )
  const response = await reportConnectionFailure(request, url, () =>
    settings.send(signed.url, {
      method,
      headers: signed.headers,
      body: signed.body,
      redirect: 'manual',
      signal: limitSignal(settings, request.signal) ?? null,
    }),
  )
  const { baseString, offsetSeconds } = signed
  const credentials = listRepeatableCredentials(settings, signed)
  return {
    response,
    baseString: baseString === undefined ? undefined : maskBaseString(baseString),
    credentials,
    offsetSeconds,
  }
}

// What fetch rejects with is a TypeError, which here means a caller's mistake.
async function reportConnectionFailure<Received>(
  { wanted, signal }: TokenRequest,
  url: string,
  receive: () => Promise<Received>,
): Promise<Received> {
  try {
    return await receive()
  } catch (cause) {
    signal?.throwIfAborted()
    throw createConnectionError(`The request for the ${wanted}`, url, cause)
  }
}
