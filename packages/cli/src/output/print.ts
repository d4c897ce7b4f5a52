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
