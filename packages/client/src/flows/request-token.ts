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
 * Requests a token. Follows redirects only on the same origin and signs each request again. The
 * last request carries everything that the first one did.
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
      // A token request that was refused for its timestamp has had no effect.
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
        `a token request must stay on its origin, and the redirect goes to ${target.origin}`,
      )
    }
    // RFC 9110, section 15.4.4: a 303 redirect is fetched with GET. The other statuses may keep the
    // method, and must do so for a form: without its parameters, the provider would grant something
    // else.
    if (response.status === 303) {
      if (form.length > 0) throw createRedirectError('it would drop the form parameters')
      method = 'GET'
    }
    url = target.href
    query = removeCarried(target, form)
  }
}

// A Location may keep the query of a GET, which would send the parameters twice.
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
  /** The signed base string, masked. */
  readonly baseString: string | undefined
  /** The values that a server may repeat in a `Location` header. */
  readonly credentials: readonly string[]
  /** The clock offset that was used for signing. */
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
      // Secrets in a URL would be logged.
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

// fetch rejects with a TypeError, which in this package reports a caller's mistake.
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
