import type { Settings } from '../settings/settings.js'
import type { Call } from './call.js'
import { createNextRequest, isChangedToGet } from './create-next-request.js'
import { createRedirectError } from './create-redirect-error.js'
import { findRedirectTarget } from './find-redirect-target.js'
import type { NextRequest } from './next-request.js'
import { readSignedParts } from './sign-request-object.js'

/**
 * Creates the request for a redirect.
 *
 * @internal
 */
export async function createRedirected(
  settings: Settings,
  { init, repeatable, credentials }: Call,
  redirected: NextRequest & {
    readonly response: Response
    /** The origin of the first request. */
    readonly origin: string
    readonly redirects: number
  },
): Promise<NextRequest> {
  const { request, response, origin, redirects } = redirected
  const { url } = request
  const target = await findRedirectTarget(response, { url, redirects, credentials })
  if (url.startsWith('https:') && target.protocol === 'http:') {
    throw createRedirectError('it leads from https to http')
  }
  if (target.origin !== origin) assertUnsignedAllowed(settings, target)
  const { status } = response
  const isGet = isChangedToGet(status, request.method)
  const next = await createNextRequest(target, { request, status, init, repeatable })
  // Permanent: another origin must not choose what is signed here.
  if (redirected.parts === undefined || target.origin !== origin) {
    return { request: next, parts: undefined }
  }
  return {
    request: next,
    parts: isGet ? await readSignedParts(settings, next, null) : redirected.parts,
  }
}

function assertUnsignedAllowed(settings: Settings, target: URL): void {
  if (settings.redirectCrossOrigin === 'unsigned') return
  throw createRedirectError(
    `it leads to another origin, ${target.origin}; redirectCrossOrigin: 'unsigned' follows it without credentials`,
  )
}
