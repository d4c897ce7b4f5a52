/** The code of an error about a caller's mistake, as Node.js names them. */
export type ArgumentErrorCode = 'ERR_INVALID_ARG_TYPE' | 'ERR_INVALID_ARG_VALUE'

const NAMED = /^[\w.]{1,60}: /

/**
 * Makes the `TypeError` of a caller's mistake. The message comes from the package; a value that was
 * received may be a secret and is described with `describeValue` only.
 *
 * @param message What is wrong with which option, and what to do.
 * @param code `ERR_INVALID_ARG_TYPE` where something is missing or of another type or shape,
 *   `ERR_INVALID_ARG_VALUE` where its value is not allowed.
 * @param options `cause`: the error beneath this one.
 *
 * @internal
 */
export function argumentError(
  message: string,
  code: ArgumentErrorCode = 'ERR_INVALID_ARG_VALUE',
  options?: { readonly cause: unknown },
): TypeError & { readonly code: ArgumentErrorCode } {
  return Object.assign(new TypeError(message, options), { code })
}

/**
 * Gives the error of an argument, which was found out further in, with the name of the public function
 * in front. Any other error stays as it is, as does one that names a function already.
 *
 * @internal
 */
export function namedError(functionName: string, error: unknown): unknown {
  if (!isArgumentError(error) || NAMED.test(error.message)) return error
  const { message, code, cause } = error
  return argumentError(
    `${functionName}: ${message}`,
    code,
    cause === undefined ? undefined : { cause },
  )
}

/**
 * Calls what checks the arguments of a public function; its errors name that function.
 *
 * @internal
 */
export function naming<Result>(functionName: string, run: () => Result): Result {
  try {
    const result = run()
    if (!(result instanceof Promise)) return result
    return result.catch((error: unknown) => {
      throw namedError(functionName, error)
    }) as Result
  } catch (error) {
    throw namedError(functionName, error)
  }
}

function isArgumentError(error: unknown): error is ReturnType<typeof argumentError> {
  if (!(error instanceof TypeError) || !('code' in error)) return false
  return error.code === 'ERR_INVALID_ARG_TYPE' || error.code === 'ERR_INVALID_ARG_VALUE'
}
