const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Returns a body as text; `undefined` if there is none, or it is not UTF-8. */
export function decodeBody(body: Uint8Array | string | null | undefined): string | undefined {
  if (typeof body === 'string') return body
  try {
    return body ? utf8.decode(body) : undefined
  } catch {
    return undefined
  }
}
