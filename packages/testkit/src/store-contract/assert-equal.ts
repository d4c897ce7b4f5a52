/**
 * Asserts that a store did what it promises. Fields that are `undefined` equal absent ones; `null`
 * equals neither.
 *
 * @example
 *
 * ```ts
 * assertEqual(await store.findConsumer('unknown'), undefined, 'an unknown Consumer')
 * ```
 *
 * @param actual What came back: records, lists, texts, numbers, truth values.
 * @param expected What should have come.
 * @param subject What is looked at, for the message.
 *
 * @throws `Error` where the two differ; its message shows both.
 *
 * @see [JSON.stringify](https://tc39.es/ecma262/#sec-json.stringify), by which they are compared
 */
export function assertEqual(actual: unknown, expected: unknown, subject: string): void {
  const [found, wanted] = [toCanonicalJson(actual), toCanonicalJson(expected)]
  if (found !== wanted) throw new Error(`${subject}: expected ${wanted}, but found ${found}`)
}

function toCanonicalJson(value: unknown): string {
  const text = JSON.stringify(value, (_name, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  ) as string | undefined
  return text ?? 'undefined'
}
