import { hasFormContentType, headerValues } from '@oauthplus/core'
import type { CollectedRequest, HeaderList } from '@oauthplus/core'

import type { DiagnosedRequest } from './diagnosis.js'

/** How many characters a request may have that is diagnosed: URL, Authorization header and form. */
export const MOST_CHARACTERS = 16_384
/** How many characters all its headers may have. */
const MOST_HEADER_CHARACTERS = 65_536
/** How many parameters it may have. */
export const MOST_PARAMETERS = 500
/** How many characters a request may have whose signature is computed at all. */
const MOST_SIGNED_CHARACTERS = 1_048_576
const MOST_SIGNED_PARAMETERS = 2000

/** Says why a request is too large to be diagnosed; `undefined` if it is not. */
export function oversizeOf(request: DiagnosedRequest): string | undefined {
  const characters = charactersOf(request)
  if (characters > MOST_CHARACTERS) {
    return tooLarge(
      `URL, Authorization header and form have ${characters} characters`,
      MOST_CHARACTERS,
    )
  }
  const headers = lengthOf(request.headers)
  if (headers > MOST_HEADER_CHARACTERS) {
    return tooLarge(`the headers have ${headers} characters`, MOST_HEADER_CHARACTERS)
  }
  const parameters = 'protocol' in request ? parametersOf(request) : 0
  if (parameters <= MOST_PARAMETERS) return undefined
  return tooLarge(`it has ${parameters} parameters`, MOST_PARAMETERS)
}

/** Says why the steps of signing a request are not computed; `undefined` if they are. */
export function unsignableSizeOf(request: DiagnosedRequest): string | undefined {
  const characters = charactersOf(request)
  const parameters = 'protocol' in request ? parametersOf(request) : 0
  if (characters <= MOST_SIGNED_CHARACTERS && parameters <= MOST_SIGNED_PARAMETERS) return undefined
  return `The steps of signing are computed for at most ${MOST_SIGNED_CHARACTERS} characters of URL, Authorization header and form, and ${MOST_SIGNED_PARAMETERS} parameters; the request has more.`
}

/** Counts the characters that are read again and again: URL, all headers, and the body as given. */
export function readCharactersOf({ url, headers }: DiagnosedRequest, bodyText = ''): number {
  return url.length + lengthOf(headers) + bodyText.length
}

/** Gives the size of a body. */
export function sizeOf(body: DiagnosedRequest['body']): number {
  return body?.length ?? 0
}

function tooLarge(what: string, most: number): string {
  return `The request is too large to be diagnosed: ${what}; at most ${most} are diagnosed.`
}

function charactersOf({ url, headers, body }: DiagnosedRequest): number {
  const form = hasFormContentType(headers) ? sizeOf(body) : 0
  const values = headerValues(headers, 'authorization')
  return values.reduce((sum, value) => sum + value.length, url.length + form)
}

function lengthOf(headers: HeaderList): number {
  return headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0)
}

function parametersOf({ header, query, form }: CollectedRequest): number {
  return header.length + query.length + form.length
}
