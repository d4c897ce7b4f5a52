import { readFileSync } from 'node:fs'

/** Reads a file of vectors; core's tests read them by path, because core knows no other package. */
export function readVectors<Vector>(name: string): readonly Vector[] {
  return readJson<{ readonly vectors: readonly Vector[] }>(name).vectors
}

/** The RSA test keys that vectors name. */
export const KEYS: Readonly<Record<string, { readonly privateKey: string; readonly publicKey: string }>> =
  readJson<{
    readonly keys: Record<string, { readonly privateKey: string; readonly publicKey: string }>
  }>('keys').keys

function readJson<Content>(name: string): Content {
  const file = new URL(`../../testkit/vectors/${name}.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as Content
}
