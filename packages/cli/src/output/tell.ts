import { note, printJson } from './print.js'

/** Says what was done: as JSON to a program that asks for it, else as a line to whoever sits there. */
export function tell(
  { json }: { readonly json?: true },
  done: { readonly result: unknown; readonly line: string },
): void {
  if (json === true) printJson(done.result)
  else note(done.line)
}
