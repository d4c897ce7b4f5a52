/** An album that the API stores. */
export interface Album {
  readonly title: string
  readonly photos: readonly string[]
}

/**
 * Returns the album in a parsed body, or `undefined`. The signature proves who sent the body, not
 * that it makes sense.
 */
export function toAlbum(value: unknown): Album | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { title, photos } = value as { readonly title?: unknown; readonly photos?: unknown }
  const isAlbum =
    typeof title === 'string' &&
    Array.isArray(photos) &&
    photos.every((photo) => typeof photo === 'string')
  return isAlbum ? { title, photos } : undefined
}
