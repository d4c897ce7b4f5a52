/**
 * Returns whether a request cannot have a body, even if the request before the redirect had one.
 *
 * @internal
 */
export function isBodiless({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD'
}
