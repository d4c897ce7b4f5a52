import { getClassName } from './get-class-name.js'
import type { Dialect } from './dialect.js'
import { isObjectOf, isPlainObject, isRecordWith, optionChecks } from './object-checks.js'
import {
  createOptionCheck,
  isBoolean,
  isFunction,
  isNonEmptyString,
  isOneOf,
  isString,
  createMismatch,
} from './option-checks.js'
import type { OptionCheck } from './option-checks.js'
import type { EncryptedKey, HashName } from './rsa-key.js'
import type { SignatureMethod } from './signature-method.js'

const PAIRS = 'an array of [name, value] pairs of strings'

/** A name and a value. @internal */
export const isPair: OptionCheck = /* @__PURE__ */ createOptionCheck(
  'a [name, value] pair of strings',
  (value) => Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'string',
)

/** Parameters or headers. Every pair is checked: an invalid one would fail far from its cause. @internal */
export const isPairs: OptionCheck = (value) => {
  if (!Array.isArray(value)) return createMismatch(PAIRS, value)
  for (let index = 0; index < value.length; index++) {
    const found = isPair(value[index])
    if (found) return { ...found, path: `[${index}]` }
  }
  return undefined
}

/** A body in memory. @internal */
export const isBody: OptionCheck = /* @__PURE__ */ createOptionCheck(
  'a string or a Uint8Array',
  (value) => typeof value === 'string' || value instanceof Uint8Array,
)

const isKey = (value: unknown): boolean =>
  typeof value === 'string' ||
  value instanceof Uint8Array ||
  (typeof value === 'object' &&
    value !== null &&
    ('algorithm' in value || 'asymmetricKeyType' in value))

/** A public key; the method looks at what is in it. @internal */
export const isPublicKey: OptionCheck = /* @__PURE__ */ createOptionCheck(
  'PEM or DER, a KeyObject or a CryptoKey',
  isKey,
)

const isPlainKey = /* @__PURE__ */ createOptionCheck(
  'PEM or DER, a KeyObject, a CryptoKey, or { key, passphrase }',
  isKey,
)
const isEncryptedKey: OptionCheck = /* @__PURE__ */ isObjectOf(
  /* @__PURE__ */ optionChecks<EncryptedKey>({
    required: {
      key: /* @__PURE__ */ createOptionCheck(
        'PEM or DER',
        (value) => typeof value === 'string' || value instanceof Uint8Array,
      ),
      passphrase: isString,
    },
    optional: {},
  }),
)

/** A private key, which may come with its passphrase. @internal */
export const isPrivateKey: OptionCheck = (value) =>
  isPlainObject(value) && 'passphrase' in value ? isEncryptedKey(value) : isPlainKey(value)

/** The name of a hash. @internal */
export const isHash: OptionCheck = /* @__PURE__ */ isOneOf(
  ...(['SHA-1', 'SHA-256', 'SHA-512'] satisfies HashName[]),
)

/** A signature method of the caller's own. @internal */
export const isMethodObject: OptionCheck = /* @__PURE__ */ isRecordWith(
  'a signature method',
  /* @__PURE__ */ optionChecks<SignatureMethod>({
    required: {
      name: isNonEmptyString,
      family: /* @__PURE__ */ isOneOf('shared-secret', 'public-key'),
      sign: isFunction,
      verify: isFunction,
    },
    optional: { bodyHash: isHash, allowMissingTimestamp: isBoolean },
  }),
)

/** A signature method, or the name of one. @internal */
export const isMethod: OptionCheck = (value) =>
  typeof value === 'string' ? undefined : isMethodObject(value)

/** A dialect. @internal */
export const isDialect: OptionCheck = /* @__PURE__ */ isRecordWith(
  'a dialect',
  /* @__PURE__ */ optionChecks<Dialect>({
    required: {},
    optional: { baseString: isFunction, signingKey: isFunction },
  }),
)

/** A URL. @internal */
export const isUrl: OptionCheck = /* @__PURE__ */ createOptionCheck(
  'a URL, as a string or a URL object',
  (value) => typeof value === 'string' || value instanceof URL || getClassName(value) === 'URL',
)
