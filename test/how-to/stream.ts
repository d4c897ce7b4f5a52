import { createReadStream, createWriteStream } from 'node:fs'
import { Readable, Writable } from 'node:stream'

import type { ClientWithToken } from '@oauthplus/client'

/** Sends a file as the body, in constant memory. */
export function streamUp({ fetch }: ClientWithToken, url: string, file: string): Promise<Response> {
  return fetch(url, {
    method: 'PUT',
    headers: { 'content-type': 'video/mp4' },
    body: Readable.toWeb(createReadStream(file)) as ReadableStream,
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
  await body.pipeTo(Writable.toWeb(createWriteStream(file)))
}
