import { pemBase64 } from './pem.js'
import type { HashName, NamedKey } from './rsa-key.js'
import { isPem, requireRsaCryptoKey, requireUsableCryptoKey, unreadablePem } from './rsa-key.js'

const encoder = /* @__PURE__ */ new TextEncoder()

/** Computes an HMAC over the UTF-8 form of a text; base64. */
export async function hmacBase64(hash: HashName, key: string, text: string): Promise<string> {
  const imported = await subtle().importKey(
    'raw',
    // WebCrypto takes no empty key; HMAC pads keys with zeros, so that this one is the same.
    encoder.encode(key === '' ? '\0' : key),
    { name: 'HMAC', hash },
    false,
    ['sign'],
  )
  return base64(await subtle().sign('HMAC', imported, encoder.encode(text)))
}

/** Digests data, a text as UTF-8; base64. */
export async function digestBase64(hash: HashName, data: Uint8Array | string): Promise<string> {
  const bytes = typeof data === 'string' ? encoder.encode(data) : new Uint8Array(data)
  return base64(await subtle().digest(hash, bytes))
}

/** Signs a text by RSASSA-PKCS1-v1_5; base64. Throws `TypeError` for what is no RSA private key. */
export async function rsaSignBase64(
  hash: HashName,
  privateKey: NamedKey,
  text: string,
): Promise<string> {
  const key = isPem(privateKey)
    ? await importPrivateKey(privateKey, hash)
    : requireUsableCryptoKey(privateKey, 'sign', hash)
  return base64(await subtle().sign('RSASSA-PKCS1-v1_5', key, encoder.encode(text)))
}

/**
 * Judges an RSASSA-PKCS1-v1_5 signature in base64. Throws `TypeError` for what is no RSA public
 * key.
 */
export async function rsaVerifyBase64(
  hash: HashName,
  publicKey: NamedKey,
  signed: { readonly text: string; readonly signature: string },
): Promise<boolean> {
  const key = isPem(publicKey)
    ? await importPublicKey(publicKey, hash)
    : requireUsableCryptoKey(publicKey, 'verify', hash)
  const signature = base64Bytes(signed.signature)
  return subtle().verify('RSASSA-PKCS1-v1_5', key, signature, encoder.encode(signed.text))
}

/** Reads the length of the modulus of a public key, in bits. */
export async function rsaModulusBits(publicKey: NamedKey): Promise<number> {
  const key = isPem(publicKey)
    ? await importPublicKey(publicKey, 'SHA-256')
    : requireRsaCryptoKey(publicKey)
  return (key.algorithm as RsaKeyAlgorithm).modulusLength
}

/** Gives random bytes from the cryptographic source of the platform, as hexadecimal digits. */
export function randomHex(count: number): string {
  let digits = ''
  for (const byte of globalThis.crypto.getRandomValues(new Uint8Array(count))) {
    digits += byte.toString(16).padStart(2, '0')
  }
  return digits
}

async function importPrivateKey(pem: NamedKey<string>, hash: HashName): Promise<CryptoKey> {
  const bytes = base64Bytes(pemBase64(pem, 'PRIVATE KEY'))
  return readable(pem.option, subtle().importKey('pkcs8', bytes, rsa(hash), false, ['sign']))
}

async function importPublicKey(pem: NamedKey<string>, hash: HashName): Promise<CryptoKey> {
  const bytes = base64Bytes(pemBase64(pem, 'PUBLIC KEY'))
  return readable(pem.option, subtle().importKey('spki', bytes, rsa(hash), false, ['verify']))
}

function readable(option: string, imported: Promise<CryptoKey>): Promise<CryptoKey> {
  return imported.catch((cause: unknown) => {
    throw unreadablePem(option, cause)
  })
}

function rsa(hash: HashName): RsaHashedImportParams {
  return { name: 'RSASSA-PKCS1-v1_5', hash }
}

function base64(bytes: ArrayBuffer): string {
  let binary = ''
  for (const byte of new Uint8Array(bytes)) binary += String.fromCharCode(byte)
  return btoa(binary)
}

function base64Bytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}

// Looked up when it is needed: Node loads it then only, and most of what runs there never asks.
function subtle(): SubtleCrypto {
  return globalThis.crypto.subtle
}
