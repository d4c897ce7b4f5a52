import {
  argumentError,
  assertArgument,
  createOptionCheck,
  isArrayOf,
} from '@oauthplus/core/internal'

import type { PendingRequestToken } from './pending-store.js'

const INITIALIZATION_VECTOR_BYTES = 12
const KEY_BYTES = 32
const isKeys = isArrayOf(
  'an array of keys',
  createOptionCheck(
    '32 bytes, as a Uint8Array or in base64',
    (value) =>
      (typeof value === 'string' || value instanceof Uint8Array) &&
      readKey(value).length === KEY_BYTES,
  ),
)

/**
 * Seals pending flows into the cookie of the browser that started them, instead of storing them. No
 * other browser can complete the flow, and nobody can read or change the data. It does not prevent
 * reuse: a copied cookie works until it expires, and only the provider can detect that the request
 * token was used.
 */
export interface SealedPendingStore {
  /** Seals an entry into a cookie value. */
  seal(tokenKey: string, entry: PendingRequestToken): Promise<string>
  /**
   * Opens a value that was sealed for this request token. Returns `undefined` for any other value.
   */
  open(tokenKey: string, sealed: string): Promise<PendingRequestToken | undefined>
}

/**
 * Creates a {@link SealedPendingStore} that uses AES-256-GCM from the platform's crypto API. For
 * applications without storage, or applications that run in many places.
 *
 * @example
 *
 * ```ts
 * const pending = sealedPendingStore([pendingKey])
 * const client = createClient({ provider, consumer, callbackUrl, pending })
 * ```
 *
 * @param keys The keys. Each is 32 random bytes or their base64 encoding. The first key seals, all
 *   keys open, so that you can rotate keys.
 *
 * @returns The store.
 *
 * @throws `TypeError` when there are no keys or a key is not 32 bytes long.
 *
 * @see [NIST SP 800-38D](https://csrc.nist.gov/pubs/sp/800/38/d/final), Galois/Counter Mode
 */
export function sealedPendingStore(keys: readonly (string | Uint8Array)[]): SealedPendingStore {
  assertArgument('sealedPendingStore', { keys }, isKeys)
  const [newestBytes, ...olderBytes] = keys.map(readKey)
  if (newestBytes === undefined)
    throw argumentError('sealedPendingStore: keys must contain at least one key')
  const imported = memoize(async () => {
    const newest = await importKey(newestBytes)
    return { newest, all: [newest, ...(await Promise.all(olderBytes.map(importKey)))] }
  })
  return {
    async seal(tokenKey, entry) {
      const { newest } = await imported()
      const iv = globalThis.crypto.getRandomValues(new Uint8Array(INITIALIZATION_VECTOR_BYTES))
      const text = new TextEncoder().encode(JSON.stringify(entry))
      const sealed = await globalThis.crypto.subtle.encrypt(
        createGcmParameters(iv, tokenKey),
        newest,
        text,
      )
      return toBase64Url(new Uint8Array([...iv, ...new Uint8Array(sealed)]))
    },
    async open(tokenKey, sealed) {
      const data = parseBase64Url(sealed)
      if (data === undefined) return undefined
      const algorithm = createGcmParameters(data.slice(0, INITIALIZATION_VECTOR_BYTES), tokenKey)
      const { all } = await imported()
      for (const key of all) {
        try {
          const text = await globalThis.crypto.subtle.decrypt(
            algorithm,
            key,
            data.slice(INITIALIZATION_VECTOR_BYTES),
          )
          return JSON.parse(new TextDecoder().decode(text)) as PendingRequestToken
        } catch {
          // Sealed with another key, for another request token, or by someone else.
        }
      }
      return undefined
    },
  }
}

/**
 * Distinguishes the two kinds of store.
 *
 * @internal
 */
export function isSealed(pending: object): pending is SealedPendingStore {
  return 'seal' in pending
}

function readKey(key: string | Uint8Array): Uint8Array<ArrayBuffer> {
  if (typeof key !== 'string') return Uint8Array.from(key)
  return parseBase64Url(key) ?? new Uint8Array()
}

function importKey(bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return globalThis.crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

function createGcmParameters(iv: Uint8Array<ArrayBuffer>, tokenKey: string): AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(tokenKey) }
}

// Some runtimes forbid crypto while modules are loaded, which is when clients are created.
function memoize<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let memoized: Promise<Value> | undefined
  return () => (memoized ??= make())
}

function toBase64Url(bytes: Uint8Array): string {
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

function parseBase64Url(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
    return Uint8Array.from(binary, (character) => character.charCodeAt(0))
  } catch {
    return undefined
  }
}
