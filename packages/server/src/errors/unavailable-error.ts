import { OAuthError } from '@oauthplus/core'

/** Creates the error for a request that the server cannot check now, because a dependency has failed or is full. */
export function createUnavailableError(cause?: unknown): OAuthError {
  return new OAuthError(
    'service_unavailable',
    'The server cannot judge the request now; try again later.',
    { cause },
  )
}

/** Calls what the application or a store gave; whatever it throws becomes a refusal. */
export async function callOrRefuse<Result>(call: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await call()
  } catch (error) {
    // This includes an `OAuthError`, because the consumer did not cause a failure in a dependency.
    throw createUnavailableError(error)
  }
}
