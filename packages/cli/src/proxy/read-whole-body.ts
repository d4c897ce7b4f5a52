import type { IncomingMessage } from 'node:http'

import { ProxyRefusal } from './proxy-refusal.js'

/** Reads the body of a request. Rejects with {@link ProxyRefusal} if it is longer than the limit. */
export async function readWholeBody(
  incoming: IncomingMessage,
  limitBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > limitBytes) {
      throw new ProxyRefusal(
        413,
        `The body must be at most ${String(limitBytes)} bytes, because it is signed as a whole`,
      )
    }
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}
