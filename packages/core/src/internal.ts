/**
 * Functions that the packages of oauthplus share: checks of options and arguments, and the steps of verifying
 * that the provider and the doctor run one by one. Do not import it: semantic versioning does not
 * cover it, and any release may change it.
 *
 * @module
 */
export { appendQuery } from './append-query.js'
export {
  isBody,
  isDialect,
  isMethod,
  isPairs,
  isPrivateKey,
  isPublicKey,
  isUrl,
} from './argument-checks.js'
export { joinAuthorizationHeader } from './join-authorization-header.js'
export { argumentError, nameError, nameErrors } from './argument-error.js'
export type { ArgumentErrorCode } from './argument-error.js'
export { assertArgument, assertOptions } from './assert-options.js'
export { compareBaseStrings } from './compare-base-strings.js'
export type { BaseStringDifference } from './compare-base-strings.js'
export { digest, digestNow, digestWithKey } from './digest.js'
export { toProblem } from './to-problem.js'
export { hasFormContentType } from './form-content-type.js'
export { freezeDeeply } from './freeze-deeply.js'
export { keepLatest } from './keep-latest.js'
export { isProtocolParameter } from './parameters.js'
export { formatProblem, parseProblem } from './problems.js'
export { assertProtocolParameters } from './assert-protocol-parameters.js'
export { needsPassphrase } from './needs-passphrase.js'
export { readRsaPublicKey } from './read-rsa-public-key.js'
export { createSignatureMethodRegistry } from './create-signature-method-registry.js'
export type { SignatureMethodRegistry } from './create-signature-method-registry.js'
export { isBodyHashValid, isSignatureValid, judgeSignature } from './verify.js'
export { toWireUrl } from './to-wire-url.js'
export { collectPlain } from './collect-request.js'
export { describeChoice, describeValue } from './describe-value.js'
export { escapeControls, escapeControlsInJson, escapeControlsInLines } from './escape-controls.js'
export { isMapOf, isObjectOf, isRecordWith, optionChecks } from './object-checks.js'
export type { ChecksOf, OptionChecks } from './object-checks.js'
export {
  createOptionCheck,
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
  isTimeout,
} from './option-checks.js'
export type { Mismatch, OptionCheck } from './option-checks.js'
export type { PlainUnsigned } from './plain-unsigned.js'
export { hashUnsigned, refuseRepeated, refuseUnusual, transmit } from './unusual-signing.js'
export { signPlain } from './sign-plain.js'
export { resolveSignatureMethod } from './built-in-methods.js'
export { loadPart } from './load-part.js'
export { hasContentCoding } from './has-content-coding.js'
export { isSecretName } from './is-secret-name.js'
export { maskParameter, maskText } from './mask-parameter.js'
export { readLimited } from './read-limited.js'
export { isPairsInput, toPairs } from './to-pairs.js'
export { isReceived } from './verification-checks.js'
