import type { Settings } from '../settings/settings.js'
import type { ConsumerRecord } from '../store/consumer-record.js'

/** How long the access tokens of a consumer last; `undefined` if they do not expire. */
export interface TokenLifetimes {
  /** Until a token must be renewed. */
  readonly tokenSeconds: number | undefined
  /** Until the user must decide again. */
  readonly accessSeconds: number | undefined
  /** Whether tokens can be renewed. */
  readonly isRenewable: boolean
}

/** Returns how long the access tokens of a consumer last. */
export function getTokenLifetimes<User>(
  settings: Pick<Settings<User>, 'accessTokenLifetimeSeconds' | 'sessionLifetimeSeconds'>,
  consumer: Pick<ConsumerRecord, 'accessTokenLifetimeSeconds' | 'sessionLifetimeSeconds'>,
): TokenLifetimes {
  const session = consumer.sessionLifetimeSeconds ?? settings.sessionLifetimeSeconds
  const tokenSeconds = consumer.accessTokenLifetimeSeconds ?? settings.accessTokenLifetimeSeconds
  // Session extension, section 5: no renewal if the session would not outlive the token.
  const isRenewable = session !== undefined && tokenSeconds !== undefined && session > tokenSeconds
  return { tokenSeconds, accessSeconds: isRenewable ? session : tokenSeconds, isRenewable }
}
