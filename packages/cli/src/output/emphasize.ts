import type { WriteStream } from 'node:tty'
import { styleText } from 'node:util'

/** How something stands out. */
export type Style = Parameters<typeof styleText>[0]

/** Styles a text for a terminal with colours; `NO_COLOR`, pipes and dumb terminals get it as it is. */
export function emphasize(
  style: Style,
  string: string,
  stream: NodeJS.WriteStream = process.stdout,
): string {
  return hasColours(stream) ? styleText(style, string) : string
}

function hasColours(stream: NodeJS.WriteStream & Partial<Pick<WriteStream, 'hasColors'>>): boolean {
  // Reads NO_COLOR, FORCE_COLOR and TERM.
  return stream.isTTY && stream.hasColors()
}
