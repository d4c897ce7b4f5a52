import { argumentError } from '@oauthplus/core/internal'

const KEY_BYTES = 32

/** Reads a key: 32 bytes, or those in base64. Throws `TypeError` for anything else. */
export function toKeyBytes(key: string | Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = readKey(key)
  if (bytes) return bytes
  throw argumentError('sealedStore: keys must be of 32 bytes each, or those in base64')
}

/** Reads a key; `undefined` for anything else. */
export function readKey(key: string | Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  const bytes = typeof key === 'string' ? fromBase64(key) : Uint8Array.from(key)
  return bytes?.length === KEY_BYTES ? bytes : undefined
}

/** Writes bytes in the alphabet of base64 that is safe in URLs, without padding. */
export function toBase64Url(bytes: Uint8Array): string {
  return makeUrlSafe(btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')))
}

/** Turns base64 into what is safe in URLs, and in the keys of databases. */
export function makeUrlSafe(base64: string): string {
  return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** Reads base64 of either alphabet; `undefined` if it is not. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
    return Uint8Array.from(binary, (character) => character.charCodeAt(0))
  } catch {
    return undefined
  }
}
