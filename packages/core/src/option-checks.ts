import type { ArgumentErrorCode } from './argument-error.js'
import { describeChoice, describeValue } from './describe-value.js'

/**
 * A mismatch between a value and its check.
 *
 * @internal
 */
export interface Mismatch {
  /** The path inside the value: empty for the value itself, otherwise such as `.secret` or `[0]`. */
  readonly path: string
  /** The end of a sentence that begins with the option's name, such as `must be a string`. */
  readonly message: string
  /** The code of the error. */
  readonly code: ArgumentErrorCode
}

/**
 * Checks the value of an option. Returns `undefined` if it fits.
 *
 * @internal
 */
export type OptionCheck = (value: unknown) => Mismatch | undefined

/* @__NO_SIDE_EFFECTS__ */
/**
 * Creates a check out of a predicate.
 *
 * @param expected The required value, as a continuation of "must be".
 * @param accepts Returns whether a value is valid.
 *
 * @internal
 */
export function createOptionCheck(
  expected: string,
  accepts: (value: unknown) => boolean,
): OptionCheck {
  return (value) => (accepts(value) ? undefined : createMismatch(expected, value))
}

/** Says that a value is not what was expected. @internal */
export function createMismatch(expected: string, value: unknown): Mismatch {
  const message = `must be ${expected}, received ${describeValue(value)}`
  return { path: '', message, code: 'ERR_INVALID_ARG_TYPE' }
}

/** A string, which may be empty. @internal */
export const isString: OptionCheck = /* @__PURE__ */ createOptionCheck(
  'a string',
  (value) => typeof value === 'string',
)

/** A string of at least one character. @internal */
export const isNonEmptyString: OptionCheck = /* @__PURE__ */ createOptionCheck(
  'a string that is not empty',
  (value) => typeof value === 'string' && value !== '',
)

/** `true` or `false`. @internal */
export const isBoolean: OptionCheck = /* @__PURE__ */ createOptionCheck(
  'true or false',
  (value) => typeof value === 'boolean',
)

/** A function. @internal */
export const isFunction: OptionCheck = /* @__PURE__ */ createOptionCheck(
  'a function',
  (value) => typeof value === 'function',
)

/** A value that another check looks at. @internal */
export const isAnything: OptionCheck = () => undefined

/* @__NO_SIDE_EFFECTS__ */
/** An integer of a range. @internal */
export function isInteger(lowest = 0, highest: number = Number.MAX_SAFE_INTEGER): OptionCheck {
  const range =
    highest === Number.MAX_SAFE_INTEGER ? `of ${lowest} or more` : `from ${lowest} to ${highest}`
  return (value) => {
    const isNumber = typeof value === 'number'
    if (isNumber && Number.isSafeInteger(value) && value >= lowest && value <= highest) {
      return undefined
    }
    const found = createMismatch(`an integer ${range}`, value)
    return isNumber ? { ...found, code: 'ERR_INVALID_ARG_VALUE' } : found
  }
}

/* @__NO_SIDE_EFFECTS__ */
/** One of a few values; `false` and `null` may be among them. @internal */
export function isOneOf(...values: readonly unknown[]): OptionCheck {
  return (value) =>
    values.includes(value)
      ? undefined
      : {
          path: '',
          message: `must be ${values.map((each) => JSON.stringify(each)).join(' or ')}, received ${describeChoice(value)}`,
          code: 'ERR_INVALID_ARG_VALUE',
        }
}

/* @__NO_SIDE_EFFECTS__ */
/** Accepts a value that any of several checks accepts. @internal */
export function isEither(expected: string, ...checks: readonly OptionCheck[]): OptionCheck {
  return createOptionCheck(expected, (value) => checks.some((check) => check(value) === undefined))
}

/* @__NO_SIDE_EFFECTS__ */
/** An array, each of whose elements fits. @internal */
export function isArrayOf(expected: string, check: OptionCheck): OptionCheck {
  return (value) => {
    if (!Array.isArray(value)) return createMismatch(expected, value)
    for (let index = 0; index < value.length; index++) {
      const found = check(value[index])
      if (found) return { ...found, path: `[${index}]${found.path}` }
    }
    return undefined
  }
}

/** An array of strings. @internal */
export const isStringArray: OptionCheck = /* @__PURE__ */ isArrayOf('an array of strings', isString)

/** How long a store waits between purges; `false` for never. @internal */
export const isPurgeInterval: OptionCheck = /* @__PURE__ */ createOptionCheck(
  'a number from 0.001 to 86,400, or false',
  (value) => value === false || (typeof value === 'number' && value >= 0.001 && value <= 86_400),
)

// As far as the timers of the platforms reach.
const MAX_TIMER_SECONDS = 2_147_483

/** A number of seconds that a timer can wait. @internal */
export const isTimeout: OptionCheck = /* @__PURE__ */ createOptionCheck(
  `a number above 0, up to ${MAX_TIMER_SECONDS}`,
  (value) => typeof value === 'number' && value > 0 && value <= MAX_TIMER_SECONDS,
)

/* @__NO_SIDE_EFFECTS__ */
/** `null`, or what another check accepts. @internal */
export function isNullOr(check: OptionCheck): OptionCheck {
  return (value) => (value === null ? undefined : check(value))
}
