import { HMAC_SHA1, HMAC_SHA256, HMAC_SHA512 } from './hmac.js'
import type { SignatureMethod } from './signature-method.js'

type Check = (value: unknown) => boolean

const METHODS = /* @__PURE__ */ Object.freeze([HMAC_SHA1, HMAC_SHA256, HMAC_SHA512])

const isString: Check = (value) => typeof value === 'string'
const isName: Check = (value) => isString(value) && value !== ''
const isPair: Check = (value) => Array.isArray(value) && isString(value[0]) && isString(value[1])

const REQUEST: ReadonlyMap<string, Check> = /* @__PURE__ */ new Map<string, Check>([
  ['method', isName],
  ['url', isString],
  ['headers', (value) => Array.isArray(value) && value.every(isPair)],
  ['body', (value) => isString(value) || value === null || value instanceof Uint8Array],
])
const CREDENTIALS: ReadonlyMap<string, Check> = /* @__PURE__ */ new Map<string, Check>([
  ['consumer', isConsumer],
  ['token', (value) => isRecord(value) && isName(value.key) && isString(value.secret)],
])
const OPTIONS: ReadonlyMap<string, Check> = /* @__PURE__ */ new Map<string, Check>([
  ['signatureMethod', isString],
  ['realm', isString],
  ['nonce', isName],
  ['timestampSeconds', (value) => Number.isSafeInteger(value) && Number(value) >= 0],
])

/**
 * Selects the method that signs an ordinary request: one in the shape that is signed, with the secret of
 * the consumer and in the Authorization header. Returns `undefined` for every other, which may be
 * in another shape, or invalid. An ordinary request passes the checks of `signing-checks`, so that most
 * programs never load them.
 *
 * @internal
 */
export function selectOrdinaryMethod(
  request: unknown,
  credentials: unknown,
  options: unknown,
): SignatureMethod | undefined {
  const isOrdinary =
    isOnly(OPTIONS, options) &&
    isOnly(REQUEST, request) &&
    isName(request.method) &&
    isString(request.url) &&
    isOnly(CREDENTIALS, credentials) &&
    isConsumer(credentials.consumer)
  if (!isOrdinary) return undefined
  const { signatureMethod = 'HMAC-SHA1' } = options
  return METHODS.find(({ name }) => name === signatureMethod)
}

function isConsumer(value: unknown): boolean {
  if (!isRecord(value) || !isName(value.key)) return false
  return isString(value.secret) && value.privateKey === undefined
}

// Whether a plain object has only what the checks name, and nothing that they do not accept.
function isOnly(
  checks: ReadonlyMap<string, Check>,
  value: unknown,
): value is Readonly<Record<string, unknown>> {
  if (!isRecord(value) || Object.getPrototypeOf(value) !== Object.prototype) return false
  for (const name in value) {
    if (value[name] !== undefined && checks.get(name)?.(value[name]) !== true) return false
    if (!checks.has(name)) return false
  }
  return true
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
