/** An error in a service's own format. */
export interface ServiceError {
  /** The service's code for it. The HTTP status as `http_401` by default. */
  readonly code?: string | undefined
  /** The sentence that explains it. */
  readonly advice?: string | undefined
}

/**
 * Reads an error that a service writes in its own format. Returns `undefined` if the response is not
 * an error in that format.
 */
export type ReadError = (body: string, response: Response) => ServiceError | undefined
