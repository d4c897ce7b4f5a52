/** What the API keeps. */
export interface Album {
  readonly title: string
  readonly photos: readonly string[]
}

/**
 * Reads an album from a body; gives nothing where it holds none. A body that was hashed is there as it was sent, as bytes.
 * The signature tells who has sent it, not that it makes sense.
 */
export function albumOf(body: unknown): Album | undefined {
  const value = Buffer.isBuffer(body) ? parsed(body.toString('utf8')) : undefined
  if (typeof value !== 'object' || value === null) return undefined
  const { title, photos } = value as { readonly title?: unknown; readonly photos?: unknown }
  const isAlbum =
    typeof title === 'string' &&
    Array.isArray(photos) &&
    photos.every((photo) => typeof photo === 'string')
  return isAlbum ? { title, photos } : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
