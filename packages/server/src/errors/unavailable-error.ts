import { OAuthError } from '@oauthplus/core'

/** Says that the server cannot judge a request now: what it depends on has failed or is full. */
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
    // Also an `OAuthError`: what went wrong in there is nothing that the consumer did.
    throw createUnavailableError(error)
  }
}
