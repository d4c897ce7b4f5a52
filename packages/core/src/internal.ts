/**
 * What the packages of oauthplus share, most of it checks of options and arguments. It is for those
 * packages only, and may change in any release: semantic versioning does not cover it.
 *
 * @module
 */
export { appendQuery } from './append-query.js'
export { isBody, isDialect, isMethod, isPairs, isRsaKey, isUrl } from './argument-checks.js'
export { argumentError, namedError, naming } from './argument-error.js'
export type { ArgumentErrorCode } from './argument-error.js'
export { assertArgument, assertOptions } from './assert-options.js'
export { describeChoice, describeValue } from './describe-value.js'
export { escapeControls, escapeControlsInJson, escapeControlsInLines } from './escape-controls.js'
export { isMapOf, isObjectOf, isRecordWith, optionChecks } from './object-checks.js'
export type { ChecksOf, OptionChecks } from './object-checks.js'
export {
  expecting,
  isAnything,
  isArrayOf,
  isBoolean,
  isEither,
  isFunction,
  isInteger,
  isNonEmptyString,
  isNullOr,
  isOneOf,
  isPurgeInterval,
  isString,
  isStringArray,
} from './option-checks.js'
export type { Misfit, OptionCheck } from './option-checks.js'
export { hasContentCoding } from './has-content-coding.js'
export { isSecretName } from './is-secret-name.js'
export { maskParameter, maskText } from './mask-parameter.js'
export { isPairsInput, toPairs } from './to-pairs.js'
export { isReceived } from './verification-checks.js'
