const USUAL_LIMIT = 100
const HIGHEST_LIMIT = 1000

/** Gives how many records a page holds. */
export function pageLimit(limit: number = USUAL_LIMIT): number {
  if (Number.isSafeInteger(limit) && limit >= 1 && limit <= HIGHEST_LIMIT) return limit
  throw new TypeError(`limit must be a whole number from 1 to ${HIGHEST_LIMIT}`)
}

/** Makes a page of records of which one more than fit was asked for, to know whether there is one. */
export function pageFrom<Found extends { readonly key: string }>(
  found: readonly Found[],
  limit: number,
): { readonly records: readonly Found[]; readonly next: string | undefined } {
  const records = found.slice(0, limit)
  return { records, next: found.length > limit ? records.at(-1)?.key : undefined }
}
