import { once } from 'node:events'
import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

import { memoryStore } from '@oauthplus/server-express'
import type { Limits, Store } from '@oauthplus/server-express'

import { createPhotoSite } from './photo-site.js'
import type { PhotoSiteOptions } from './photo-site.js'
import { DEFAULT_SEED } from './seed.js'
import type { Seed } from './seed.js'

/** The options of `startPhotoProvider`. */
export interface PhotoProviderOptions {
  /** The port on 127.0.0.1, or 0 for a free one. */
  readonly port: number
  /** The initial data. Defaults to the Printer and Jane. */
  readonly seed?: Seed | undefined
  /** Stores consumers, tokens and nonces. Defaults to memory. */
  readonly store?: Store | undefined
  /** Counts attempts. Defaults to the memory of this process. */
  readonly limits?: Limits | undefined
  /** Creates the site. Defaults to the one on Express. */
  readonly createSite?: ((options: PhotoSiteOptions) => Promise<RequestListener>) | undefined
  /** Receives the messages of the site. */
  readonly log?: ((line: string) => void) | undefined
}

/** The URLs of the site. */
export interface PhotoProviderEndpoints {
  readonly origin: string
  readonly requestTokenUrl: string
  readonly authorizeUrl: string
  readonly accessTokenUrl: string
  readonly echoUrl: string
  readonly photosUrl: string
}

/** The running site. */
export interface PhotoProvider {
  readonly origin: string
  readonly endpoints: PhotoProviderEndpoints
  /** Closes it, after running requests have finished. */
  close(): Promise<void>
}

const GRACE_MILLISECONDS = 2000

/** Starts the photo site on 127.0.0.1. */
export async function startPhotoProvider(options: PhotoProviderOptions): Promise<PhotoProvider> {
  const { port, seed = DEFAULT_SEED, store = memoryStore(), limits } = options
  const { createSite = createPhotoSite, log = () => undefined } = options
  const server = createServer(await createSite({ seed, store, limits, log }))
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    endpoints: {
      origin,
      requestTokenUrl: `${origin}/oauth/request_token`,
      authorizeUrl: `${origin}/oauth/authorize`,
      accessTokenUrl: `${origin}/oauth/access_token`,
      echoUrl: `${origin}/api/echo`,
      photosUrl: `${origin}/photos`,
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        setTimeout(() => {
          server.closeAllConnections()
        }, GRACE_MILLISECONDS).unref()
      }),
  }
}
