import { argumentError } from './argument-error.js'
import { assertUnread } from './assert-unread.js'
import { getClassName } from './get-class-name.js'
import { describeValue } from './describe-value.js'
import { OAuthError } from './errors.js'
import type { WebRequest } from './web-request.js'

// The default limit of a provider of @oauthplus/server.
const MAX_BODY_BYTES = 1_048_576

interface Reader {
  read(): Promise<{ readonly done: boolean; readonly value?: unknown }>
  cancel(): Promise<void>
}

/**
 * Reads the body of a received `Request` from a clone, up to a limit, because its sender has
 * not been verified yet. Rejects with an `OAuthError` if the body is longer or incomplete.
 *
 * @internal
 */
export async function readLimited(
  functionName: string,
  request: WebRequest,
  limitBytes: number = MAX_BODY_BYTES,
): Promise<Uint8Array> {
  assertUnread(functionName, request, 'Verify')
  const clone = request.clone()
  const body = clone.body as { getReader?(): Reader } | null | undefined
  return typeof body?.getReader === 'function'
    ? readAll(functionName, body.getReader(), limitBytes)
    : readUnstreamed(clone, limitBytes)
}

async function readAll(
  functionName: string,
  reader: Reader,
  limitBytes: number,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { done, value } = await reader.read().catch(refuseIncomplete)
    if (done) break
    // Nobody knows which bytes a handler would read of anything else.
    if (!isUint8Array(value)) {
      reader.cancel().catch(() => undefined)
      throw argumentError(
        `${functionName}: request must be a Request whose body gives bytes, received ${describeValue(value)}`,
        'ERR_INVALID_ARG_TYPE',
      )
    }
    chunks.push(value)
    length += value.length
    if (length > limitBytes) {
      // Not awaited: it settles only when the body of the other half is cancelled, too.
      reader.cancel().catch(() => undefined)
      throw createTooLongError(limitBytes)
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

async function readUnstreamed(request: WebRequest, limitBytes: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(await request.arrayBuffer().catch(refuseIncomplete))
  if (bytes.length > limitBytes) throw createTooLongError(limitBytes)
  return bytes
}

function isUint8Array(value: unknown): value is Uint8Array {
  return getClassName(value) === 'Uint8Array'
}

function createTooLongError(limitBytes: number): OAuthError {
  return new OAuthError('parameter_rejected', `The body is longer than ${limitBytes} bytes.`, {
    details: { status: 413 },
  })
}

function refuseIncomplete(): never {
  throw new OAuthError('parameter_rejected', 'The body ended before it was complete.')
}
