// The strings that were signed. Masking costs more than signing, so it is deferred until a caller
// asks for the string.
const baseStrings = new WeakMap<Response, string>()

/**
 * Stores the base string of the request for a response.
 *
 * @internal
 */
export function rememberBaseString(response: Response, baseString: string | undefined): void {
  if (baseString !== undefined) baseStrings.set(response, baseString)
}

/**
 * Returns the base string of the request for a response, including secrets.
 *
 * @internal
 */
export function findBaseString(response: Response): string | undefined {
  return baseStrings.get(response)
}
