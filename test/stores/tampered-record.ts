import type {
  AccessTokenRecord,
  ConsumerRecord,
  FoundCredentials,
  RequestTokenRecord,
  Store,
} from '@oauthplus/server'

/** Whose records are changed. */
export interface Tampered {
  readonly consumerKey: string
  /** The token's key in the inner store; absent if only the consumer matters. */
  readonly tokenKey?: string | undefined
}

/** The values that replace the found ones. */
export interface Changes {
  readonly consumer?: (consumer: ConsumerRecord) => ConsumerRecord
  readonly requestToken?: (token: RequestTokenRecord) => RequestTokenRecord | AccessTokenRecord
  readonly accessToken?: (token: AccessTokenRecord) => AccessTokenRecord | RequestTokenRecord
}

/** A store, and the key of the token that it was last asked for. */
export interface WatchedStore {
  readonly store: Store
  lastTokenKey(): string
}

/** Records the token key with which a sealed store calls the inner store. */
export function watchedStore<Kind extends Store>(
  store: Kind,
): WatchedStore & { readonly store: Kind } {
  let last = ''
  const watched: Pick<Store, 'findCredentials' | 'findRequestToken'> = {
    findCredentials(consumerKey, tokenKey) {
      last = tokenKey ?? last
      return store.findCredentials(consumerKey, tokenKey)
    },
    findRequestToken(tokenKey) {
      last = tokenKey
      return store.findRequestToken(tokenKey)
    },
  }
  return { store: { ...store, ...watched }, lastTokenKey: () => last }
}

/**
 * Changes the records of a consumer in a store as somebody does who can write to its database, and
 * gives those that were there. Of its tokens the one that is named is left.
 */
export async function tamperWithRecord(
  store: Store,
  { consumerKey, tokenKey }: Tampered,
  changes: Changes,
): Promise<FoundCredentials> {
  const found = await store.findCredentials(consumerKey, tokenKey)
  const { consumer, token } = found
  if (!consumer) throw new Error('There is no such Consumer')
  await store.removeConsumer(consumerKey)
  await store.createConsumer(changes.consumer?.(consumer) ?? consumer)
  const changed = changedToken(token, changes)
  const saved =
    changed?.kind === 'request'
      ? await store.createRequestToken(changed)
      : changed && (await store.createAccessToken(changed))
  if (changed && saved !== 'created') throw new Error(`The token was not saved: ${saved}`)
  return found
}

function changedToken(
  token: FoundCredentials['token'],
  changes: Changes,
): FoundCredentials['token'] {
  if (token?.kind === 'request') return changes.requestToken?.(token) ?? token
  return token && (changes.accessToken?.(token) ?? token)
}
