/** The code of an error about a caller's mistake, as Node.js names them. */
export type ArgumentErrorCode = 'ERR_INVALID_ARG_TYPE' | 'ERR_INVALID_ARG_VALUE'

// Registered globally, so that all copies of this package in one program share it.
const BRAND = /* @__PURE__ */ Symbol.for('@oauthplus/core:argumentError')
const NAMED = /^[\w.]{1,60}: /

/**
 * Creates the `TypeError` of a caller's mistake. The message comes from the package; a value that was
 * received may be a secret and is described with `describeValue` only.
 *
 * @param message The name of the option, the mistake, and the fix.
 * @param code `ERR_INVALID_ARG_TYPE` if something is missing or of another type or shape,
 *   `ERR_INVALID_ARG_VALUE` if its value is not allowed.
 * @param options `cause`: the underlying error.
 *
 * @internal
 */
export function argumentError(
  message: string,
  code: ArgumentErrorCode = 'ERR_INVALID_ARG_VALUE',
  options?: { readonly cause?: unknown },
): TypeError & { readonly code: ArgumentErrorCode } {
  const error = Object.assign(new TypeError(message, options), { code })
  // Not enumerable, so that loggers do not print it.
  return Object.defineProperty(error, BRAND, { value: true })
}

/**
 * Returns the error of an argument, which was found out further in, with the name of the public function
 * in front. Any other error stays as it is, as does one that names a function already.
 *
 * @internal
 */
export function nameError(functionName: string, error: unknown): unknown {
  if (!isArgumentError(error) || NAMED.test(error.message)) return error
  return argumentError(`${functionName}: ${error.message}`, error.code, error)
}

/**
 * Calls what checks the arguments of a public function; its errors name that function.
 *
 * @internal
 */
export function nameErrors<Result>(functionName: string, run: () => Result): Result {
  try {
    const result = run()
    if (!(result instanceof Promise)) return result
    return result.catch((error: unknown) => {
      throw nameError(functionName, error)
    }) as Result
  } catch (error) {
    throw nameError(functionName, error)
  }
}

// Not only by the code: Node.js gives its own errors the same ones, as in a store of the application.
function isArgumentError(error: unknown): error is ReturnType<typeof argumentError> {
  return error instanceof TypeError && BRAND in error
}
