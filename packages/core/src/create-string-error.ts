import { argumentError } from './argument-error.js'
import { describeValue } from './describe-value.js'

/**
 * Creates the error of an argument that is not a string, for functions that a bundle may have without the
 * checks of options.
 *
 * @internal
 */
export function createStringError(functionName: string, name: string, value: unknown): TypeError {
  const received = describeValue(value)
  return argumentError(
    `${functionName}: ${name} must be a string, received ${received}`,
    'ERR_INVALID_ARG_TYPE',
  )
}
