import { createClient } from '@oauthplus/client'
import type { FetchFunction, SecretConsumer } from '@oauthplus/client'

import type { Album } from './album.js'

/** The options of the camera. */
export interface CameraOptions {
  /** The URL of the API. */
  readonly origin: string
  readonly consumer: SecretConsumer
  /** Whether to sign the hashes of bodies. Defaults to true. */
  readonly sendBodyHash?: boolean | undefined
  /** The `fetch` that sends requests. Defaults to the platform's. */
  readonly fetch?: FetchFunction | undefined
}

/** A program that stores albums through the API. */
export interface Camera {
  putAlbum(name: string, album: Album): Promise<Response>
  putBody(name: string, body: BodyInit): Promise<Response>
  getAlbum(name: string): Promise<Response>
}

/** Creates the consumer. It signs without a token, and signs the hash of each body. */
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
