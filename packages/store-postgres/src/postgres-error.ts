/** An error of the server: `code` is its SQLSTATE. */
interface ServerError {
  readonly severity: unknown
  readonly code: string
}

const UNIQUE_VIOLATION = '23505'
const FOREIGN_KEY_VIOLATION = '23503'
// The serialization failure and the deadlock: the server has undone everything.
const REPEATABLE = ['40001', '40P01']
// The connection is gone, or about to be: connection exceptions, shutdowns, idle transactions.
const ENDING = /^(?:08|57P|25P03|XX)/

/** Returns whether a key was taken. */
export function isKeyTaken(error: unknown): boolean {
  return readServerError(error)?.code === UNIQUE_VIOLATION
}

/** Returns whether the consumer of a token is not there, or not any more. */
export function isConsumerAbsent(error: unknown): boolean {
  return readServerError(error)?.code === FOREIGN_KEY_VIOLATION
}

/** Returns whether the same thing may be tried again, because nothing of it has happened. */
export function isRepeatable(error: unknown): boolean {
  return REPEATABLE.includes(readServerError(error)?.code ?? '')
}

/** Returns whether the connection can be used on after an error. */
export function isUsableAfter(error: unknown): boolean {
  const serverError = readServerError(error)
  return serverError !== undefined && !ENDING.test(serverError.code)
}

/**
 * Returns an error that is safe to report: its code and its message, not the details, in which the server
 * quotes rows with the secrets in them.
 */
export function toSafeError(error: unknown): Error {
  if (!(error instanceof Error)) return new Error('PostgreSQL failed')
  const { code, severity } = error as Partial<ServerError>
  // If several addresses were tried, the message is empty.
  const message = error.message === '' ? String(code) : error.message
  const safeError = new Error(message)
  return Object.assign(safeError, code === undefined ? {} : { code }, severity ? { severity } : {})
}

function readServerError(error: unknown): ServerError | undefined {
  if (!(error instanceof Error)) return undefined
  const { severity, code } = error as Partial<ServerError>
  return severity !== undefined && typeof code === 'string' ? { severity, code } : undefined
}
