/**
 * Asserts that two values are equal. Properties that are `undefined` equal absent ones; `null` equals
 * neither.
 *
 * @example
 *
 * ```ts
 * assertEqual(await store.findConsumer('unknown'), undefined, 'an unknown consumer')
 * ```
 *
 * @param actual The actual value: records, lists, strings, numbers or booleans.
 * @param expected The expected value.
 * @param subject The name of the value, for the message.
 *
 * @throws `Error` if the values differ. The message has both.
 *
 * @see [JSON.stringify](https://tc39.es/ecma262/#sec-json.stringify), which compares them
 */
export function assertEqual(actual: unknown, expected: unknown, subject: string): void {
  // Equal as they are: sorting the names takes ten times as long.
  if (JSON.stringify(actual) === JSON.stringify(expected)) return
  const [found, wanted] = [toCanonicalJson(actual), toCanonicalJson(expected)]
  if (found !== wanted) throw new Error(`${subject}: expected ${wanted}, found ${found}`)
}

function toCanonicalJson(value: unknown): string {
  const text = JSON.stringify(value, (_name, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  ) as string | undefined
  return text ?? 'undefined'
}
