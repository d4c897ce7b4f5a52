import {
  isBody,
  isDialect,
  isMethod,
  isMethodObject,
  isPairs,
  isPublicKey,
  isUrl,
} from './argument-checks.js'
import { assertArgument, assertOptions } from './assert-options.js'
import { isObjectOf, isRecordWith, optionChecks } from './object-checks.js'
import { isArrayOf, isNullOr, isString, isStringArray } from './option-checks.js'
import type { OptionCheck } from './option-checks.js'
import { isBodyInput } from './read-body.js'
import { isPairsInput } from './to-pairs.js'
import type { CollectedRequest, ReceivedRequest, ReceivedRequestInput } from './received-request.js'
import type { KnownKeys, VerifySignatureOptions } from './verification.js'

/** A request as it was received, or collected. @internal */
export const isReceived: OptionCheck = /* @__PURE__ */ isRecordWith(
  'a request with method, url and headers',
  /* @__PURE__ */ optionChecks<ReceivedRequest>({
    required: { method: isString, url: isString, headers: isPairs },
    optional: { body: /* @__PURE__ */ isNullOr(isBody) },
  }),
)
const isReceivedInput = /* @__PURE__ */ isRecordWith(
  'a request with method, url and headers',
  /* @__PURE__ */ optionChecks<ReceivedRequestInput>({
    required: { method: isString, url: isUrl, headers: isPairsInput },
    optional: { body: /* @__PURE__ */ isNullOr(isBodyInput) },
  }),
)
const isCollected = /* @__PURE__ */ isRecordWith(
  'a request that collectRequest has taken apart',
  /* @__PURE__ */ optionChecks<Pick<CollectedRequest, 'protocol' | 'header' | 'query' | 'form'>>({
    required: { protocol: isPairs, header: isPairs, query: isPairs, form: isPairs },
    optional: {},
  }),
)
const isKeyArray = /* @__PURE__ */ isArrayOf('an array of public keys', isPublicKey)
const isKeys = /* @__PURE__ */ isObjectOf(
  /* @__PURE__ */ optionChecks<KnownKeys>({
    required: {},
    optional: { secrets: isStringArray, publicKeys: isKeyArray, tokenSecrets: isStringArray },
  }),
)
const isKeysOfMethod = /* @__PURE__ */ isObjectOf(
  /* @__PURE__ */ optionChecks<
    KnownKeys & Pick<VerifySignatureOptions, 'dialect'> & { method: unknown }
  >({
    required: { method: isMethodObject },
    optional: {
      secrets: isStringArray,
      publicKeys: isKeyArray,
      tokenSecrets: isStringArray,
      dialect: isDialect,
    },
  }),
)
const OPTIONS = /* @__PURE__ */ optionChecks<VerifySignatureOptions>({
  required: {
    signatureMethods: /* @__PURE__ */ isArrayOf(
      'an array of the signature methods that are allowed',
      isMethod,
    ),
  },
  optional: { dialect: isDialect },
})

/** Makes sure that a request is one that can be collected. @internal */
export function assertReceived(functionName: string, request: ReceivedRequestInput): void {
  assertArgument(functionName, { request }, isReceivedInput)
}

/** Makes sure that a request was collected. @internal */
export function assertCollected(functionName: string, request: CollectedRequest): void {
  assertArgument(functionName, { request }, isCollected)
}

/** Makes sure of keys with the one method that they are for. @internal */
export function assertKeysOfMethod(functionName: string, keys: KnownKeys): void {
  assertArgument(functionName, { keys }, isKeysOfMethod)
}

/** Makes sure that what `verifySignature` was given can be verified. @internal */
export function assertVerification(
  request: ReceivedRequestInput,
  keys: KnownKeys,
  options: VerifySignatureOptions,
): void {
  assertReceived('verifySignature', request)
  assertArgument('verifySignature', { keys }, isKeys)
  assertOptions('verifySignature', options, OPTIONS)
}
