import { findRoutePaths } from './route-paths.js'
import type { RoutePaths } from './route-paths.js'
import type { Portal } from '../portal/create-portal.js'
import type { Provider } from '../provider.js'
import type { ProviderRequest } from '../request.js'
import type { ProviderResponse } from '../response.js'
import type { Visitor } from '../results.js'

/** Responds to a request to one endpoint. */
export type Endpoint = (request: ProviderRequest, visitor: Visitor) => Promise<ProviderResponse>

/** Creates the endpoints, by their paths. Of two with the same path, the later one below responds. */
export function createEndpoints<User>(
  provider: Provider<User>,
  paths: RoutePaths | undefined,
): ReadonlyMap<string, Endpoint> {
  const found = findRoutePaths(paths)
  const { portal } = provider
  const own = portal === undefined ? [] : createPortalEndpoints(portal, found)
  return new Map<string, Endpoint>([
    ...own,
    [found.invalidateToken, async (request) => (await provider.invalidateToken(request)).response],
    [found.applications, (request, visitor) => provider.applications.respond(request, visitor)],
    [
      found.authorize,
      (request, visitor) =>
        provider.authorization.respond(request, {
          ...visitor,
          applicationsUrl: getRelativeUrl(found.authorize, found.applications),
        }),
    ],
    [found.accessToken, async (request) => (await provider.accessToken(request)).response],
    [found.requestToken, async (request) => (await provider.requestToken(request)).response],
  ])
}

function createPortalEndpoints(
  portal: Portal,
  { developer, admin, applications }: ReturnType<typeof findRoutePaths>,
): readonly (readonly [path: string, endpoint: Endpoint])[] {
  const addLinks = (visitor: Visitor, from: string): Visitor => ({
    ...visitor,
    developerUrl: getRelativeUrl(from, developer),
    reviewerUrl: getRelativeUrl(from, admin),
    applicationsUrl: getRelativeUrl(from, applications),
  })
  return [
    [
      developer,
      (request, visitor) => portal.respondDeveloper(request, addLinks(visitor, developer)),
    ],
    [admin, (request, visitor) => portal.respondReviewer(request, addLinks(visitor, admin))],
  ]
}

/** Returns a path relative to another one, because the path of the mount is not known here. */
function getRelativeUrl(from: string, to: string): string {
  return `${'../'.repeat(from.split('/').length - 2)}${to.slice(1)}` || './'
}
