/**
 * Returns a function that keeps its results for the latest strings, for what is the same in most
 * requests. A result must not be changed.
 *
 * @internal
 */
export function keepLatest<Result>(
  create: (text: string) => Result,
  limit: number,
): (text: string) => Result {
  const kept = new Map<string, Result>()
  return (text) => {
    const found = kept.get(text)
    if (found !== undefined) return found
    const created = create(text)
    if (kept.size >= limit) {
      for (const oldest of kept.keys()) {
        kept.delete(oldest)
        break
      }
    }
    kept.set(text, created)
    return created
  }
}
