import type { ReadRequest } from './read-request.js'

/** Parses a URL as a GET request. Returns `undefined` if the text is not a URL. */
export function readUrl(text: string): ReadRequest | undefined {
  const url = text.trim().replace(/^[<"'`]|[>"'`]$/g, '')
  if (!/^https?:\/\/\S+$/i.test(url)) return undefined
  return { method: 'GET', url, headers: [], body: '' }
}
