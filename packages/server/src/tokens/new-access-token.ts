import { digest } from '@oauthplus/core/internal'

import { getTokenLifetimes } from './get-token-lifetimes.js'
import type { Settings } from '../settings/settings.js'
import type { ConsumerRecord } from '../store/consumer-record.js'
import type { AccessTokenRecord } from '../store/token-records.js'

/** A new access token, and the handle with which it can be renewed, which is stored as a digest. */
export interface NewAccessToken {
  readonly accessToken: AccessTokenRecord
  readonly sessionHandle: string | undefined
}

/** Creates an access token, with a session if the provider or the consumer has those. */
export async function createAccessToken<User>(
  settings: Settings<User>,
  consumer: ConsumerRecord,
  granted: Pick<AccessTokenRecord, 'userId' | 'scopes' | 'grantedBy'>,
): Promise<NewAccessToken> {
  const nowSeconds = settings.nowSeconds()
  const { tokenSeconds, accessSeconds, isRenewable } = getTokenLifetimes(settings, consumer)
  return createToken(settings, {
    ...granted,
    consumerKey: consumer.key,
    expiresAtSeconds: addLifetime(nowSeconds, tokenSeconds),
    keepUntilSeconds: addLifetime(nowSeconds, accessSeconds),
    hasSession: isRenewable,
  })
}

/** Creates the access token that takes another's place; its session ends when it would have. */
export async function createRenewedAccessToken<User>(
  settings: Settings<User>,
  consumer: ConsumerRecord,
  token: AccessTokenRecord,
): Promise<NewAccessToken> {
  const { userId, scopes, grantedBy, consumerKey, keepUntilSeconds = Infinity } = token
  const { tokenSeconds } = getTokenLifetimes(settings, consumer)
  const fresh = addLifetime(settings.nowSeconds(), tokenSeconds) ?? Infinity
  return createToken(settings, {
    userId,
    scopes,
    grantedBy,
    consumerKey,
    expiresAtSeconds: toFinite(Math.min(fresh, keepUntilSeconds)),
    keepUntilSeconds: toFinite(keepUntilSeconds),
    hasSession: true,
  })
}

async function createToken<User>(
  { random, nowSeconds }: Settings<User>,
  {
    hasSession,
    ...fields
  }: Pick<
    AccessTokenRecord,
    'userId' | 'scopes' | 'grantedBy' | 'consumerKey' | 'expiresAtSeconds' | 'keepUntilSeconds'
  > & { readonly hasSession: boolean },
): Promise<NewAccessToken> {
  const sessionHandle = hasSession ? random.secret() : undefined
  const accessToken: AccessTokenRecord = {
    kind: 'access',
    key: random.key(),
    secret: random.secret(),
    ...fields,
    state: 'valid',
    createdAtSeconds: nowSeconds(),
    sessionHandleDigest: sessionHandle && (await digestSessionHandle(sessionHandle)),
  }
  return { accessToken, sessionHandle }
}

/** Returns the digest under which a session handle is kept; with 252 random bits it needs no key. */
export function digestSessionHandle(sessionHandle: string): Promise<string> {
  return digest(sessionHandle, 'SHA-256')
}

function addLifetime(nowSeconds: number, lifetime: number | undefined): number | undefined {
  return lifetime === undefined ? undefined : nowSeconds + lifetime
}

function toFinite(seconds: number): number | undefined {
  return seconds === Infinity ? undefined : seconds
}
