/** The code of an error about a caller's mistake, as Node.js names them. */
export type ArgumentErrorCode = 'ERR_INVALID_ARG_TYPE' | 'ERR_INVALID_ARG_VALUE'

/**
 * Makes the `TypeError` of a caller's mistake. The message comes from the package; a value that was
 * received may be a secret and is described with `describeValue` only.
 *
 * @internal
 */
export function argumentError(
  message: string,
  code: ArgumentErrorCode = 'ERR_INVALID_ARG_VALUE',
): TypeError & { readonly code: ArgumentErrorCode } {
  return Object.assign(new TypeError(message), { code })
}
