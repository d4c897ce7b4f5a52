import {
  expecting,
  isBoolean,
  isInteger,
  isNullOr,
  isOneOf,
  optionChecks,
} from '@oauthplus/core/internal'
import type { OptionCheck, OptionChecks } from '@oauthplus/core/internal'

import {
  isIndexable,
  isStorable,
  isStorableArray,
  isStorableName,
  isStorableString,
} from '../store/storable.js'
import type { ConsumerOptions, RegisterConsumerOptions } from './consumer-options.js'

// The consent page shows it in a heading.
const LONGEST_NAME = 255
const isLifetime = isNullOr(isInteger(1))
const NAME = {
  name: expecting(
    `a string of 1 to ${LONGEST_NAME} characters, without NUL or unpaired surrogates`,
    (value) =>
      typeof value === 'string' &&
      value !== '' &&
      value.length <= LONGEST_NAME &&
      isStorable(value),
  ),
}
const OPTIONAL: Readonly<Record<Exclude<keyof ConsumerOptions, 'name'>, OptionCheck>> = {
  description: isStorableString,
  website: isNullOr(isStorableString),
  ownerId: isNullOr(isIndexable),
  signatureMethods: isStorableArray,
  callbacks: isStorableArray,
  defaultCallback: isNullOr(isStorableString),
  allowXauth: isBoolean,
  allowTwoLegged: isBoolean,
  requireBodyHash: isBoolean,
  allowPlaintextInQuery: isBoolean,
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
