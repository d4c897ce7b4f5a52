import { createOptionCheck, isArrayOf } from '@oauthplus/core/internal'
import type { OptionCheck } from '@oauthplus/core/internal'

const UNSTORABLE = /\0|\p{Surrogate}/u
// An index of PostgreSQL contains up to 2,704 bytes, of which the columns of a token take three such strings;
// MySQL's tables are often made for 255.
const MAX_INDEXED_BYTES = 255
const MAX_BYTES_PER_UNIT = 3

/** Returns whether every database can store a string. PostgreSQL refuses NUL and half surrogate pairs. */
export function isStorable(text: string): boolean {
  return !UNSTORABLE.test(text)
}

/** Returns whether every string in a value is storable, however deep in arrays and records. */
export function isDeeplyStorable(value: unknown): boolean {
  if (typeof value === 'string') return isStorable(value)
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return true
  // Without a list of the values: each request asks twice.
  for (const name in value) {
    if (!isDeeplyStorable((value as Readonly<Record<string, unknown>>)[name])) return false
  }
  return true
}

/** Checks a string that a store must save or look up. */
export const isStorableString: OptionCheck = createOptionCheck(
  'a string without NUL or unpaired surrogates',
  (value) => typeof value === 'string' && isStorable(value),
)

/** Checks such a string that must not be empty. */
export const isStorableName: OptionCheck = createOptionCheck(
  'a string that is not empty, without NUL or unpaired surrogates',
  (value) => typeof value === 'string' && value !== '' && isStorable(value),
)

/** Checks what is looked for by an index, such as the id of a user; it may be empty. */
export const isIndexable: OptionCheck = createOptionCheck(
  `a string of ${MAX_INDEXED_BYTES} bytes at most (UTF-8), without NUL or unpaired surrogates`,
  (value) =>
    typeof value === 'string' && isStorable(value) && countBytes(value) <= MAX_INDEXED_BYTES,
)

/** Checks such a string that must not be empty. */
export const isIndexableName: OptionCheck = createOptionCheck(
  `a string of 1 to ${MAX_INDEXED_BYTES} bytes (UTF-8), without NUL or unpaired surrogates`,
  (value) => value !== '' && isIndexable(value) === undefined,
)

/** Checks an array of strings that a store must save. */
export const isStorableArray: OptionCheck = isArrayOf(
  'an array of strings without NUL or unpaired surrogates',
  isStorableString,
)

function countBytes(text: string): number {
  // Most are so short that nothing has to be encoded to know.
  const maxBytes = text.length * MAX_BYTES_PER_UNIT
  return maxBytes <= MAX_INDEXED_BYTES ? maxBytes : new TextEncoder().encode(text).length
}
