import { argumentError } from './argument-error.js'
import { OAuthError } from './errors.js'
import type { WebRequest } from './web-request.js'

// What a Provider of @oauthplus/server reads by default.
const MAX_BODY_BYTES = 1_048_576

interface Reader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>
  cancel(): Promise<void>
}

/**
 * Reads the body of a received `Request` from a clone, but no more than 1 MiB: whoever sends it has
 * not been verified yet.
 *
 * @internal
 */
export async function readLimited(functionName: string, request: WebRequest): Promise<Uint8Array> {
  if (request.bodyUsed) {
    throw argumentError(
      `${functionName}: request is a Request whose body has been read already. Verify it before, or give an object with its method, url, headers and body`,
    )
  }
  const clone = request.clone()
  const body = clone.body as { getReader?(): Reader } | null | undefined
  if (typeof body?.getReader !== 'function') {
    return limited(new Uint8Array(await clone.arrayBuffer()))
  }
  return readAll(body.getReader())
}

async function readAll(reader: Reader): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done || value === undefined) break
    chunks.push(value)
    length += value.length
    if (length > MAX_BODY_BYTES) {
      // Not awaited: it settles only when the body of the other half is cancelled, too.
      reader.cancel().catch(() => undefined)
      throw tooLong()
    }
  }
  const bytes = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.length
  }
  return bytes
}

function limited(bytes: Uint8Array): Uint8Array {
  if (bytes.length > MAX_BODY_BYTES) throw tooLong()
  return bytes
}

function tooLong(): OAuthError {
  return new OAuthError('parameter_rejected', 'The body is longer than 1 MiB.', {
    details: { status: 413 },
  })
}
