const SHORT_WORD = /^[\w-]{1,12}$/

/**
 * Describes a received value for an error message. A string may be a secret in the wrong place, so
 * only its length is given.
 *
 * @internal
 */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') {
    return value === '' ? 'an empty string' : `a string of ${value.length} characters`
  }
  if (typeof value === 'function') {
    return /^class\b/.test(Function.prototype.toString.call(value)) ? 'a class' : 'a function'
  }
  if (typeof value === 'symbol') return 'a symbol'
  if (typeof value !== 'object' || value === null) return String(value)
  if (Array.isArray(value)) return 'an array'
  return describeObject(value)
}

function describeObject(value: object): string {
  // An object may have no constructor, or one that is not a function.
  const name = (value.constructor as { readonly name?: unknown } | undefined)?.name
  if (typeof name !== 'string' || name === 'Object' || !/^\w{1,40}$/.test(name)) {
    const prototype: unknown = Object.getPrototypeOf(value)
    const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null
    return isPlain ? 'an object' : 'an object with a prototype'
  }
  return name === 'Promise' ? 'a promise (await it first)' : `an instance of ${name}`
}

/**
 * Describes a value received in place of one of a few known words. Those are not secrets, so a short
 * word is shown.
 *
 * @internal
 */
export function describeChoice(value: unknown): string {
  return typeof value === 'string' && SHORT_WORD.test(value)
    ? JSON.stringify(value)
    : describeValue(value)
}
