import {
  createOptionCheck,
  isFunction,
  isRecordWith,
  isTimeout,
  optionChecks,
} from '@oauthplus/core/internal'
import type { OptionCheck } from '@oauthplus/core/internal'

import { createClientFactory } from './create-client-factory.js'
import type { RedisClient } from './redis-client.js'
import type { LinkOptions } from './redis-link.js'

/** The options of everything that connects to Redis. */
export interface RedisOptions {
  /**
   * The prefix of all keys, so that several stores can share a server. `oauth:` by default.
   */
  readonly prefix?: string | undefined
  /** How long a call may take, connecting included; fractions are allowed. 2 by default. */
  readonly timeoutSeconds?: number | undefined
  /** Is called with errors outside of calls, such as lost connections. Ignored by default. */
  readonly onError?: ((error: unknown) => void) | undefined
}

const isClientObject = isRecordWith(
  'a URL as a string, or a client of the redis package (node-redis)',
  optionChecks<Pick<RedisClient, 'sendCommand'>>({
    required: { sendCommand: isFunction },
    optional: {},
  }),
)

/** A client, or a URL, which is checked later. */
export const isClientOrUrl: OptionCheck = (value) =>
  typeof value === 'string' ? undefined : isClientObject(value)

/** The checks of the options that the store and the throttle share. */
export const SHARED_CHECKS: Readonly<Record<keyof RedisOptions, OptionCheck>> = {
  // Braces would decide which slot of a Cluster the keys are in.
  prefix: createOptionCheck(
    'a string without braces',
    (value) => typeof value === 'string' && /^[^{}]*$/.test(value),
  ),
  timeoutSeconds: isTimeout,
  onError: isFunction,
}

/** Creates the options of a link from arguments that were checked. */
export function createConnectionOptions(
  clientOrUrl: RedisClient | string,
  options: RedisOptions,
): { readonly prefix: string; readonly connection: LinkOptions } {
  const { prefix = 'oauth:', timeoutSeconds = 2, onError = () => undefined } = options
  const shared = { timeoutSeconds, onError }
  if (typeof clientOrUrl === 'string') {
    const createClient = createClientFactory(clientOrUrl, timeoutSeconds)
    return { prefix, connection: { ...shared, source: { createClient } } }
  }
  return { prefix, connection: { ...shared, source: { client: clientOrUrl } } }
}
