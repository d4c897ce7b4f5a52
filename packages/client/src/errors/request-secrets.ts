const secretsByResponse = new WeakMap<Response, readonly string[]>()

/**
 * Remembers the secrets of the request that a response belongs to. Some services repeat them in errors: the
 * base string of PLAINTEXT that they show consists of them.
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
 * Finds the secrets that no problem of a response may show.
 *
 * @internal
 */
export function findRequestSecrets(response: Response): readonly string[] {
  return secretsByResponse.get(response) ?? []
}
