import {
  assertArgument,
  createOptionCheck,
  isArrayOf,
  isBoolean,
  isInteger,
  isNullOr,
  isObjectOf,
  isOneOf,
  isPublicKey,
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
import type { ChangeContext } from './audit-log.js'
import type {
  ConsumerOptions,
  EnsureConsumerOptions,
  RegisterConsumerOptions,
} from './consumer-options.js'

// The consent page shows it in a heading.
const MAX_NAME_LENGTH = 255
const isLifetime = isNullOr(isInteger(1))
const NAME = {
  name: createOptionCheck(
    `a string of 1 to ${MAX_NAME_LENGTH} characters, without NUL or unpaired surrogates`,
    (value) =>
      typeof value === 'string' &&
      value !== '' &&
      value.length <= MAX_NAME_LENGTH &&
      isStorable(value),
  ),
}
const OPTIONAL: Readonly<Record<Exclude<keyof ConsumerOptions, 'name'>, OptionCheck>> = {
  description: isStorableString,
  website: isNullOr(isStorableString),
  iconUrl: isNullOr(isStorableString),
  ownerId: isNullOr(isIndexable),
  signatureMethods: isStorableArray,
  callbacks: isStorableArray,
  scopes: isNullOr(isStorableArray),
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

const NEW: Readonly<Record<'status' | 'secret' | 'publicKeys', OptionCheck>> = {
  status: isOneOf('pending', 'accepted', 'rejected', 'canceled'),
  secret: isStorableName,
  publicKeys: isArrayOf('an array of public keys', isPublicKey),
}

/** The options with which a consumer is registered. */
export const REGISTER_OPTIONS: OptionChecks = optionChecks<RegisterConsumerOptions>({
  required: NAME,
  optional: { ...OPTIONAL, ...NEW, key: isStorableString },
})

/** The options of a consumer that is registered or changed. */
export const ENSURE_OPTIONS: OptionChecks = optionChecks<EnsureConsumerOptions>({
  required: { ...NAME, key: isStorableName },
  optional: { ...OPTIONAL, ...NEW },
})

/** The options that can be changed later. */
export const CHANGE_OPTIONS: OptionChecks = optionChecks<Partial<ConsumerOptions>>({
  required: {},
  optional: { ...NAME, ...OPTIONAL },
})

const MAX_REASON_LENGTH = 2000
const isContext = isObjectOf(
  optionChecks<ChangeContext>({
    required: {},
    optional: {
      actorId: isIndexable,
      reason: createOptionCheck(
        `a string of at most ${MAX_REASON_LENGTH} characters, without NUL or unpaired surrogates`,
        (value) =>
          typeof value === 'string' && value.length <= MAX_REASON_LENGTH && isStorable(value),
      ),
    },
  }),
)

/** Throws a `TypeError` unless this is a context of a change, or absent. */
export function assertContext(functionName: string, context: ChangeContext | undefined): void {
  if (context !== undefined) assertArgument(functionName, { context }, isContext)
}
