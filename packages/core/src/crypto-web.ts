import type { HashName } from './rsa-key.js'
import { encodeBase64 } from './encode-base64.js'
import { getSubtleCrypto } from './get-subtle-crypto.js'

const encoder = /* @__PURE__ */ new TextEncoder()

/** Computes an HMAC over the UTF-8 form of a string; base64. */
export async function computeHmacBase64(
  hash: HashName,
  key: string,
  text: string,
): Promise<string> {
  const imported = await getSubtleCrypto().importKey(
    'raw',
    // WebCrypto takes no empty key; HMAC pads keys with zeros, so that this one is the same.
    encoder.encode(key === '' ? '\0' : key),
    { name: 'HMAC', hash },
    false,
    ['sign'],
  )
  return encodeBase64(await getSubtleCrypto().sign('HMAC', imported, encoder.encode(text)))
}

/** Digests data, a string as UTF-8; base64. */
export async function digestBase64(hash: HashName, data: Uint8Array | string): Promise<string> {
  const bytes = typeof data === 'string' ? encoder.encode(data) : new Uint8Array(data)
  return encodeBase64(await getSubtleCrypto().digest(hash, bytes))
}

/** Returns random bytes from the cryptographic source of the platform, as hexadecimal digits. */
export function createRandomHex(count: number): string {
  let digits = ''
  for (const byte of globalThis.crypto.getRandomValues(new Uint8Array(count))) {
    digits += byte.toString(16).padStart(2, '0')
  }
  return digits
}
