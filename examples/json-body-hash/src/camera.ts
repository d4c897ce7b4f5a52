import { createClient } from '@oauthplus/client'
import type { FetchFunction, SecretConsumer } from '@oauthplus/client'

import type { Album } from './album.js'

/** How the camera is made. */
export interface CameraOptions {
  /** Where the API is. */
  readonly origin: string
  readonly consumer: SecretConsumer
  /** Whether bodies are signed by their hash. True by default. */
  readonly sendBodyHash?: boolean | undefined
  /** The `fetch` to send with. The platform's by default. */
  readonly fetch?: FetchFunction | undefined
}

/** A program that keeps albums by the API. */
export interface Camera {
  putAlbum(name: string, album: Album): Promise<Response>
  putBody(name: string, body: BodyInit): Promise<Response>
  getAlbum(name: string): Promise<Response>
}

/** Creates the Consumer: it signs for itself, without a token, and each body by its hash. */
export function createCamera({
  origin,
  consumer,
  sendBodyHash = true,
  fetch,
}: CameraOptions): Camera {
  const client = createClient({
    provider: { signatureMethod: 'HMAC-SHA256', sendBodyHash, origins: [origin] },
    consumer,
    fetch,
  })
  const getUrl = (name: string): string => `${origin}/albums/${encodeURIComponent(name)}`

  function putBody(name: string, body: BodyInit): Promise<Response> {
    const headers = { 'content-type': 'application/json' }
    return client.fetch(getUrl(name), { method: 'PUT', headers, body })
  }

  return {
    // A string, because a stream cannot be hashed before it is sent.
    putAlbum: (name, album) => putBody(name, JSON.stringify(album)),
    putBody,
    getAlbum: (name) => client.fetch(getUrl(name)),
  }
}
