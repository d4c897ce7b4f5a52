import type { Writable } from 'node:stream'

import type { Pace } from './host.js'

/** Writes a body at the pace that is asked for. A broken one destroys the stream after its first half. */
export function sendBody(stream: Writable, body: Uint8Array, pace: Pace): void {
  if (pace === 'at once') stream.end(body)
  if (pace === 'slow') sendByteByByte(stream, body, 0)
  if (pace === 'broken') {
    stream.write(body.subarray(0, body.length / 2), () => stream.destroy())
  }
}

function sendByteByByte(stream: Writable, body: Uint8Array, position: number): void {
  if (position === body.length) {
    stream.end()
    return
  }
  stream.write(body.subarray(position, position + 1), () => {
    // Once around the event loop, so that the bytes do not leave together.
    setImmediate(sendByteByByte, stream, body, position + 1)
  })
}
