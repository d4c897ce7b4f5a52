/**
 * Returns the name of the platform's class that a value is of. Unlike `instanceof`, it knows values of
 * other realms, such as a test environment's.
 *
 * @internal
 */
export function getClassName(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1)
}
