import type { ReadError } from '../errors/service-error.js'

/**
 * Reads an error that is one sentence of plain text. HTML, JSON and forms are left to other readers.
 *
 * @internal
 */
export const readTextError: ReadError = (body, { status }) => {
  const text = body.trim()
  const isSentence = text !== '' && !/^[<{[]/.test(text) && !/(?:^|&)oauth_\w+=/.test(text)
  return status >= 400 && isSentence ? { advice: text } : undefined
}
