import { isBoolean, isInteger, isNullOr, isOneOf, optionChecks } from '@oauthplus/core/internal'
import type { OptionCheck, OptionChecks } from '@oauthplus/core/internal'

import { isStorableArray, isStorableName, isStorableString } from '../checks/storable.js'
import type { ConsumerOptions, RegisterConsumerOptions } from './consumer-options.js'

const isLifetime = isNullOr(isInteger(1))
const NAME = { name: isStorableName }
const OPTIONAL: Readonly<Record<Exclude<keyof ConsumerOptions, 'name'>, OptionCheck>> = {
  description: isStorableString,
  website: isNullOr(isStorableString),
  ownerId: isNullOr(isStorableString),
  signatureMethods: isStorableArray,
  callbacks: isStorableArray,
  defaultCallback: isNullOr(isStorableString),
  xauthAllowed: isBoolean,
  twoLeggedAllowed: isBoolean,
  bodyHashRequired: isBoolean,
  addressRanges: isStorableArray,
  requestTokenLifetimeSeconds: isLifetime,
  accessTokenLifetimeSeconds: isLifetime,
  sessionLifetimeSeconds: isLifetime,
}

/** The options with which a Consumer is registered. */
export const REGISTER_OPTIONS: OptionChecks = optionChecks<RegisterConsumerOptions>({
  required: NAME,
  optional: {
    ...OPTIONAL,
    status: isOneOf('pending', 'accepted', 'rejected', 'canceled'),
    key: isStorableString,
    secret: isStorableName,
    publicKeys: isStorableArray,
  },
})

/** The options that can be changed later. */
export const CHANGE_OPTIONS: OptionChecks = optionChecks<Partial<ConsumerOptions>>({
  required: {},
  optional: { ...NAME, ...OPTIONAL },
})
