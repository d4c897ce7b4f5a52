import { findClosestName } from './find-closest-name.js'
import { describeValue } from './describe-value.js'
import { isAnything, createMismatch } from './option-checks.js'
import type { Mismatch, OptionCheck } from './option-checks.js'

const MAX_SHOWN_NAME_CHARACTERS = 40

// Of a union, the names of all its members.
type NameOf<Options> = Options extends unknown ? keyof Options : never
type OptionalIn<Options> = Options extends unknown
  ? {
      [Name in keyof Options]-?: Partial<Pick<Options, Name>> extends Pick<Options, Name>
        ? Name
        : never
    }[keyof Options]
  : never
type RequiredName<Options> = Exclude<keyof Options, OptionalIn<Options>>

/** The checks that {@link optionChecks} accepts. @internal */
export interface ChecksOf<Options> {
  /** The options that must be given. */
  readonly required: Readonly<Record<RequiredName<Options>, OptionCheck>>
  /** The options that may be left out, or `undefined`. */
  readonly optional: Readonly<Record<Exclude<NameOf<Options>, RequiredName<Options>>, OptionCheck>>
}

/** The checks of all options of a function, prepared for calls on each request. @internal */
export interface OptionChecks {
  /** The check of each option that is given; a required one is looked at below. */
  readonly given: ReadonlyMap<string, OptionCheck>
  /** The names of the required options. */
  readonly names: readonly string[]
  /** Their checks, in the same order. */
  readonly required: readonly OptionCheck[]
  /** The names and checks of the optional ones, which a loop reads faster than a map. */
  readonly optional: readonly (readonly [name: string, check: OptionCheck])[]
}

/* @__NO_SIDE_EFFECTS__ */
/**
 * Collects the checks of every option of a type. The compiler reports an option without a check, a
 * check without an option, and an option that is required in only one of the two.
 *
 * @internal
 */
export function optionChecks<Options>({ required, optional }: ChecksOf<Options>): OptionChecks {
  const names = Object.keys(required)
  return {
    given: new Map<string, OptionCheck>([
      ...names.map((name) => [name, isAnything] as const),
      ...Object.entries<OptionCheck>(optional),
    ]),
    names,
    required: Object.values(required),
    optional: Object.entries<OptionCheck>(optional),
  }
}

/* @__NO_SIDE_EFFECTS__ */
/** A plain object with the options that the checks name, and no others. @internal */
export function isObjectOf(checks: OptionChecks): OptionCheck {
  return (value) => findOptionsMismatch(value, checks)
}

/* @__NO_SIDE_EFFECTS__ */
/**
 * An object with the members that the checks name. Unlike options it may have others: a record of a
 * database often does.
 *
 * @internal
 */
export function isRecordWith(expected: string, checks: OptionChecks): OptionCheck {
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return createMismatch(expected, value)
    }
    const members = value as Members
    for (const [name, check] of checks.optional) {
      const member = members[name]
      const found = member === undefined ? undefined : check(member)
      if (found) return prefixPath(`.${name}`, found)
    }
    return findRequiredMismatch(members, checks)
  }
}

/* @__NO_SIDE_EFFECTS__ */
/** A plain object of any names, each of whose values fits. @internal */
export function isMapOf(expected: string, check: OptionCheck): OptionCheck {
  return (value) => {
    if (!isPlainObject(value)) return createMismatch(expected, value)
    for (const name of Object.keys(value)) {
      const found = check(value[name])
      if (found) return prefixPath(`.${formatName(name)}`, found)
    }
    return undefined
  }
}

/**
 * Returns the first mismatch of the options; `undefined` if they are valid. Each name costs one look-up.
 *
 * @internal
 */
export function findOptionsMismatch(value: unknown, checks: OptionChecks): Mismatch | undefined {
  if (!isPlainObject(value)) return createMismatch('a plain object', value)
  for (const name in value) {
    const check = checks.given.get(name)
    if (check !== undefined) {
      const given = value[name]
      const found = given === undefined ? undefined : check(given)
      if (found) return prefixPath(`.${name}`, found)
      // A property added to `Object.prototype` is not an option.
    } else if (Object.hasOwn(value, name)) {
      return createUnknownNameMismatch(name, value[name], [...checks.given.keys()])
    }
  }
  return findRequiredMismatch(value, checks)
}

function findRequiredMismatch(
  value: Members,
  { names, required }: OptionChecks,
): Mismatch | undefined {
  // Without an iterator, which would cost as much as all the rest.
  for (let index = 0; index < names.length; index++) {
    const name = names[index] ?? ''
    const found = required[index]?.(value[name])
    if (found) return prefixPath(`.${name}`, found)
  }
  return undefined
}

type Members = Readonly<Record<string, unknown>>

/**
 * Returns whether a value is an object of no class: an instance, such as a URL or a Request, would be
 * taken for options without a value.
 *
 * @internal
 */
export function isPlainObject(value: unknown): value is Members {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  // Not compared with Object.prototype: a frame or a `vm` context has its own.
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

function createUnknownNameMismatch(
  name: string,
  value: unknown,
  known: readonly string[],
): Mismatch {
  const closest = findClosestName(name, known)
  const advice =
    closest === undefined ? `The options are ${known.join(', ')}` : `Did you mean ${closest}?`
  return {
    path: `.${formatName(name)}`,
    message: `is not an option (received ${describeValue(value)}). ${advice}`,
    code: 'ERR_INVALID_ARG_VALUE',
  }
}

/** Returns a name that comes from the caller, and may contain anything, as a message shows it. @internal */
export function formatName(name: string): string {
  return /^[\w-]+$/.test(name) && name.length <= MAX_SHOWN_NAME_CHARACTERS
    ? name
    : JSON.stringify(name.slice(0, MAX_SHOWN_NAME_CHARACTERS))
}

/** Adds the path of what is wrong inside of a value. @internal */
export function prefixPath(path: string, found: Mismatch): Mismatch {
  return { path: path + found.path, message: found.message, code: found.code }
}
