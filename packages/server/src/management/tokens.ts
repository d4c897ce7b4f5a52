import { OAuthError } from '@oauthplus/core'
import { argumentError, assertOptions, optionChecks } from '@oauthplus/core/internal'

import { isIndexableName, isStorableArray, isStorableName } from '../store/storable.js'
import { assertContext } from './consumer-checks.js'
import type { ChangeContext } from './audit-log.js'
import { toConsumerInfo } from '../consumer/consumer-details.js'
import { createAccessToken } from '../tokens/new-access-token.js'
import { createPage, TOKEN_PAGE_OPTIONS, DEFAULT_LIMIT } from '../store/record-page.js'
import type { ConsumerInfo } from '../results.js'
import { revokeTokens } from '../tokens/revoke-tokens.js'
import type { Settings } from '../settings/settings.js'
import type { ConsumerRecord } from '../store/consumer-record.js'
import type { AccessTokenFilter, RevocationTarget } from '../store/store.js'
import type { AccessTokenRecord } from '../store/token-records.js'
import { createFullError } from '../errors/full-error.js'

/** The properties of a token that the owner issues. */
export interface IssueTokenOptions {
  /** The key of the consumer that receives it. */
  readonly consumerKey: string
  /** The id of the user for whom the consumer acts, 255 bytes at most (UTF-8). */
  readonly userId: string
  /** The names of its scopes. None by default. */
  readonly scopes?: readonly string[] | undefined
}

const ISSUE_OPTIONS = optionChecks<IssueTokenOptions>({
  required: { consumerKey: isStorableName, userId: isIndexableName },
  optional: { scopes: isStorableArray },
})
const TARGET = optionChecks<RevocationTarget>({
  required: {},
  optional: { tokenKey: isStorableName, consumerKey: isStorableName, userId: isStorableName },
})

/** An access token without its secrets. */
export type TokenDetails = Omit<
  AccessTokenRecord,
  'kind' | 'secret' | 'sessionHandleDigest' | 'keepUntilSeconds' | 'consumerKey'
> & {
  /** The consumer that it was issued to. */
  readonly consumer: ConsumerInfo
}

/** A new token with its secret, which cannot be read again. */
export interface IssuedToken {
  /** The token's key, `oauth_token`. */
  readonly key: string
  /** The token's secret, `oauth_token_secret`. */
  readonly secret: string
  /** The handle with which it can be renewed, if the provider has sessions. */
  readonly sessionHandle: string | undefined
  /** The last second in which it is valid; `undefined` if it does not expire. */
  readonly expiresAtSeconds: number | undefined
}

/** A page of access tokens. */
export interface TokenPage {
  /** The tokens, in the order of their keys; including expired ones until they are purged. */
  readonly tokens: readonly TokenDetails[]
  /** The `after` of the next page; `undefined` on the last page. */
  readonly next: string | undefined
}

/**
 * The access tokens of a provider. Operations reject with `OAuthError` `service_unavailable` if
 * the store fails or is full.
 */
export interface Tokens {
  /**
   * Issues an access token without a flow. Rejects with `OAuthError` `consumer_key_unknown` if
   * the consumer does not exist, with `TypeError` for unknown scopes.
   */
  issue(options: IssueTokenOptions): Promise<IssuedToken>
  /** Lists the tokens of a consumer, of a user, of both, or all tokens: 100 per page, or `limit`. */
  list(
    options?: AccessTokenFilter & {
      readonly after?: string | undefined
      readonly limit?: number | undefined
    },
  ): Promise<TokenPage>
  /**
   * Revokes one token, or those of a consumer, of a user, or of both, from the next request on; with
   * them their sessions, and the request tokens that could still be exchanged for such tokens.
   * Returns the number of revoked access tokens. The event includes `context`: the person and the reason.
   */
  revoke(target: RevocationTarget, context?: ChangeContext): Promise<number>
}

