import { headerValues, parameterValue } from '@oauthplus/core'
import type { CollectedRequest, SignatureMethod } from '@oauthplus/core'
import { isBodyHashValid } from '@oauthplus/core/internal'

import { measureBody } from './request-size.js'

const MAX_HASHED_BYTES = 1_048_576
const MAX_NAMES = 3
const MAX_NAME_CHARACTERS = 40
const TIMESTAMP_WINDOW_SECONDS = 300
const MILLISECONDS = /^\d{12,}$/
const SECONDS = /^\d{1,11}$/
const NOT_ENCODED = /[^\w.~%-]/
const LONE_LINE_BREAK = /\r(?!\n)|(?<!\r)\n/

/** The data to compare with a request whose signature is correct. */
export interface RemarkContext {
  readonly method: SignatureMethod
  /** If omitted, the timestamp is not compared. */
  readonly nowSeconds: number | undefined
}

/** Describes problems of a request other than its signature, which is correct. */
export async function createRemarks(
  request: CollectedRequest,
  { method, nowSeconds }: RemarkContext,
): Promise<readonly string[]> {
  const remarks = [
    describeTimestamp(request, nowSeconds),
    describeHeader(request),
    describeLineBreaks(request),
    await describeBodyHash(request, method),
  ]
  return remarks.filter((remark) => remark !== undefined)
}

function describeTimestamp(
  { protocol }: CollectedRequest,
  nowSeconds: number | undefined,
): string | undefined {
  const timestamp = parameterValue(protocol, 'oauth_timestamp') ?? ''
  if (MILLISECONDS.test(timestamp)) {
    return 'oauth_timestamp is in milliseconds; it must be in seconds (RFC 5849, section 3.3).'
  }
  if (nowSeconds === undefined || !SECONDS.test(timestamp)) return undefined
  const ageSeconds = nowSeconds - Number(timestamp)
  if (Math.abs(ageSeconds) <= TIMESTAMP_WINDOW_SECONDS) return undefined
  const time = new Date(Number(timestamp) * 1000).toISOString().replace('.000Z', 'Z')
  const side = ageSeconds > 0 ? 'before' : 'after'
  return `oauth_timestamp is ${time}, more than ${TIMESTAMP_WINDOW_SECONDS} seconds ${side} the current time; most servers refuse it (RFC 5849, section 3.3).`
}

function describeHeader({ headers }: CollectedRequest): string | undefined {
  // An unencoded comma also ends a piece, which then lacks its closing quotation mark.
  const pieces = headerValues(headers, 'authorization').flatMap((value) =>
    value.replace(/^oauth /i, '').split(','),
  )
  const names = pieces.flatMap((piece) => {
    const equals = piece.indexOf('=')
    const name = piece.slice(0, Math.max(0, equals)).trim()
    if (!name.startsWith('oauth_')) return []
    const value = piece.slice(equals + 1).trim()
    const isQuoted = value.startsWith('"') && value.endsWith('"') && value.length > 1
    return NOT_ENCODED.test(isQuoted ? value.slice(1, -1) : value) ? [name] : []
  })
  if (names.length === 0) return undefined
  return `The Authorization header contains values that are not percent-encoded: ${listNames(names)} (RFC 5849, section 3.5.1). A strict server refuses them.`
}

function describeLineBreaks({ form }: CollectedRequest): string | undefined {
  const names = form
    .filter((parameter) => parameter.some((text) => LONE_LINE_BREAK.test(text)))
    .map(([name]) => JSON.stringify(name.slice(0, MAX_NAME_CHARACTERS)))
  if (names.length === 0) return undefined
  return `The form contains line breaks other than CRLF, in ${listNames(names)}. A browser submits CRLF, which makes the signature invalid.`
}

async function describeBodyHash(
  request: CollectedRequest,
  method: SignatureMethod,
): Promise<string | undefined> {
  // The body is unknown, and its reader has already added a remark.
  if (request.body === undefined) return undefined
  if (measureBody(request.body) > MAX_HASHED_BYTES) {
    return `The body was not hashed, because it is larger than ${MAX_HASHED_BYTES} bytes.`
  }
  if (await isBodyHashValid(request, method)) return undefined
  return 'The body does not match oauth_body_hash.'
}

function listNames(names: readonly string[]): string {
  return names.slice(0, MAX_NAMES).join(', ') + (names.length > MAX_NAMES ? ', …' : '')
}
