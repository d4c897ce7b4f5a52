import type { ReadError } from './service-error.js'

const readers = new WeakMap<Response, ReadError>()

/**
 * Stores the error reader of the provider for a response.
 *
 * @internal
 */
export function rememberErrorReader(response: Response, readError: ReadError | undefined): void {
  if (readError) readers.set(response, readError)
}

/**
 * Returns the error reader for a response.
 *
 * @internal
 */
export function findErrorReader(response: Response): ReadError | undefined {
  return readers.get(response)
}
