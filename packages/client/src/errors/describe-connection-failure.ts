const MAX_CAUSES = 5

// Node and undici have error codes, Bun has different ones, and Deno and browsers have only
// messages.
const REASONS: readonly (readonly [reason: string, pattern: RegExp])[] = [
  ['connection refused', /ECONNREFUSED|ConnectionRefused|Connection refused/],
  ['fetch blocks this port', /bad port/],
  ['unknown host', /ENOTFOUND|EAI_AGAIN|DNS|dns error|failed to lookup address/],
  ['no response in time', /TimeoutError|ETIMEDOUT|UND_ERR_[A-Z]{1,40}_TIMEOUT|timed out/],
  ['TLS failure', /CERT|ERR_TLS|ERR_SSL|UNABLE_TO_VERIFY|EPROTO|certificate/],
  [
    'connection closed',
    /ECONNRESET|EPIPE|UND_ERR_SOCKET|ConnectionClosed|connection closed|Connection reset/,
  ],
]

/**
 * Describes in a few words why no complete response arrived, on every runtime. The cause is often
 * nested two errors deep.
 *
 * @param failure The error that `fetch` rejected with.
 *
 * @returns The reason, or `undefined` if it is unknown.
 *
 * @internal
 */
export function describeConnectionFailure(failure: unknown): string | undefined {
  const causes = listCauses(failure)
  const [reason] =
    REASONS.find(([, pattern]) =>
      causes.some(({ name, code, message }) => pattern.test(`${name} ${code} ${message}`)),
    ) ?? []
  const code = causes.map((cause) => cause.code).find((found) => /^[A-Z][A-Za-z_]+$/.test(found))
  return reason === undefined || code === undefined ? reason : `${reason} (${code})`
}

interface Cause {
  readonly name: string
  readonly code: string
  readonly message: string
}

function listCauses(failure: unknown): readonly Cause[] {
  const causes: Cause[] = []
  let error = failure
  while (error instanceof Error && causes.length < MAX_CAUSES) {
    const { name, message, code = '' } = error as Error & { readonly code?: unknown }
    causes.push({ name, message, code: String(code) })
    error = error.cause
  }
  return causes
}
