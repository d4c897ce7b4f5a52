import { Transform } from 'node:stream'

import { escapeControls, escapeControlsInLines } from '@oauthplus/core/internal'

/** Escapes terminal control characters in an untrusted string, except line breaks. */
export function escapeLines(string: string): string {
  return escapeControlsInLines(string)
}

/** Escapes an untrusted string for one cell of a table or one field of a line. */
export function escapeCell(string: string): string {
  return escapeControls(string.replaceAll(/[\t\n]/g, ' '))
}

/** Decodes untrusted bytes for a terminal: control characters are escaped, and CRLF becomes LF. */
export function createEscapeStream(): Transform {
  const decoder = new TextDecoder()
  // A carriage return whose line feed may be in the next chunk.
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
