import { readFileSync } from 'node:fs'

/** Reads a file of vectors; core's tests read them by path, because core knows no other package. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller knows the content of the file
export function readVectors<Vector>(name: string): readonly Vector[] {
  return (readJson(name) as { readonly vectors: readonly Vector[] }).vectors
}

/** The RSA test keys that vectors name. */
export const KEYS: Readonly<
  Record<string, { readonly privateKey: string; readonly publicKey: string }>
> = (readJson('keys') as { readonly keys: typeof KEYS }).keys

function readJson(name: string): unknown {
  const file = new URL(`../../testkit/vectors/${name}.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8'))
}
