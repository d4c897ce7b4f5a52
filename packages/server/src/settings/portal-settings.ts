import {
  argumentError,
  createOptionCheck,
  isBoolean,
  describeChoice,
  isFunction,
  isNonEmptyString,
  isArrayOf,
  isObjectOf,
  optionChecks,
} from '@oauthplus/core/internal'
import type { OptionCheck, SignatureMethodRegistry } from '@oauthplus/core/internal'

import type { PortalOptions } from './portal-options.js'

const MIN_KEY_BYTES = 32

/** The option `portal`: validated, defaults filled in. */
export interface PortalSettings<User> extends Omit<
  PortalOptions<User>,
  'csrfKey' | 'signatureMethods'
> {
  readonly csrfKey: string
  readonly signatureMethods: readonly string[]
}

const isCsrfKey = createOptionCheck(
  `a key of at least ${MIN_KEY_BYTES} bytes: a Uint8Array, or a string`,
  (value) => {
    if (value instanceof Uint8Array) return value.length >= MIN_KEY_BYTES
    return typeof value === 'string' && new TextEncoder().encode(value).length >= MIN_KEY_BYTES
  },
)
const isWords = createOptionCheck(
  'an object of words, or a function that returns one',
  (value) => typeof value === 'function' || (typeof value === 'object' && value !== null),
)

/** The option `portal`. */
export const isPortal: OptionCheck = isObjectOf(
  optionChecks<PortalOptions<unknown>>({
    required: { csrfKey: isCsrfKey, mayRegister: isFunction, mayReview: isFunction },
    optional: {
      allowSelfReview: isBoolean,
      confirmUser: isFunction,
      signatureMethods: isArrayOf('an array of names of signature methods', isNonEmptyString),
      words: isWords,
    },
  }),
)

/** Fills in the defaults of the option `portal`. */
export function createPortalSettings<User>(
  portal: PortalOptions<User>,
  registry: SignatureMethodRegistry,
): PortalSettings<User> {
  const { csrfKey, signatureMethods } = portal
  const names = [...registry.keys()]
  const unknown = signatureMethods?.find((name) => !registry.has(name))
  if (unknown !== undefined) {
    throw argumentError(
      `createProvider: portal.signatureMethods must be among those of the provider (${names.join(', ')}), received ${describeChoice(unknown)}`,
    )
  }
  if (signatureMethods?.length === 0) {
    throw argumentError('createProvider: portal.signatureMethods must name at least one method')
  }
  const chosen = signatureMethods ?? names.filter((name) => name !== 'PLAINTEXT')
  if (chosen.length === 0) {
    throw argumentError(
      "createProvider: portal.signatureMethods must be ['PLAINTEXT'] for a provider that has no other signature method",
    )
  }
  return {
    ...portal,
    csrfKey: typeof csrfKey === 'string' ? csrfKey : Array.from(csrfKey).join(','),
    signatureMethods: chosen,
  }
}
