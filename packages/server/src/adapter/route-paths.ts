import { assertOptions, createOptionCheck, optionChecks } from '@oauthplus/core/internal'
import type { OptionChecks } from '@oauthplus/core/internal'

/** The paths of the endpoints, relative to where they are mounted. */
export interface RoutePaths {
  /** The path of the request token endpoint. `/oauth/request_token` by default. */
  readonly requestToken?: string | undefined
  /** The path of the consent page. `/oauth/authorize` by default. */
  readonly authorize?: string | undefined
  /** The path of the access token endpoint. `/oauth/access_token` by default. */
  readonly accessToken?: string | undefined
  /** The path at which consumers invalidate access tokens. `/oauth/invalidate_token` by default. */
  readonly invalidateToken?: string | undefined
  /** The path of the page on which users see which applications have access. `/oauth/applications` by default. */
  readonly applications?: string | undefined
  /**
   * The path of the pages for developers, if the provider has the option `portal`.
   * `/oauth/developer` by default.
   */
  readonly developer?: string | undefined
  /** The path of the pages for reviewers, with the same option. `/oauth/admin` by default. */
  readonly admin?: string | undefined
}

// Pages link to other endpoints by relative URLs, which must not lead to another host.
const isPath = createOptionCheck(
  'a path that begins with one slash, without backslashes and colons',
  (value) => typeof value === 'string' && /^\/(?!\/)[^\\:]*$/.test(value),
)

/**
 * The checks of the paths.
 *
 * @internal
 */
export const ROUTE_PATHS: OptionChecks = optionChecks<RoutePaths>({
  required: {},
  optional: {
    requestToken: isPath,
    authorize: isPath,
    accessToken: isPath,
    invalidateToken: isPath,
    applications: isPath,
    developer: isPath,
    admin: isPath,
  },
})

/**
 * Returns the paths of all endpoints, for a framework whose router wants to know each path.
 *
 * @example
 *
 * ```ts
 * findRoutePaths({ authorize: '/allow' }).authorize // '/allow'
 * ```
 *
 * @param paths The paths that are not the usual ones.
 *
 * @returns The paths, with defaults for those that were not given.
 *
 * @throws `TypeError` when a name is unknown or a path does not begin with a slash.
 *
 * @see {@link RoutePaths}
 */
export function findRoutePaths(paths: RoutePaths = {}): Readonly<Record<keyof RoutePaths, string>> {
  assertOptions('findRoutePaths', paths, ROUTE_PATHS)
  return {
    requestToken: paths.requestToken ?? '/oauth/request_token',
    authorize: paths.authorize ?? '/oauth/authorize',
    accessToken: paths.accessToken ?? '/oauth/access_token',
    invalidateToken: paths.invalidateToken ?? '/oauth/invalidate_token',
    applications: paths.applications ?? '/oauth/applications',
    developer: paths.developer ?? '/oauth/developer',
    admin: paths.admin ?? '/oauth/admin',
  }
}
