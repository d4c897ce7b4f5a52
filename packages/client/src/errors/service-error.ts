/** An error in a service's own format. */
export interface ServiceError {
  /** The service's error code. Defaults to the HTTP status, such as `http_401`. */
  readonly code?: string | undefined
  /** The error message. */
  readonly advice?: string | undefined
}

/**
 * Reads an error in a service's own format. Returns `undefined` if the response is not an error in
 * that format.
 */
export type ReadError = (body: string, response: Response) => ServiceError | undefined
