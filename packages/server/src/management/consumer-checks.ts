import {
  isBoolean,
  isInteger,
  isNonEmptyString,
  isNullOr,
  isOneOf,
  isString,
  optionChecks,
  isStringArray,
} from '@oauthplus/core/internal'
import type { OptionCheck, OptionChecks } from '@oauthplus/core/internal'

import type { ConsumerOptions, RegisterConsumerOptions } from './consumer-options.js'

const isLifetime = isNullOr(isInteger(1))
const NAME = { name: isNonEmptyString }
const OPTIONAL: Readonly<Record<Exclude<keyof ConsumerOptions, 'name'>, OptionCheck>> = {
  description: isString,
  website: isNullOr(isString),
  ownerId: isNullOr(isString),
  signatureMethods: isStringArray,
  callbacks: isStringArray,
  defaultCallback: isNullOr(isString),
  xauthAllowed: isBoolean,
  twoLeggedAllowed: isBoolean,
  bodyHashRequired: isBoolean,
  addressRanges: isStringArray,
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
    key: isString,
    secret: isNonEmptyString,
    publicKeys: isStringArray,
  },
})

/** The options that can be changed later. */
export const CHANGE_OPTIONS: OptionChecks = optionChecks<Partial<ConsumerOptions>>({
  required: {},
  optional: { ...NAME, ...OPTIONAL },
})
