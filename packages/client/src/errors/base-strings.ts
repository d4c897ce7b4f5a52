// As they were signed. Masking them costs more than signing, so it waits until somebody asks for one.
const baseStrings = new WeakMap<Response, string>()

/**
 * Remembers the base string of the request that a response belongs to.
 *
 * @internal
 */
export function rememberBaseString(response: Response, baseString: string | undefined): void {
  if (baseString !== undefined) baseStrings.set(response, baseString)
}

/**
 * Returns the base string of the request that a response belongs to, secrets included.
 *
 * @internal
 */
export function findBaseString(response: Response): string | undefined {
  return baseStrings.get(response)
}
