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

/** How the site is started. */
export interface PhotoProviderOptions {
  /** The port on 127.0.0.1; 0 for one that is free. */
  readonly port: number
  /** Whom it knows from the start. The Printer and Jane by default. */
  readonly seed?: Seed | undefined
  /** Where it keeps Consumers, tokens and nonces. In memory by default. */
  readonly store?: Store | undefined
  /** What counts attempts. The memory of this process by default. */
  readonly limits?: Limits | undefined
  /** Creates the site. The one on Express by default. */
  readonly createSite?: ((options: PhotoSiteOptions) => Promise<RequestListener>) | undefined
  /** Takes what the site has to say. */
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
  /** Ends it, after the requests that are under way. */
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
