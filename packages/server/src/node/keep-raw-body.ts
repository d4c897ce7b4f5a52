import { assertArgument, createOptionCheck } from '@oauthplus/core/internal'

const isObject = createOptionCheck(
  'a request',
  (value) => typeof value === 'object' && value !== null,
)
const isBytes = createOptionCheck('a Uint8Array', (value) => value instanceof Uint8Array)
// Registered, so that an adapter finds what another copy of this package has kept.
const RAW_BODY = Symbol.for('@oauthplus/server:rawBody')

/**
 * Keeps the raw bytes of a body for the signature: the `verify` option of the body parsers of
 * Express.
 *
 * @example
 *
 * ```ts
 * app.use(express.json({ verify: keepRawBody }))
 * ```
 *
 * @param request The request, as Node has it.
 * @param _response Not used; body parsers give it.
 * @param bytes The body.
 *
 * @see [RFC 5849, section 3.4.1.3.1](https://www.rfc-editor.org/rfc/rfc5849#section-3.4.1.3.1):
 *   parsers lose order and duplicates, which the signature covers
 */
export function keepRawBody(request: object, _response: unknown, bytes: Uint8Array): void {
  assertArgument('keepRawBody', { request }, isObject)
  assertArgument('keepRawBody', { bytes }, isBytes)
  // Not enumerable, so that loggers do not print it.
  Object.defineProperty(request, RAW_BODY, { value: bytes, configurable: true })
}

/**
 * Returns the bytes that a body parser has kept.
 *
 * @internal
 */
export function findRawBody(request: object): Uint8Array | undefined {
  return (request as { readonly [RAW_BODY]?: Uint8Array })[RAW_BODY]
}
