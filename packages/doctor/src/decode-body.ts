const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Decodes a body as UTF-8. Returns `undefined` if there is no body or it is not valid UTF-8. */
export function decodeBody(body: Uint8Array | string | null | undefined): string | undefined {
  if (typeof body === 'string') return body
  try {
    return body ? utf8.decode(body) : undefined
  } catch {
    return undefined
  }
}
