import { parameterValue, parseForm, signRequest } from '@oauthplus/core'
import type { Credentials, SignRequestOptions } from '@oauthplus/core'
import { createProvider, sealedStore } from '@oauthplus/server'
import type {
  EndpointSuccess,
  Provider,
  ProviderEvent,
  ProviderRequest,
  Refusal,
  RegisterConsumerOptions,
  Store,
} from '@oauthplus/server'

import { SEALED_STORE_KEYS } from './sealed-store-keys.js'

const ORIGIN = 'https://photos.example'
/** The second at which everything happens. */
export const NOW_SECONDS: number = Math.floor(Date.now() / 1000)

/** A key and its secret. */
export interface KeyAndSecret {
  readonly key: string
  readonly secret: string
}

type Result = Refusal | { readonly ok: true }

/** A Provider on a sealed store, and what is done with it. */
export interface SealedSite {
  readonly provider: Provider<{ readonly id: string }>
  readonly events: ProviderEvent[]
  /** Registers a consumer of a key that nobody else has. */
  register(options?: Partial<RegisterConsumerOptions>): Promise<KeyAndSecret>
  /** Gets a request token. */
  requestToken(consumer: KeyAndSecret): Promise<KeyAndSecret>
  /** Approves as a user, and gives the verifier. */
  approve(token: KeyAndSecret, userId?: string): Promise<string>
  /** Asks for a request token. */
  ask(credentials: Credentials, options?: SignRequestOptions): Promise<Result>
  /** Opens the consent page as jane. */
  show(token: KeyAndSecret): Promise<Result>
  /** Sends a request to a resource. */
  open(credentials: Credentials): Promise<Result>
  /** Exchanges a request token. */
  exchange(credentials: Credentials, verifier: string): Promise<EndpointSuccess | Refusal>
  /** Renews an access token. */
  renew(credentials: Credentials, handle: string): Promise<EndpointSuccess | Refusal>
  /** Gets an access token and its session handle. */
  accessToken(
    consumer: KeyAndSecret,
    userId?: string,
  ): Promise<KeyAndSecret & { readonly handle: string }>
}

/** Starts a provider on a store that it seals; tokens can be renewed. */
export function sealedSite(store: Store): SealedSite {
  const events: ProviderEvent[] = []
  let consumers = 0
  const provider = createProvider<{ readonly id: string }>({
    publicUrl: ORIGIN,
    store: sealedStore(store, SEALED_STORE_KEYS),
    findUser: (id) => ({ id }),
    scopes: { photos: { description: 'See' }, albums: { description: 'Change' } },
    accessTokenLifetimeSeconds: 600,
    sessionLifetimeSeconds: 3600,
    now: () => NOW_SECONDS * 1000,
    on: (event) => events.push(event),
  })

  async function signed(
    path: string,
    credentials: Credentials,
    options: SignRequestOptions = {},
  ): Promise<ProviderRequest> {
    const { method, url, headers } = await signRequest(
      { method: 'POST', url: `${ORIGIN}${path}` },
      credentials,
      { timestampSeconds: NOW_SECONDS, ...options },
    )
    return {
      method,
      url: url.slice(ORIGIN.length),
      headers,
      peer: { address: '203.0.113.7', secure: true },
      readBody: async () => Promise.resolve(new Uint8Array()),
    }
  }

  const site: SealedSite = {
    provider,
    events,

    async register(options = {}) {
      const key = `consumer-${++consumers}`
      const callbacks = ['oob', 'https://printer.example/ready']
      const registered = await provider.consumers.register({
        key,
        name: 'Printer',
        callbacks,
        ...options,
      })
      return { key, secret: registered.secret ?? '' }
    },

    async requestToken(consumer) {
      const asked = await signed(
        '/oauth/request_token?scope=photos',
        { consumer },
        { callback: 'oob' },
      )
      return tokenIn((await provider.requestToken(asked)).response.body)
    },

    async approve({ key: tokenKey }, userId = 'jane') {
      const loaded = await provider.authorization.load({ tokenKey, userId })
      const csrf = loaded.ok ? loaded.consent.csrf : ''
      const { response } = await provider.authorization.approve({ tokenKey, userId, csrf })
      return /id="oauth_verifier"[^>]*>([^<]+)</.exec(response.body)?.[1] ?? ''
    },

    async ask(credentials, options = {}) {
      const signing = { callback: 'oob', ...options }
      return provider.requestToken(await signed('/oauth/request_token', credentials, signing))
    },

    show: ({ key: tokenKey }) => provider.authorization.load({ tokenKey, userId: 'jane' }),

    async open(credentials) {
      return provider.authenticate(await signed('/photos', credentials))
    },

    async exchange(credentials, verifier) {
      return provider.accessToken(await signed('/oauth/access_token', credentials, { verifier }))
    },

    async renew(credentials, handle) {
      const parameters = [['oauth_session_handle', handle]] as const
      return provider.accessToken(await signed('/oauth/access_token', credentials, { parameters }))
    },

    async accessToken(consumer, userId) {
      const token = await site.requestToken(consumer)
      const verifier = await site.approve(token, userId)
      const { body } = (await site.exchange({ consumer, token }, verifier)).response
      const handle = parameterValue(parseForm(body), 'oauth_session_handle') ?? ''
      return { ...tokenIn(body), handle }
    },
  }
  return site
}

function tokenIn(body: string): KeyAndSecret {
  const parameters = parseForm(body)
  return {
    key: parameterValue(parameters, 'oauth_token') ?? '',
    secret: parameterValue(parameters, 'oauth_token_secret') ?? '',
  }
}
