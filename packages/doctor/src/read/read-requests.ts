import {
  argumentError,
  assertArgument,
  assertOptions,
  isOneOf,
  isString,
  optionChecks,
} from '@oauthplus/core/internal'

import { cleanText } from './clean-text.js'
import { parseJson } from './parse-json.js'
import { parseLiteral } from './parse-literal.js'
import { findCall, readCall } from './read-call.js'
import { isCommand, readCommand } from './read-command.js'
import { isHeaderList, readHeaderList } from './read-header-list.js'
import { isRequestLine, readHttp } from './read-http.js'
import type { ReadHttpOptions } from './read-http-options.js'
import { readLogLine } from './read-log-line.js'
import { readObjects } from './read-objects.js'
import { isPowerShell, readPowerShell } from './read-powershell.js'
import type { ReadRequest } from './read-request.js'
import { readTranscript } from './read-transcript.js'
import { readUrl } from './read-url.js'
import { resolveTypedUrl } from './resolve-typed-url.js'

const OPTIONS = optionChecks<ReadHttpOptions>({
  required: {},
  optional: { scheme: isOneOf('http', 'https') },
})

const INSOMNIA_YAML = /^type: ["']?(?:collection|spec)\.insomnia\.rest/

/** A HAR file contains many requests, so its limit is higher. */
const MAX_CHARACTERS = 8_388_608

/**
 * Parses requests from a pasted text: a curl command (for a POSIX shell, cmd or PowerShell), or a
 * wget, HTTPie or `Invoke-WebRequest` command; an HTTP/1.1 or HTTP/2 request; the log of `curl -v`
 * and other clients; the headers from browser developer tools; a call of `fetch`, axios or Python's
 * requests; a HAR file; a Postman or Insomnia collection; an object that describes a request; or a
 * URL. It does not send requests or open files.
 *
 * @example
 *
 * ```ts
 * const [request] = readRequests(`curl -H 'Authorization: OAuth …' https://photos.example/photos`)
 * ```
 *
 * @param text The pasted text.
 * @param options The scheme of an HTTP/1.1 request, which the text does not contain.
 *
 * @returns The requests: one, or all requests of a file in order. `remarks` lists the assumptions.
 *
 * @throws `TypeError` when the text has none of these formats, is incomplete, or has more than
 *   8,388,608 characters and is not JSON.
 *
 * @see [HAR 1.2](http://www.softwareishard.com/blog/har-12-spec/)
 */
export function readRequests(text: string, options: ReadHttpOptions = {}): readonly ReadRequest[] {
  assertArgument('readRequests', { text }, isString)
  assertOptions('readRequests', options, OPTIONS)
  const trimmed = text.trimStart()
  const isLong = trimmed.length > MAX_CHARACTERS
  if (isLong && !trimmed.startsWith('{')) {
    throw argumentError(
      `readRequests reads a curl command or an HTTP request of at most ${MAX_CHARACTERS} characters, and received ${trimmed.length}; remove a part of the body`,
    )
  }
  if (isLong) return readObjects(parseJson(trimmed), options)
  if (INSOMNIA_YAML.test(trimmed)) {
    throw argumentError(
      'Insomnia exports in YAML are not supported; export as JSON (Insomnia v4), or copy the request as cURL',
    )
  }
  const cleaned = cleanText(text)
  if (/^[{[]/.test(cleaned)) return readObjects(parseObjects(cleaned), options)
  return [readOne(cleaned, options)]
}

function readOne(text: string, options: ReadHttpOptions): ReadRequest {
  const [first = ''] = text.split('\n', 1)
  if (isHeaderList(text)) return readHeaderList(text, options)
  if (isRequestLine(first) && !isCommand(text)) return readHttp(text, options)
  const logged = readTranscript(text, options)
  if (logged !== undefined) return logged
  if (isCommand(text)) return resolveCommand(text)
  const recorded = readLogLine(text, options)
  if (recorded !== undefined) return recorded
  const typed = readUrl(text) ?? readProgram(text, options)
  if (typed !== undefined) return resolveTypedUrl(typed)
  return readEmbedded(text, options) ?? readHttp(text, options)
}

function resolveCommand(text: string): ReadRequest {
  const request = readCommand(text)
  // curl then sends the path as it was typed.
  return /\s--path-as-is\b/.test(text) ? request : resolveTypedUrl(request)
}

function readProgram(text: string, options: ReadHttpOptions): ReadRequest | undefined {
  if (isPowerShell(text)) return readPowerShell(text)
  const call = findCall(text)
  return call === undefined ? undefined : readCall(text, call, options)
}

/** Parses an object that an error or a log prints after some words. */
function readEmbedded(text: string, options: ReadHttpOptions): ReadRequest | undefined {
  const start = text.indexOf('{')
  if (start === -1) return undefined
  try {
    return readObjects(parseLiteral(text, start), options)[0]
  } catch {
    // The text was not an object.
    return undefined
  }
}

// Printed objects look like JSON, but are not valid JSON.
function parseObjects(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return /^\{\s*"[^"]*"\s*:/.test(text) ? parseJson(text) : parseLiteral(text)
  }
}
