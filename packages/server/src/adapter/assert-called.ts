import { argumentError, assertArgument, expecting, isString } from '@oauthplus/core/internal'

const isList = expecting('an array', Array.isArray)

/**
 * Refuses `protect` as a handler: a framework would call it with a request, and no request would
 * ever get a response.
 *
 * @example
 *
 * ```ts
 * function protect(options = {}, ...others: unknown[]) {
 *   assertCalled('protect', others)
 * }
 * ```
 *
 * @param functionName The function that makes a handler.
 * @param others What came after its options: a framework gives the response, or `next`.
 *
 * @throws `TypeError` when there is anything.
 *
 * @see [Using middleware](https://expressjs.com/en/guide/using-middleware.html)
 */
export function assertCalled(functionName: string, others: readonly unknown[]): void {
  assertArgument('assertCalled', { functionName }, isString)
  assertArgument('assertCalled', { others }, isList)
  if (others.length === 0) return
  throw argumentError(
    `${functionName}: it was called with a request, because it was given as a handler; write ${functionName}() instead of ${functionName}`,
  )
}
