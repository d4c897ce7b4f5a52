import { Transform } from 'node:stream'

import { escapeControls, escapeControlsInLines } from '@oauthplus/core/internal'

/** Takes from a text of others what would command the terminal. */
export function printable(text: string): string {
  return escapeControlsInLines(text)
}

/** Makes a text of others one cell of a table, or one field of a line. */
export function printableCell(text: string): string {
  return escapeControls(text.replaceAll(/[\t\n]/g, ' '))
}

/** Makes text of the bytes of others for a terminal: what would command it is escaped, line ends are the usual ones. */
export function printableBytes(): Transform {
  const decoder = new TextDecoder()
  // A carriage return whose line feed may come with the next bytes.
  let held = ''
  const shown = (text: string): string => {
    const whole = held + text
    held = whole.endsWith('\r') ? '\r' : ''
    return printable(whole.slice(0, whole.length - held.length).replaceAll('\r\n', '\n'))
  }
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      done(null, shown(decoder.decode(chunk, { stream: true })))
    },
    flush(done) {
      done(null, shown(decoder.decode()) + printable(held))
    },
  })
}
