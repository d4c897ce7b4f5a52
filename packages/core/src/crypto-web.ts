import { pemBase64 } from './pem.js'
import type { HashName, NamedKey, RsaScheme } from './rsa-key.js'
import { isPem, toRsaCryptoKey, toUsableCryptoKey, unreadablePem } from './rsa-key.js'

const encoder = /* @__PURE__ */ new TextEncoder()
const SALT_BYTES: Readonly<Record<HashName, number>> = { 'SHA-1': 20, 'SHA-256': 32, 'SHA-512': 64 }

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

/** Signs a string with RSA and returns base64. Throws `TypeError` if the key is not an RSA private key. */
export async function rsaSignBase64(
  scheme: RsaScheme,
  privateKey: NamedKey,
  text: string,
): Promise<string> {
  const key = isPem(privateKey)
    ? await importPrivateKey(privateKey, scheme)
    : toUsableCryptoKey(privateKey, 'sign', scheme)
  return base64(await subtle().sign(toAlgorithm(scheme), key, encoder.encode(text)))
}

/** Verifies an RSA signature in base64. Throws `TypeError` if the key is not an RSA public key. */
export async function rsaVerifyBase64(
  scheme: RsaScheme,
  publicKey: NamedKey,
  signed: { readonly text: string; readonly signature: string },
): Promise<boolean> {
  const key = isPem(publicKey)
    ? await importPublicKey(publicKey, scheme)
    : toUsableCryptoKey(publicKey, 'verify', scheme)
  const signature = base64Bytes(signed.signature)
  return subtle().verify(toAlgorithm(scheme), key, signature, encoder.encode(signed.text))
}

/** Reads the length of the modulus of a public key, in bits. */
export async function rsaModulusBits(publicKey: NamedKey): Promise<number> {
  const key = isPem(publicKey)
    ? await importPublicKey(publicKey, { algorithm: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' })
    : toRsaCryptoKey(publicKey)
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

async function importPrivateKey(pem: NamedKey<string>, scheme: RsaScheme): Promise<CryptoKey> {
  const bytes = base64Bytes(pemBase64(pem, 'PRIVATE KEY'))
  return readable(
    pem.option,
    subtle().importKey('pkcs8', bytes, toImportAlgorithm(scheme), false, ['sign']),
  )
}

async function importPublicKey(pem: NamedKey<string>, scheme: RsaScheme): Promise<CryptoKey> {
  const bytes = base64Bytes(pemBase64(pem, 'PUBLIC KEY'))
  return readable(
    pem.option,
    subtle().importKey('spki', bytes, toImportAlgorithm(scheme), false, ['verify']),
  )
}

function readable(option: string, imported: Promise<CryptoKey>): Promise<CryptoKey> {
  return imported.catch((cause: unknown) => {
    throw unreadablePem(option, cause)
  })
}

function toImportAlgorithm({ algorithm, hash }: RsaScheme): RsaHashedImportParams {
  return { name: algorithm, hash }
}

function toAlgorithm({ algorithm, hash }: RsaScheme): Algorithm & { readonly saltLength: number } {
  // Without PSS the length of the salt is ignored.
  return { name: algorithm, saltLength: SALT_BYTES[hash] }
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
