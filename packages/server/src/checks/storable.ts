import { expecting, isArrayOf } from '@oauthplus/core/internal'
import type { OptionCheck } from '@oauthplus/core/internal'

const UNSTORABLE = /\0|\p{Surrogate}/u

/** Tells whether every database can hold a string. PostgreSQL refuses NUL and half surrogate pairs. */
export function isStorable(text: string): boolean {
  return !UNSTORABLE.test(text)
}

/** Tells whether every string in a value is storable, however deep in arrays and records. */
export function holdsStorable(value: unknown): boolean {
  if (typeof value === 'string') return isStorable(value)
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return true
  return Object.values(value).every(holdsStorable)
}

/** Checks a string that a store is to hold or to look for. */
export const isStorableString: OptionCheck = expecting(
  'a string without NUL or unpaired surrogates',
  (value) => typeof value === 'string' && isStorable(value),
)

/** Checks such a string that must not be empty. */
export const isStorableName: OptionCheck = expecting(
  'a string that is not empty, without NUL or unpaired surrogates',
  (value) => typeof value === 'string' && value !== '' && isStorable(value),
)

/** Checks an array of such strings. */
export const isStorableArray: OptionCheck = isArrayOf(
  'an array of strings without NUL or unpaired surrogates',
  isStorableString,
)
