import type { Span } from './find-named-secrets.js'

/** The number of characters that a secret must have at least. */
export const MIN_SECRET_CHARACTERS = 4

/** Finds any of many strings in a string, in a time that does not grow with their number. */
export interface SecretIndex {
  /** Adds a string of at least {@link MIN_SECRET_CHARACTERS}. */
  add(secret: string): void
  /** Finds the longest secret at each position. */
  find(string: string): readonly Span[]
}

interface Bucket {
  readonly secrets: Set<string>
  readonly lengths: Set<number>
}

/** Creates an empty index. */
export function createSecretIndex(): SecretIndex {
  const buckets = new Map<string, Bucket>()
  return {
    add(secret) {
      const prefix = secret.slice(0, MIN_SECRET_CHARACTERS)
      const bucket = buckets.get(prefix) ?? { secrets: new Set(), lengths: new Set() }
      bucket.secrets.add(secret)
      bucket.lengths.add(secret.length)
      buckets.set(prefix, bucket)
    },
    find(string) {
      const found: Span[] = []
      for (let start = 0; start + MIN_SECRET_CHARACTERS <= string.length; start++) {
        const bucket = buckets.get(string.slice(start, start + MIN_SECRET_CHARACTERS))
        if (bucket === undefined) continue
        const end = findLongest(string, start, bucket)
        if (end !== undefined) found.push({ start, end })
      }
      return found
    },
  }
}

function findLongest(
  string: string,
  start: number,
  { secrets, lengths }: Bucket,
): number | undefined {
  let end: number | undefined
  for (const length of lengths) {
    const next = start + length
    if (next > string.length || next <= (end ?? 0)) continue
    if (secrets.has(string.slice(start, next))) end = next
  }
  return end
}
