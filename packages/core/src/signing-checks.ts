import { isDialect, isMethod, isPrivateKey, isUrl } from './argument-checks.js'
import { assertArgument, assertOptions } from './assert-options.js'
import { isObjectOf, isRecordWith, optionChecks } from './object-checks.js'
import {
  isBoolean,
  isInteger,
  isNonEmptyString,
  isNullOr,
  isOneOf,
  isString,
} from './option-checks.js'
import type { OptionCheck } from './option-checks.js'
import type { Credentials, SignRequestOptions, UnsignedRequest } from './signing.js'
import { isBodyInput } from './read-body.js'
import { isPairsInput } from './to-pairs.js'

const isRequest = /* @__PURE__ */ isObjectOf(
  /* @__PURE__ */ optionChecks<UnsignedRequest>({
    required: { method: isNonEmptyString, url: isUrl },
    optional: { headers: isPairsInput, body: /* @__PURE__ */ isNullOr(isBodyInput) },
  }),
)
const isConsumer = /* @__PURE__ */ isRecordWith(
  'an object with a key, and a secret or a privateKey',
  /* @__PURE__ */ optionChecks<Credentials['consumer']>({
    required: { key: isNonEmptyString },
    optional: { secret: isString, privateKey: isPrivateKey },
  }),
)
const isToken = /* @__PURE__ */ isRecordWith(
  'an object with a key and a secret',
  /* @__PURE__ */ optionChecks<NonNullable<Credentials['token']>>({
    required: { key: isString, secret: isString },
    optional: {},
  }),
)
const isCredentials: OptionCheck = /* @__PURE__ */ isObjectOf(
  /* @__PURE__ */ optionChecks<Credentials>({
    required: { consumer: isConsumer },
    optional: { token: isToken },
  }),
)
const OPTIONS = /* @__PURE__ */ optionChecks<SignRequestOptions>({
  required: {},
  optional: {
    signatureMethod: isMethod,
    transmission: /* @__PURE__ */ isOneOf('header', 'body', 'query'),
    realm: isString,
    nonce: isNonEmptyString,
    timestampSeconds: /* @__PURE__ */ isInteger(0),
    callback: isString,
    verifier: isString,
    sendBodyHash: isBoolean,
    sendVersion: isBoolean,
    allowPlaintextInQuery: isBoolean,
    parameters: isPairsInput,
    dialect: isDialect,
  },
})

/**
 * Makes sure that what `signRequest` was given can be signed.
 *
 * @internal
 */
export function assertSigning(
  request: UnsignedRequest<object>,
  credentials: Credentials,
  options: SignRequestOptions,
): void {
  assertArgument('signRequest', { request }, isRequest)
  assertArgument('signRequest', { credentials }, isCredentials)
  assertOptions('signRequest', options, OPTIONS)
}
