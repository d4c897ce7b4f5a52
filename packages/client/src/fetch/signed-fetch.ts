import type { FetchFunction } from './fetch-function.js'
import { becomesGet, nextRequest } from './next-request.js'
import { redirectRefused, redirectTarget } from './redirect.js'
import { isStream, sentAgain } from './sent-again.js'
import type { Settings } from '../settings/settings.js'
import { formOf, signInPlace } from './sign-in-place.js'
import type { Token } from '../token.js'

/**
 * Makes a `fetch` that signs. The token is looked up once a call, after the platform has accepted
 * the request.
 *
 * @internal
 */
export function signedFetch(
  settings: Settings,
  findToken: () => Promise<Token | undefined>,
): FetchFunction {
  return async (input, init) => {
    const asked = new Request(input, withDuplex(init))
    const token = await findToken()
    const form = await formOf(asked)
    const signal =
      init?.signal === undefined && input instanceof Request ? input.signal : init?.signal
    const send = (request: Request): Promise<Response> =>
      // Node loses the signal inside a Request object when that is collected, so fetch is told of
      // it once more.
      settings.send(request, signal === undefined ? undefined : { signal })
    if (asked.redirect === 'follow') return follow(settings, { asked, token, form, init, send })
    await signInPlace(settings, asked, { token, form })
    return send(asked)
  }
}

// Redirects are followed here: the platform would repeat the Authorization header, which fits one
// request only.
async function follow(
  settings: Settings,
  context: {
    readonly asked: Request
    readonly token: Token | undefined
    readonly form: Uint8Array<ArrayBuffer> | undefined
    readonly init: RequestInit | undefined
    readonly send: (request: Request) => Promise<Response>
  },
): Promise<Response> {
  const { asked, token, init, send } = context
  const { origin } = new URL(asked.url)
  let { form } = context
  let request = new Request(asked, { redirect: 'manual' })
  let isSigned = true
  const again = sentAgain(request, { form, body: init?.body })
  try {
    for (let redirects = 0; ; redirects++) {
      if (isSigned) await signInPlace(settings, request, { token, form })
      const response = await send(request)
      const target = await redirectTarget(response, { url: request.url, redirects })
      if (target === undefined) return response
      if (request.url.startsWith('https:') && target.protocol === 'http:') {
        throw redirectRefused('it leads from https to http')
      }
      if (target.origin !== origin) {
        requireUnsigned(settings, target)
        // For good: who is elsewhere must not choose what is signed here.
        isSigned = false
      }
      if (becomesGet(response.status, request.method)) form = undefined
      request = await nextRequest(target, { request, status: response.status, init, again })
    }
  } finally {
    again.release()
  }
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
