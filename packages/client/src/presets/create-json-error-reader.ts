import type { ReadError } from '../errors/service-error.js'

/** The names and indexes that lead to a value in JSON. */
type Path = readonly (string | number)[]

/** The locations of an error in a JSON response. */
interface ErrorPlace {
  readonly code?: Path
  readonly advice: Path
  /** The status of an error, in responses whose members above also occur in a success. */
  readonly status?: Path
}

/**
 * Creates a reader of JSON errors.
 *
 * @param places The possible locations of code and advice. The first that contains either is used.
 *
 * @internal
 */
export function createJsonErrorReader(...places: readonly ErrorPlace[]): ReadError {
  return (body) => {
    const json = parseJson(body)
    for (const place of places) {
      const code = place.code === undefined ? undefined : findString(json, place.code)
      const advice = findString(json, place.advice)
      const isSuccess = place.status !== undefined && Number(findString(json, place.status)) < 400
      if ((code ?? advice) !== undefined && !isSuccess) return { code, advice }
    }
    return undefined
  }
}

/**
 * Parses JSON.
 *
 * @returns The value, or `undefined` if the string is not JSON.
 *
 * @internal
 */
export function parseJson(string: string): unknown {
  try {
    return JSON.parse(string)
  } catch {
    return undefined
  }
}

function findString(json: unknown, path: Path): string | undefined {
  let value = json
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    value = (value as Readonly<Record<string | number, unknown>>)[step]
  }
  const isString = typeof value === 'string' && value !== ''
  return isString || typeof value === 'number' ? String(value) : undefined
}
