import { isFunction, isRecordWith, optionChecks } from '@oauthplus/core/internal'
import type { OptionCheck } from '@oauthplus/core/internal'

import type { Client } from '../create-client.js'

/** Checks for a client that `createClient` returned. */
export const isClient: OptionCheck = isRecordWith(
  'a client that createClient() returned',
  optionChecks<Pick<Client, 'authorize' | 'callback' | 'exchangeVerifier'>>({
    required: { authorize: isFunction, callback: isFunction, exchangeVerifier: isFunction },
    optional: {},
  }),
)
