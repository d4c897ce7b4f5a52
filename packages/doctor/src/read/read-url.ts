import type { ReadRequest } from './read-request.js'

/** Reads a URL that stands alone, as of a request by GET; `undefined` if the text is not one. */
export function readUrl(text: string): ReadRequest | undefined {
  const url = text.trim().replace(/^[<"'`]|[>"'`]$/g, '')
  if (!/^https?:\/\/\S+$/i.test(url)) return undefined
  return { method: 'GET', url, headers: [], body: '' }
}
