import { digest } from '@oauthplus/core/internal'

import type { Settings } from '../settings/settings.js'
import type { AccessTokenRecord, ConsumerRecord } from '../store/store.js'

/** A new Access Token, and the handle with which it can be renewed, which is stored as a digest. */
export interface NewAccessToken {
  readonly accessToken: AccessTokenRecord
  readonly sessionHandle: string | undefined
}

/** Makes an Access Token, with a session where the Provider or the Consumer has those. */
export async function newAccessToken<User>(
  settings: Settings<User>,
  consumer: ConsumerRecord,
  granted: Pick<AccessTokenRecord, 'userId' | 'scopes' | 'grantedBy'>,
): Promise<NewAccessToken> {
  const nowSeconds = settings.nowSeconds()
  const session = consumer.sessionLifetimeSeconds ?? settings.sessionLifetimeSeconds
  const lifetime = lifetimeSeconds(settings, consumer)
  // Session extension, section 5: no renewal where the session would not outlive the token.
  const hasSession = session !== undefined && lifetime !== undefined && session > lifetime
  return made(settings, {
    ...granted,
    consumerKey: consumer.key,
    expiresAtSeconds: after(nowSeconds, lifetime),
    keepUntilSeconds: after(nowSeconds, hasSession ? session : lifetime),
    hasSession,
  })
}

/** Makes the Access Token that takes another's place; its session ends when it would have. */
export async function renewedAccessToken<User>(
  settings: Settings<User>,
  consumer: ConsumerRecord,
  token: AccessTokenRecord,
): Promise<NewAccessToken> {
  const { userId, scopes, grantedBy, consumerKey, keepUntilSeconds = Infinity } = token
  const fresh = after(settings.nowSeconds(), lifetimeSeconds(settings, consumer)) ?? Infinity
  return made(settings, {
    userId,
    scopes,
    grantedBy,
    consumerKey,
    expiresAtSeconds: finite(Math.min(fresh, keepUntilSeconds)),
    keepUntilSeconds: finite(keepUntilSeconds),
    hasSession: true,
  })
}

async function made<User>(
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
    sessionHandleDigest: sessionHandle && (await sessionHandleDigest(sessionHandle)),
  }
  return { accessToken, sessionHandle }
}

/** Gives the digest under which a session handle is kept; with 252 random bits it needs no key. */
export function sessionHandleDigest(sessionHandle: string): Promise<string> {
  return digest(sessionHandle, 'SHA-256')
}

function lifetimeSeconds<User>(
  settings: Settings<User>,
  consumer: ConsumerRecord,
): number | undefined {
  return consumer.accessTokenLifetimeSeconds ?? settings.accessTokenLifetimeSeconds
}

function after(nowSeconds: number, lifetime: number | undefined): number | undefined {
  return lifetime === undefined ? undefined : nowSeconds + lifetime
}

function finite(seconds: number): number | undefined {
  return seconds === Infinity ? undefined : seconds
}
