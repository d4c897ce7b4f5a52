/** What the program ends with; docs/guide/command-line.md tells users. */
export const EXIT_CODES = {
  done: 0,
  /** The Provider, the store or the User said no, or there is no such thing. */
  failed: 1,
  /** The command cannot be: an option, a value or a file is wrong or missing. */
  usage: 2,
  /** A server, a store or a network could not be reached. */
  unreachable: 3,
  /** Ctrl-C, as shells count it. */
  interrupted: 130,
} as const

/** One of these codes. */
export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES]

/** Ends a command with one line that says what is wrong and what to do. Holds no secret. */
export class Failure extends Error {
  /** The name of the class. */
  override readonly name: string = 'Failure'

  /** What the program ends with. */
  readonly exitCode: ExitCode

  constructor(message: string, exitCode: ExitCode = EXIT_CODES.failed) {
    super(message)
    this.exitCode = exitCode
  }
}

/** Makes the failure of a command that cannot be. */
export function createUsageFailure(message: string): Failure {
  return new Failure(message, EXIT_CODES.usage)
}
