import { EXIT } from './exit-codes.js'
import type { ExitCode } from './exit-codes.js'

/** Ends a command with one line that says what is wrong and what to do. Holds no secret. */
export class Failure extends Error {
  /** The name of the class. */
  override readonly name: string = 'Failure'

  /** What the program ends with. */
  readonly exitCode: ExitCode

  constructor(message: string, exitCode: ExitCode = EXIT.failed) {
    super(message)
    this.exitCode = exitCode
  }
}

/** Makes the failure of a command that cannot be. */
export function misuse(message: string): Failure {
  return new Failure(message, EXIT.usage)
}
