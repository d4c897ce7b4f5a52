import { createOptionCheck, isRecordWith, isString, optionChecks } from '@oauthplus/core/internal'
import type { OptionCheck } from '@oauthplus/core/internal'

import type { CallbackRequest } from '../flows/callback-request.js'

/** A request as the platform gives it: a `Request`, a request of Node, Express or Fastify, a context of Koa. */
export interface ConnectRequest extends CallbackRequest {
  /** The request method. */
  readonly method?: string | undefined
}

/**
 * A request with its method.
 *
 * @internal
 */
export const isConnectRequest: OptionCheck = isRecordWith(
  'a request: a Request, a request of Node, Express or Fastify, or a context of Koa',
  optionChecks<{ readonly method: string; readonly headers: object }>({
    required: {
      method: isString,
      headers: createOptionCheck('headers', (value) => typeof value === 'object' && value !== null),
    },
    optional: {},
  }),
)

/**
 * Returns the path under which a browser knows a request, whatever a router has been mounted under.
 *
 * @internal
 */
export function readPath({ originalUrl, url = '' }: ConnectRequest): string {
  const target = originalUrl ?? url
  const [path = ''] = target.replace(/^https?:\/\/[^/?#]*/i, '').split(/[?#]/, 1)
  return path
}

/**
 * Returns a header of a request; `undefined` if it has none, or more than one.
 *
 * @internal
 */
export function readHeader({ headers }: ConnectRequest, name: string): string | undefined {
  // A record contains whatever headers a browser sends, one named "get" too.
  const value: unknown =
    'get' in headers && typeof headers.get === 'function'
      ? headers.get(name)
      : Reflect.get(headers, name)
  return typeof value === 'string' ? value : undefined
}
