import { headerValues } from '@oauthplus/core'
import type { CollectedRequest, HeaderList } from '@oauthplus/core'
import { hasFormContentType } from '@oauthplus/core/internal'

import type { DiagnosedRequest } from './diagnosis.js'

/**
 * The maximum number of characters in the URL, Authorization header and form of a request to
 * diagnose.
 */
export const MAX_CHARACTERS = 16_384
/** The maximum number of characters in all its headers. */
const MAX_HEADER_CHARACTERS = 65_536
/** The maximum number of parameters. */
export const MAX_PARAMETERS = 500
/** The maximum number of characters in a request whose signature is computed. */
const MAX_SIGNED_CHARACTERS = 1_048_576
const MAX_SIGNED_PARAMETERS = 2000

/** Returns the reason why a request is too large to diagnose, or `undefined`. */
export function describeOversize(request: DiagnosedRequest): string | undefined {
  const characters = countCharacters(request)
  if (characters > MAX_CHARACTERS) {
    return describeTooLarge(
      `URL, Authorization header and form have ${characters} characters`,
      MAX_CHARACTERS,
    )
  }
  const headers = measureHeaders(request.headers)
  if (headers > MAX_HEADER_CHARACTERS) {
    return describeTooLarge(`the headers have ${headers} characters`, MAX_HEADER_CHARACTERS)
  }
  const parameters = 'protocol' in request ? countParameters(request) : 0
  if (parameters <= MAX_PARAMETERS) return undefined
  return describeTooLarge(`it has ${parameters} parameters`, MAX_PARAMETERS)
}

/** Returns the reason why the steps of signing are not computed, or `undefined`. */
export function describeUnsignableSize(request: DiagnosedRequest): string | undefined {
  const characters = countCharacters(request)
  const parameters = 'protocol' in request ? countParameters(request) : 0
  if (characters <= MAX_SIGNED_CHARACTERS && parameters <= MAX_SIGNED_PARAMETERS) return undefined
  return `The steps of signing are computed for at most ${MAX_SIGNED_CHARACTERS} characters of URL, Authorization header and form, and ${MAX_SIGNED_PARAMETERS} parameters. The request has more.`
}

/**
 * Counts the characters that are read repeatedly: the URL, all headers, and the body as provided.
 */
export function countReadCharacters(
  { url, typedUrl = '', headers }: DiagnosedRequest,
  bodyText = '',
): number {
  return url.length + typedUrl.length + measureHeaders(headers) + bodyText.length
}

/** Returns the size of a body. */
export function measureBody(body: DiagnosedRequest['body']): number {
  return body?.length ?? 0
}

function describeTooLarge(what: string, most: number): string {
  return `The request is too large to diagnose: ${what}; the limit is ${most}.`
}

function countCharacters({ url, typedUrl = '', headers, body }: DiagnosedRequest): number {
  const form = hasFormContentType(headers) ? measureBody(body) : 0
  const values = headerValues(headers, 'authorization')
  return values.reduce(
    (sum, value) => sum + value.length,
    Math.max(url.length, typedUrl.length) + form,
  )
}

function measureHeaders(headers: HeaderList): number {
  return headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0)
}

function countParameters({ header, query, form }: CollectedRequest): number {
  return header.length + query.length + form.length
}
