/** An object of an export. Its members are read by `Object.hasOwn` only. */
export type ExportObject = Readonly<Record<string, unknown>>

/** Checks for an object that is not an array. */
export function isExportObject(value: unknown): value is ExportObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Returns a member of an object; `undefined` if it has none of its own with that name. */
export function getMember(value: unknown, name: string): unknown {
  return isExportObject(value) && Object.hasOwn(value, name) ? value[name] : undefined
}

/** Returns a member that is an array; an empty one if it is anything else. */
export function getList(value: unknown, name: string): readonly unknown[] {
  const member = getMember(value, name)
  return Array.isArray(member) ? member : []
}

/** Returns a value as a string; an empty one for what is not a string, a number or a boolean. */
export function toStringValue(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : ''
}

/** Returns a member as a string; an empty one if there is none. */
export function getString(value: unknown, name: string): string {
  return toStringValue(getMember(value, name))
}
