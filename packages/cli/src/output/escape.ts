import { Transform } from 'node:stream'

import { escapeControls, escapeControlsInLines } from '@oauthplus/core/internal'

/** Takes from a text of others what would command the terminal. */
export function escapeLines(string: string): string {
  return escapeControlsInLines(string)
}

/** Makes a text of others one cell of a table, or one field of a line. */
export function escapeCell(string: string): string {
  return escapeControls(string.replaceAll(/[\t\n]/g, ' '))
}

/** Makes text of the bytes of others for a terminal: what would command it is escaped, line ends are the usual ones. */
export function createEscapeStream(): Transform {
  const decoder = new TextDecoder()
  // A carriage return whose line feed may come with the next bytes.
  let held = ''
  const escapeChunk = (string: string): string => {
    const whole = held + string
    held = whole.endsWith('\r') ? '\r' : ''
    return escapeLines(whole.slice(0, whole.length - held.length).replaceAll('\r\n', '\n'))
  }
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      done(null, escapeChunk(decoder.decode(chunk, { stream: true })))
    },
    flush(done) {
      done(null, escapeChunk(decoder.decode()) + escapeLines(held))
    },
  })
}
