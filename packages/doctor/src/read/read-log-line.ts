import { argumentError } from '@oauthplus/core/internal'

import type { ReadHttpOptions } from './read-http-options.js'
import type { ReadRequest } from './read-request.js'
import { resolveUrl } from './resolve-url.js'

// The common log format of Apache and nginx.
const LOG_LINE = /^(\S+) \S+ \S+ \[[^\]\n]{10,40}\] "([A-Z]+) (\S+) HTTP\/[\d.]+"/
const HOST = /^[\w-]+(?:\.[\w-]+){0,20}\.[a-z]{2,20}(?::\d+)?$/i

/** Parses a line of an access log. Returns `undefined` for any other text. */
export function readLogLine(text: string, options: ReadHttpOptions): ReadRequest | undefined {
  const [, first = '', method, target] = LOG_LINE.exec(text) ?? []
  if (method === undefined || target === undefined) return undefined
  const host = HOST.test(first) ? first : undefined
  if (host === undefined && target.startsWith('/')) {
    throw argumentError(
      'The log line contains no host; add the origin before its path, such as https://photos.example',
    )
  }
  return { method, url: resolveUrl(target, host, options), headers: [], body: '' }
}
