import { createOptionCheck, isRecordWith, isString, optionChecks } from '@oauthplus/core/internal'
import type { OptionCheck } from '@oauthplus/core/internal'

import type { CallbackRequest } from '../flows/callback-request.js'

/**
 * A request from the platform: a `Request`, a request of Node, Express or Fastify, or a Koa
 * context.
 */
export interface ConnectRequest extends CallbackRequest {
  /** The request method. */
  readonly method?: string | undefined
}

/**
 * A request and its method.
 *
 * @internal
 */
export const isConnectRequest: OptionCheck = isRecordWith(
  'a Request, a request of Node, Express or Fastify, or a Koa context',
  optionChecks<{ readonly method: string; readonly headers: object }>({
    required: {
      method: isString,
      headers: createOptionCheck('headers', (value) => typeof value === 'object' && value !== null),
    },
    optional: {},
  }),
)

/**
 * Returns the path of a request as the browser sees it, even if a router is mounted under a prefix.
 *
 * @internal
 */
export function readPath({ originalUrl, url = '' }: ConnectRequest): string {
  const target = originalUrl ?? url
  const [path = ''] = target.replace(/^https?:\/\/[^/?#]*/i, '').split(/[?#]/, 1)
  return path
}

/**
 * Returns a request header, or `undefined` if it is missing or repeated.
 *
 * @internal
 */
export function readHeader({ headers }: ConnectRequest, name: string): string | undefined {
  // A browser can also send a header called "get".
  const value: unknown =
    'get' in headers && typeof headers.get === 'function'
      ? headers.get(name)
      : Reflect.get(headers, name)
  return typeof value === 'string' ? value : undefined
}
