import {
  argumentError,
  assertOptions,
  describeValue,
  isBoolean,
  optionChecks,
} from '@oauthplus/core/internal'

import type { ConsumerGrant, Grant } from '../results.js'

/** Returns the grant of a request that `protect` has accepted; throws `TypeError` for any other request. */
export interface FindGrant<User> {
  /** Returns what the request of a user carries. */
  (request: object): Grant<User>
  /** Returns what a request carries that may have come without a token, and so without a user. */
  (request: object, options: { readonly allowTwoLegged: true }): Grant<User> | ConsumerGrant
}

const OPTIONS = optionChecks<{ readonly allowTwoLegged?: boolean }>({
  required: {},
  optional: { allowTwoLegged: isBoolean },
})

/** The grants of the requests in progress. */
export interface GrantMemory<User> {
  /** Keeps what a request carries, as long as the request lives. */
  keep(request: object, grant: Grant<User> | ConsumerGrant): void
  /** Throws a `TypeError` with the message if something is kept for the request. */
  assertNone(request: object, message: string): void
  /** Returns what is kept for a request. */
  readonly find: FindGrant<User>
}

/** Creates an empty memory of what the requests under way carry. */
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
        'grant: this request has no user; if the route allows that, call grant with { allowTwoLegged: true }',
      )
    }
    return found
  }
  return {
    keep(request, grant) {
      grants.set(request, grant)
    },
    assertNone(request, message) {
      if (grants.has(request)) throw argumentError(message)
    },
    find,
  }
}
