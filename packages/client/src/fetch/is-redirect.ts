const REDIRECT_STATUSES: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/**
 * Returns whether a response is a redirect, even if the platform hides its target.
 *
 * @internal
 */
export function isRedirect({ type, status, headers }: Response): boolean {
  return type === 'opaqueredirect' || (REDIRECT_STATUSES.has(status) && headers.has('location'))
}
