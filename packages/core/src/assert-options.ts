import { argumentError } from './argument-error.js'
import { findOptionsMismatch } from './object-checks.js'
import type { OptionChecks } from './object-checks.js'
import type { Mismatch, OptionCheck } from './option-checks.js'

/**
 * Makes sure that options are known and have values that fit. Throws a `TypeError` that names the
 * function, the option, the value received (never a string, which may be a secret) and, for an
 * unknown option, the closest name.
 *
 * @internal
 */
export function assertOptions(functionName: string, options: unknown, checks: OptionChecks): void {
  const found = findOptionsMismatch(options, checks)
  if (found) throw createMismatchError(`${functionName}: `, 'options', found)
}

/**
 * Makes sure that an argument fits. Throws a `TypeError` as {@link assertOptions} does.
 *
 * @param functionName The function that was called.
 * @param named The argument under its name.
 * @param check The check of the value.
 *
 * @internal
 */
export function assertArgument(
  functionName: string,
  named: Readonly<Record<string, unknown>>,
  check: OptionCheck,
): void {
  for (const name in named) {
    const found = check(named[name])
    if (found) throw createMismatchError(`${functionName}: ${name}`, '', found)
  }
}

/** Creates the `TypeError` of what does not fit. @internal */
export function createMismatchError(
  start: string,
  name: string,
  { path, message, code }: Mismatch,
): TypeError {
  const subject = name === '' ? path : path.slice(1) || name
  return argumentError(`${start}${subject} ${message}`, code)
}
