const secretsByResponse = new WeakMap<Response, readonly string[]>()

/**
 * Stores the secrets of the request for a response. Some services repeat them in errors: the base
 * string of PLAINTEXT consists of them.
 *
 * @internal
 */
export function rememberRequestSecrets(
  response: Response,
  secrets: readonly (string | undefined)[],
): void {
  secretsByResponse.set(
    response,
    secrets.filter((secret) => secret !== undefined),
  )
}

/**
 * Returns the secrets that a problem of a response must not contain.
 *
 * @internal
 */
export function findRequestSecrets(response: Response): readonly string[] {
  return secretsByResponse.get(response) ?? []
}
