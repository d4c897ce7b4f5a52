import { OAuthError } from './errors.js'
import { hasFormContentType } from './form-content-type.js'
import { hasContentCoding } from './has-content-coding.js'
import type { HeaderList } from './header-list.js'

const utf8 = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Returns the text of a body if its headers say that it is a form; empty if it is not one.
 *
 * @internal
 */
export function readFormString(message: {
  readonly headers: HeaderList
  readonly body?: Uint8Array | string | null | undefined
}): string {
  const { body, headers } = message
  if (!hasFormContentType(headers) || !body?.length) return ''
  if (hasContentCoding(headers)) {
    throw new OAuthError(
      'parameter_rejected',
      'A form body under a content-coding cannot be read as a form.',
    )
  }
  return decodeFormBody(body)
}

/**
 * Reads a body as text.
 *
 * @internal
 */
export function decodeFormBody(body: Uint8Array | string): string {
  if (typeof body === 'string') return body
  try {
    return utf8.decode(body)
  } catch {
    throw new OAuthError('parameter_rejected', 'The form body is not UTF-8.')
  }
}
