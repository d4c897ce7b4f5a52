import {
  argumentError,
  assertArgument,
  assertOptions,
  describeValue,
  expecting,
  isBoolean,
  optionChecks,
} from '@oauthplus/core/internal'

import type { ConsumerGrant, Grant } from '../results.js'

/** Gives what a request carries that `protect` has let through; throws `TypeError` for any other. */
export interface FindGrant<User> {
  /** Gives what a User's request carries. */
  (request: object): Grant<User>
  /** Gives what a request carries that may have come without a token, and so without a User. */
  (request: object, options: { readonly allowTwoLegged: true }): Grant<User> | ConsumerGrant
}

const isKept = expecting('an object', (value) => typeof value === 'object' && value !== null)
const OPTIONS = optionChecks<{ readonly allowTwoLegged?: boolean }>({
  required: {},
  optional: { allowTwoLegged: isBoolean },
})

/** What the requests under way carry. */
export interface GrantMemory<User> {
  /** Keeps what a request carries, as long as the request lives. */
  keep(request: object, grant: Grant<User> | ConsumerGrant): void
  /** Gives it. */
  readonly find: FindGrant<User>
}

/**
 * Creates a memory of what the requests under way carry, for the handlers behind `protect`.
 *
 * @example
 *
 * ```ts
 * const grants = createGrantMemory<User>()
 * if (result.ok) grants.keep(request, result.grant)
 * grants.find(request).user
 * ```
 *
 * @returns The memory, empty. It forgets a request with the request.
 *
 * @see [WeakMap](https://tc39.es/ecma262/#sec-weakmap-objects)
 */
export function createGrantMemory<User>(): GrantMemory<User> {
  const grants = new WeakMap<object, Grant<User> | ConsumerGrant>()
  function find(request: object): Grant<User>
  function find(
    request: object,
    options: { readonly allowTwoLegged: true },
  ): Grant<User> | ConsumerGrant
  function find(
    request: object,
    options: { readonly allowTwoLegged?: boolean } = {},
  ): Grant<User> | ConsumerGrant {
    assertOptions('grant', options, OPTIONS)
    const found = grants.get(request)
    if (!found) {
      throw argumentError(
        `grant needs protect() before the handler, and the request (on Koa and Hono the context) that the handler received; received ${describeValue(request)}`,
      )
    }
    if (found.tokenKey === undefined && options.allowTwoLegged !== true) {
      throw argumentError(
        'grant: this request has no User; where that is expected, call grant with { allowTwoLegged: true }',
      )
    }
    return found
  }
  return {
    keep(request, grant) {
      assertArgument('keep', { request, grant }, isKept)
      grants.set(request, grant)
    },
    find,
  }
}
