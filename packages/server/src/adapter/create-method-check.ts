import type { OptionCheck } from '@oauthplus/core/internal'

/**
 * Creates a check of an object that must have some methods. The last prototype that had them all is
 * remembered: looking each of them up in a request of Express, which has six prototypes, takes longer
 * than a hash.
 */
export function createMethodCheck(names: readonly string[], check: OptionCheck): OptionCheck {
  let checkedPrototype: object | undefined
  return (value) => {
    if (typeof value !== 'object' || value === null) return check(value)
    const prototype = Object.getPrototypeOf(value) as Readonly<Record<string, unknown>> | null
    if (prototype !== null && prototype === checkedPrototype) return undefined
    const found = check(value)
    if (found === undefined && names.every((name) => typeof prototype?.[name] === 'function')) {
      checkedPrototype = prototype ?? undefined
    }
    return found
  }
}
