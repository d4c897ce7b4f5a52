/** An object in an export. Access its members only after `Object.hasOwn`. */
export type ExportObject = Readonly<Record<string, unknown>>

/** Returns whether a value is an object other than an array. */
export function isExportObject(value: unknown): value is ExportObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Returns an own member of an object, or `undefined`. */
export function getMember(value: unknown, name: string): unknown {
  return isExportObject(value) && Object.hasOwn(value, name) ? value[name] : undefined
}

/** Returns a member that is an array, or an empty array. */
export function getList(value: unknown, name: string): readonly unknown[] {
  const member = getMember(value, name)
  return Array.isArray(member) ? member : []
}

/** Converts a string, a number or a boolean to a string, and anything else to an empty string. */
export function toStringValue(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : ''
}

/** Returns a member as a string, or an empty string. */
export function getString(value: unknown, name: string): string {
  return toStringValue(getMember(value, name))
}
