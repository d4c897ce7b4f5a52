import { createReadStream, createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'

import type { ClientWithToken } from '@oauthplus/client'

/** Sends a file as the body, in constant memory. */
export function streamUp({ fetch }: ClientWithToken, url: string, file: string): Promise<Response> {
  return fetch(url, {
    method: 'PUT',
    headers: { 'content-type': 'video/mp4' },
    body: Readable.toWeb(createReadStream(file)) as ReadableStream,
    // Otherwise Node keeps what it has sent, for a redirect.
    redirect: 'error',
    window: null,
  })
}

/** Saves the body of a response to a file, in constant memory. */
export async function streamDown(
  { fetch }: ClientWithToken,
  url: string,
  file: string,
): Promise<void> {
  const { ok, status, body } = await fetch(url)
  if (!ok || body === null) throw new Error(`${url}: ${status}`)
  await pipeline(Readable.fromWeb(body as NodeReadableStream), createWriteStream(file))
}
