import { createProvider, expressOAuth, memoryStore } from '@oauthplus/server-express'
import express from 'express'
import type { Express } from 'express'

import { toAlbum } from './album.js'
import type { Album } from './album.js'

/** The options of the API. */
export interface AlbumsApiOptions {
  /** The consumer that may use it. */
  readonly consumer: { readonly key: string; readonly secret: string }
  /** Whether bodies require a signed hash. Defaults to true. */
  readonly requireBodyHash?: boolean | undefined
}

/**
 * Creates a JSON API for other programs. They sign as consumers, without a token, and sign the hash
 * of each body.
 */
export async function createAlbumsApi({
  consumer,
  requireBodyHash = true,
}: AlbumsApiOptions): Promise<Express> {
  const provider = createProvider({
    store: memoryStore(),
    // Only programs use this API, not users.
    findUser: () => undefined,
    signatureMethods: ['HMAC-SHA256'],
    bodyLimitBytes: 64 * 1024,
  })
  await provider.consumers.register({
    ...consumer,
    name: 'Camera',
    allowTwoLegged: true,
  })
  const { protect, grant } = expressOAuth(provider, {
    getUserId: () => undefined,
    getLoginUrl: () => '/',
  })

  const albums = new Map<string, Album>()
  const app = express().disable('x-powered-by')
  const signed = protect({ allowTwoLegged: true, requireBodyHash })

  app.put('/albums/:name', signed, express.json(), (request, response) => {
    const album = toAlbum(request.body)
    if (album === undefined) {
      response.status(400).json({ error: 'An album is {"title": "…", "photos": ["…"]}.' })
      return
    }
    albums.set(request.params.name, album)
    response.json({ ...album, from: grant(request, { allowTwoLegged: true }).consumer.name })
  })

  app.get('/albums/:name', signed, (request, response) => {
    const album = albums.get(request.params.name)
    if (album === undefined) response.status(404).json({ error: 'This album does not exist.' })
    else response.json(album)
  })
  return app
}
