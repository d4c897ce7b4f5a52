import { escapeControlsInJson } from '@oauthplus/core/internal'

/** Prints a line of the output. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Prints a value as JSON, with control characters escaped. */
export function printJson(value: unknown): void {
  print(escapeControlsInJson(JSON.stringify(value, undefined, 2)))
}

/** Prints a line for the user on standard error, so that pipes do not receive it. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** Prints the result of a command: as JSON, or as a line for the user. */
export function printResult(
  { json }: { readonly json?: true },
  done: { readonly result: unknown; readonly line: string },
): void {
  if (json === true) printJson(done.result)
  else note(done.line)
}
