import type { HeaderList } from './header-list.js'
import type { ParameterList } from './parameter-list.js'

/**
 * `Headers` or `URLSearchParams`, as far as it is read; so that these declarations need no types of
 * a platform.
 */
export interface PairsLike {
  /** Calls a function for each value and its name. */
  forEach(callback: (value: string, name: string) => void): void
}

/**
 * A plain object of names and values. A name with an array comes once for each of its elements, one
 * with `undefined` does not come.
 */
export type PairsRecord = Readonly<
  Record<string, string | number | readonly (string | number)[] | undefined>
>

/**
 * Headers in any shape that platforms have: pairs, `Headers`, or a plain object such as Node's
 * `request.headers`.
 */
export type HeadersInput =
  HeaderList | Iterable<readonly [name: string, value: string]> | PairsLike | PairsRecord

/** Decoded parameters in any shape that platforms have: pairs, `URLSearchParams`, or a plain object. */
export type ParametersInput =
  ParameterList | Iterable<readonly [name: string, value: string]> | PairsLike | PairsRecord
