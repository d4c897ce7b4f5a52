import { isFunction, isRecordWith, optionChecks } from '@oauthplus/core/internal'
import type { OptionCheck } from '@oauthplus/core/internal'

import type { Client } from '../create-client.js'

/** A client that `createClient` has made. */
export const isClient: OptionCheck = isRecordWith(
  'a client that createClient() has made',
  optionChecks<Pick<Client, 'authorize' | 'callback' | 'exchangeVerifier'>>({
    required: { authorize: isFunction, callback: isFunction, exchangeVerifier: isFunction },
    optional: {},
  }),
)
