import type { BytesInput } from './body-input.js'
import { getClassName } from './get-class-name.js'
import { encodeParameters, joinAsForm } from './encoded-parameters.js'
import { createOptionCheck } from './option-checks.js'
import type { OptionCheck } from './option-checks.js'
import { toPairs } from './to-pairs.js'

const UNREAD: readonly string[] = ['FormData', 'Blob', 'File', 'ReadableStream']

/** A body as it is signed and hashed: text, bytes, or not at all. @internal */
export interface PlainBody {
  readonly body?: string | Uint8Array | undefined
  /** Whether it came as a form that was taken apart. */
  readonly isForm?: boolean
  /** A body that is sent without being read. */
  readonly unread?: object
}

/** A body in any shape, in memory or not. @internal */
export const isBodyInput: OptionCheck = /* @__PURE__ */ createOptionCheck(
  'a string, bytes, URLSearchParams, FormData, a Blob or a stream',
  (value) =>
    isPlainBody(value) ||
    isBytes(value) ||
    getClassName(value) === 'URLSearchParams' ||
    isUnread(value),
)

/** Returns whether a body needs no conversion. @internal */
export function isPlainBody(value: unknown): value is string | Uint8Array | null | undefined {
  return (
    typeof value === 'string' ||
    value === undefined ||
    value === null ||
    value instanceof Uint8Array
  )
}

/**
 * Returns bytes as a `Uint8Array` of the same memory; anything else as it is.
 *
 * @internal
 */
export function toBytes(value: BytesInput | string): Uint8Array | string {
  // An argument check that follows says what is wrong with any other value.
  if (!isBytes(value)) return value
  return ArrayBuffer.isView(value)
    ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    : new Uint8Array(value)
}

/**
 * Returns a body in the shape in which it is signed and hashed. Nothing that can be read once only is
 * read.
 *
 * @internal
 */
export function readBody(functionName: string, value: unknown): PlainBody {
  if (isPlainBody(value)) return { body: value ?? undefined }
  if (isBytes(value)) return { body: toBytes(value) }
  if (getClassName(value) === 'URLSearchParams') {
    const parameters = toPairs(functionName, 'request.body', value)
    return { body: joinAsForm(encodeParameters(parameters)), isForm: true }
  }
  return { unread: value }
}

function isBytes(value: unknown): value is BytesInput {
  return ArrayBuffer.isView(value) || getClassName(value) === 'ArrayBuffer'
}

function isUnread(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return UNREAD.includes(getClassName(value)) || Symbol.asyncIterator in value
}
