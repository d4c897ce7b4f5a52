import type { ReadError } from './service-error.js'

const readers = new WeakMap<Response, ReadError>()

/**
 * Remembers how the errors of a provider are read, for a response of that provider.
 *
 * @internal
 */
export function rememberErrorReader(response: Response, readError: ReadError | undefined): void {
  if (readError) readers.set(response, readError)
}

/**
 * Finds how the error in a response is read.
 *
 * @internal
 */
export function findErrorReader(response: Response): ReadError | undefined {
  return readers.get(response)
}
