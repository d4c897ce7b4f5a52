import { createProvider, expressOAuth, memoryStore } from '@oauthplus/server-express'
import express from 'express'
import type { Express } from 'express'

import { toAlbum } from './album.js'
import type { Album } from './album.js'

/** How the API is made. */
export interface AlbumsApiOptions {
  /** The Consumer that may use it. */
  readonly consumer: { readonly key: string; readonly secret: string }
  /** Whether a body must be signed by its hash. True by default. */
  readonly requireBodyHash?: boolean | undefined
}

/** Creates a JSON API for other programs: they sign for themselves, and sign what they send. */
export async function createAlbumsApi({
  consumer,
  requireBodyHash = true,
}: AlbumsApiOptions): Promise<Express> {
  const provider = createProvider({
    store: memoryStore(),
    // Only programs use this API, no Users.
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
    if (album === undefined) response.status(404).json({ error: 'There is no such album.' })
    else response.json(album)
  })
  return app
}
