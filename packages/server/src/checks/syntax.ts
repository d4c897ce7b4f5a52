import { OAuthError, parameterValue } from '@oauthplus/core'
import type { ParameterList } from '@oauthplus/core'

import { isStorable } from '../store/storable.js'
import { createParameterError } from '../errors/rejected-errors.js'

const AMPERSAND = 0x26
// eslint-disable-next-line no-control-regex -- these are what is looked for
const CONTROL_CHARACTER = /[\0-\x1f\x7f-\x9f]/
const INTEGER = /^\d{1,15}$/
const MAX_OTHER_LENGTH = 2083
const MAX_PAGE_VALUE_LENGTH = 255

/** The longest values, in characters; keys and nonces must fit into columns of databases. */
const MAX_LENGTHS: ReadonlyMap<string, number> = new Map([
  ['oauth_consumer_key', 255],
  ['oauth_token', 255],
  ['oauth_nonce', 255],
  ['oauth_verifier', 255],
  ['oauth_signature_method', 64],
  ['oauth_version', 16],
])

/** Refuses protocol parameters that are too long or contain control characters. */
export function assertProtocolValues(protocol: ParameterList): void {
  for (const [name, value] of protocol) {
    const longest = MAX_LENGTHS.get(name)
    const isNameUnsound = longest === undefined && CONTROL_CHARACTER.test(name)
    if (isNameUnsound || CONTROL_CHARACTER.test(value)) {
      throw new OAuthError(
        'parameter_rejected',
        'A protocol parameter contains a control character.',
      )
    }
    if (name.length > 64 || value.length > (longest ?? MAX_OTHER_LENGTH)) {
      throw new OAuthError('parameter_rejected', 'A protocol parameter is too long.')
    }
  }
}

/** Refuses a parameter of a page that is too long or contains control characters. */
function assertPageValue(name: string, value: string): void {
  if (CONTROL_CHARACTER.test(value) || !isStorable(value)) {
    throw new OAuthError(
      'parameter_rejected',
      `The parameter ${name} contains a control character.`,
    )
  }
  if (value.length > MAX_PAGE_VALUE_LENGTH) {
    throw new OAuthError('parameter_rejected', `The parameter ${name} is too long.`)
  }
}

/** Refuses what a page was given for a parameter, if it is not one sound text: none, a list, an object. */
export function toPageValue(name: string, value: unknown): string {
  if (typeof value !== 'string') {
    throw new OAuthError('parameter_rejected', `This page needs the parameter ${name} once.`)
  }
  assertPageValue(name, value)
  return value
}

/** Refuses a username that is too long or contains control characters, and a password with NUL. */
export function assertLogin(username: string, password: string): void {
  if (CONTROL_CHARACTER.test(username) || !isStorable(username) || !isStorable(password)) {
    throw new OAuthError('parameter_rejected', 'An xAuth parameter contains a control character.')
  }
  if (username.length > MAX_OTHER_LENGTH) {
    throw new OAuthError('parameter_rejected', 'x_auth_username is too long.')
  }
}

/** Refuses a timestamp that is not an integer number of seconds, or is too far from now. */
export function assertTimestamp(
  protocol: ParameterList,
  clock: { readonly nowSeconds: number; readonly windowSeconds: number },
): void {
  const text = parameterValue(protocol, 'oauth_timestamp')
  if (text === undefined) return
  if (!INTEGER.test(text)) {
    throw createParameterError(
      'oauth_timestamp',
      'oauth_timestamp must be the seconds since 1970, in digits.',
      text,
    )
  }
  const seconds = Number(text)
  const lowest = clock.nowSeconds - clock.windowSeconds
  const highest = clock.nowSeconds + clock.windowSeconds
  if (seconds < lowest || seconds > highest) {
    throw new OAuthError('timestamp_refused', 'The timestamp is too far from the server time.', {
      details: { acceptableTimestamps: [lowest, highest] },
    })
  }
}

/** Refuses a query or a form of more parameters than anyone needs, before they are taken apart. */
export function assertParameterCount(text: string | Uint8Array, limit: number): void {
  let count = 1
  for (let index = 0; index < text.length; index++) {
    const unit = typeof text === 'string' ? text.charCodeAt(index) : text[index]
    if (unit === AMPERSAND && ++count > limit) {
      throw new OAuthError('parameter_rejected', `There are more than ${limit} parameters.`)
    }
  }
}