/** Creates the management of a provider's access tokens. */
export function createTokens<User>(settings: Settings<User>): Tokens {
  const { store, emit } = settings
  return {
    async issue(options) {
      assertOptions('tokens.issue', options, ISSUE_OPTIONS)
      const { consumerKey, userId, scopes = [] } = options
      const unknown = scopes.find((name) => !settings.scopes.has(name))
      if (unknown !== undefined) {
        throw argumentError(
          `tokens.issue: the provider has no scope ${JSON.stringify(unknown.slice(0, 40))}`,
        )
      }
      const consumer = await store.findConsumer(consumerKey)
      if (!consumer) {
        throw new OAuthError('consumer_key_unknown', 'There is no consumer with this key.')
      }
      const granted = { userId, scopes: [...new Set(scopes)], grantedBy: 'owner' } as const
      const { accessToken, sessionHandle } = await createAccessToken(settings, consumer, granted)
      const outcome = await store.createAccessToken(accessToken)
      if (outcome !== 'created') throw createFullError(outcome)
      const { key, secret, expiresAtSeconds } = accessToken
      emit({ type: 'access_token_issued', consumerKey, tokenKey: key, ...granted })
      return { key, secret, sessionHandle, expiresAtSeconds }
    },
    async list(options = {}) {
      assertOptions('tokens.list', options, TOKEN_PAGE_OPTIONS)
      const { consumerKey, userId, after, limit: most = DEFAULT_LIMIT } = options
      const found = await store.listAccessTokens(
        { consumerKey, userId },
        { after, limit: most + 1 },
      )
      const { records, next } = createPage(found, most)
      return { tokens: await addConsumers(settings, records), next }
    },
    async revoke(target, context) {
      assertTarget(target)
      assertContext('tokens.revoke', context)
      const count = await revokeTokens(settings, target, { ...context, revokedBy: 'owner' })
      if (count > 0 || !('tokenKey' in target)) return count
      return revokeSuccessors(settings, target.tokenKey, context)
    },
  }
}

/**
 * Revokes the token that a token was renewed to. Its key does not reveal that token, so this revokes all
 * tokens that its user has granted to its consumer.
 */
async function revokeSuccessors<User>(
  settings: Settings<User>,
  tokenKey: string,
  context: ChangeContext | undefined,
): Promise<number> {
  const { token } = await settings.store.findCredentials('', tokenKey)
  if (token?.kind !== 'access' || token.state !== 'replaced') return 0
  const { consumerKey, userId } = token
  return revokeTokens(settings, { consumerKey, userId }, { ...context, revokedBy: 'owner' })
}

/** Puts the consumer's description in the place of its key. */
async function addConsumers<User>(
  { store }: Settings<User>,
  tokens: readonly AccessTokenRecord[],
): Promise<readonly TokenDetails[]> {
  const consumers = new Map<string, ConsumerRecord | undefined>()
  for (const { consumerKey } of tokens) {
    if (!consumers.has(consumerKey)) {
      consumers.set(consumerKey, await store.findConsumer(consumerKey))
    }
  }
  return tokens.flatMap((token) => {
    const consumer = consumers.get(token.consumerKey)
    if (!consumer) return []
    const { kind, secret, sessionHandleDigest, keepUntilSeconds, consumerKey, ...details } = token
    return [{ ...details, consumer: toConsumerInfo(consumer) }]
  })
}

function assertTarget(target: RevocationTarget): void {
  assertOptions('tokens.revoke', target, TARGET)
  const { tokenKey, ...owners } = target as Partial<Record<'tokenKey' | 'userId', string>>
  const isOwned = Object.values<string | undefined>(owners).some((value) => value !== undefined)
  // Either of two would be ignored.
  if (isOwned !== (tokenKey !== undefined)) return
  throw argumentError(
    'tokens.revoke: give a tokenKey, or a consumerKey, a userId, or both of the last two',
  )
}
