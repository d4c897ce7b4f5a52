import type { ReceivedRequest } from '@oauthplus/core'

import {
  argumentError,
  assertArgument,
  assertOptions,
  isOneOf,
  isString,
  optionChecks,
} from '@oauthplus/core/internal'

import { readCurl } from './read-curl.js'
import { readHar } from './read-har.js'
import { readHttp } from './read-http.js'
import type { ReadHttpOptions } from './read-http.js'

const OPTIONS = optionChecks<ReadHttpOptions>({
  required: {},
  optional: { scheme: isOneOf('http', 'https') },
})

/** A HAR file contains many requests, and may be longer. */
const MAX_CHARACTERS = 8_388_608

/**
 * Reads requests from a string that was pasted: a curl command, a request of HTTP/1.1 as it is on the
 * wire, or a HAR file. Nothing is sent, and no file is opened.
 *
 * @example
 *
 * ```ts
 * const [request] = readRequests(`curl -H 'Authorization: OAuth …' https://photos.example/photos`)
 * ```
 *
 * @param text The text.
 * @param options The scheme of a request of HTTP/1.1, whose text does not say it.
 *
 * @returns The requests: one, or those of the HAR file in its order.
 *
 * @throws `TypeError` when the text is none of the three, lacks what a request needs, or is a curl
 *   command or a request of HTTP/1.1 of more than 8,388,608 characters.
 *
 * @see [HAR 1.2](http://www.softwareishard.com/blog/har-12-spec/)
 */
export function readRequests(
  text: string,
  options: ReadHttpOptions = {},
): readonly ReceivedRequest[] {
  assertArgument('readRequests', { text }, isString)
  assertOptions('readRequests', options, OPTIONS)
  const trimmed = text.trimStart()
  if (trimmed.startsWith('{')) return readHar(trimmed)
  if (trimmed.length > MAX_CHARACTERS) {
    throw argumentError(
      `readRequests reads a curl command or an HTTP request of at most ${MAX_CHARACTERS} characters, and received ${trimmed.length}; remove a part of the body`,
    )
  }
  if (/^(?:\$\s+)?curl(?:\.exe)?\s/.test(trimmed)) return [readCurl(trimmed.replace(/^\$\s+/, ''))]
  return [readHttp(trimmed, options)]
}
