import type { WriteStream } from 'node:tty'
import { styleText } from 'node:util'

/** A style for terminal output. */
export type Style = Parameters<typeof styleText>[0]

/**
 * Styles a string for a color terminal. Returns it unchanged with `NO_COLOR`, in a pipe and on a
 * dumb terminal.
 */
export function emphasize(
  style: Style,
  string: string,
  stream: NodeJS.WriteStream = process.stdout,
): string {
  return supportsColors(stream) ? styleText(style, string) : string
}

function supportsColors(
  stream: NodeJS.WriteStream & Partial<Pick<WriteStream, 'hasColors'>>,
): boolean {
  // Reads NO_COLOR, FORCE_COLOR and TERM.
  return stream.isTTY && stream.hasColors()
}
