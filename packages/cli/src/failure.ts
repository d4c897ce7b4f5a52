/** The exit codes of the program, documented in docs/guide/command-line.md. */
export const EXIT_CODES = {
  done: 0,
  /** The provider, the store or the user refused, or an object does not exist. */
  failed: 1,
  /** A usage error: an option, a value or a file is invalid or missing. */
  usage: 2,
  /** A server, a store or a network could not be reached. */
  unreachable: 3,
  /** Ctrl-C, as in shells. */
  interrupted: 130,
} as const

/** One of these codes. */
export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES]

/** Ends a command. The message is one line with the error and the remedy, without secrets. */
export class Failure extends Error {
  /** The name of the class. */
  override readonly name: string = 'Failure'

  /** The exit code of the program. */
  readonly exitCode: ExitCode

  constructor(message: string, exitCode: ExitCode = EXIT_CODES.failed) {
    super(message)
    this.exitCode = exitCode
  }
}

/** Creates the failure for a usage error. */
export function createUsageFailure(message: string): Failure {
  return new Failure(message, EXIT_CODES.usage)
}
