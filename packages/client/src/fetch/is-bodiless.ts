/**
 * Returns whether a request cannot have a body, whatever the one had that it comes from.
 *
 * @internal
 */
export function isBodiless({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD'
}
