import { escapeControlsInJson } from '@oauthplus/core/internal'

/** Prints a line of what the command is for. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Prints a value for programs. It is JSON that commands no terminal either. */
export function printJson(value: unknown): void {
  print(escapeControlsInJson(JSON.stringify(value, undefined, 2)))
}

/** Says something to whoever sits there; pipes do not carry it. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** Says what was done: as JSON to a program that asks for it, else as a line to whoever sits there. */
export function printResult(
  { json }: { readonly json?: true },
  done: { readonly result: unknown; readonly line: string },
): void {
  if (json === true) printJson(done.result)
  else note(done.line)
}
