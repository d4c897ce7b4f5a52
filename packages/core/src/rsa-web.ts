import { decodeBase64 } from './decode-base64.js'
import { encodeBase64 } from './encode-base64.js'
import { getSubtleCrypto } from './get-subtle-crypto.js'
import { readKeyBlock } from './key-block.js'
import type { HashName, NamedKey, ReadPublicKey, RsaPrivateKey, RsaScheme } from './rsa-key.js'
import {
  isEncodedKey,
  isEncryptedKey,
  toRsaCryptoKey,
  toUsableCryptoKey,
  createUnreadableKeyError,
} from './rsa-key.js'
import { toPkcs8 } from './to-pkcs8.js'
import { toSpki } from './to-spki.js'

const encoder = /* @__PURE__ */ new TextEncoder()
const SALT_BYTES: Readonly<Record<HashName, number>> = { 'SHA-1': 20, 'SHA-256': 32, 'SHA-512': 64 }

/** Signs a string with RSA and returns base64. Throws `TypeError` if the key is not an RSA private key. */
export async function signRsaBase64(
  scheme: RsaScheme,
  privateKey: NamedKey<RsaPrivateKey>,
  text: string,
): Promise<string> {
  // A key that is not encrypted needs no passphrase, and an encrypted key is refused.
  const given = isEncryptedKey(privateKey)
    ? { key: privateKey.key.key, option: privateKey.option }
    : privateKey
  const key = isEncodedKey(given)
    ? await importPrivateKey(given, scheme)
    : toUsableCryptoKey(given, 'sign', scheme)
  return encodeBase64(await getSubtleCrypto().sign(toAlgorithm(scheme), key, encoder.encode(text)))
}

/** Verifies an RSA signature in base64. Throws `TypeError` if the key is not an RSA public key. */
export async function verifyRsaBase64(
  scheme: RsaScheme,
  publicKey: NamedKey,
  signed: { readonly text: string; readonly signature: string },
): Promise<boolean> {
  const key = isEncodedKey(publicKey)
    ? await importPublicKey(publicKey, scheme)
    : toUsableCryptoKey(publicKey, 'verify', scheme)
  const signature = decodeBase64(signed.signature)
  return getSubtleCrypto().verify(toAlgorithm(scheme), key, signature, encoder.encode(signed.text))
}

/** Reads a public key as SPKI in Base64, with the length of its modulus and its exponent. */
export async function exportRsaPublicKey(publicKey: NamedKey): Promise<ReadPublicKey> {
  const key = isEncodedKey(publicKey)
    ? await importPublicKey(publicKey, { algorithm: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' })
    : toRsaCryptoKey(publicKey)
  const spki = await nameImportErrors(publicKey.option, getSubtleCrypto().exportKey('spki', key))
  const { modulusLength: modulusBits, publicExponent } = key.algorithm as RsaKeyAlgorithm
  const digits = Array.from(publicExponent, (byte) => byte.toString(16).padStart(2, '0'))
  return {
    spkiBase64: encodeBase64(spki),
    modulusBits,
    publicExponent: BigInt(`0x0${digits.join('')}`),
  }
}

async function importPrivateKey(
  named: NamedKey<string | Uint8Array>,
  scheme: RsaScheme,
): Promise<CryptoKey> {
  const bytes = toPkcs8(readKeyBlock(named, 'private'), named.option)
  return nameImportErrors(named.option, importKey('pkcs8', bytes, scheme))
}

async function importPublicKey(
  named: NamedKey<string | Uint8Array>,
  scheme: RsaScheme,
): Promise<CryptoKey> {
  const bytes = toSpki(readKeyBlock(named, 'public'), named.option)
  return nameImportErrors(named.option, importKey('spki', bytes, scheme))
}

function importKey(
  format: 'pkcs8' | 'spki',
  bytes: Uint8Array,
  { algorithm, hash }: RsaScheme,
): Promise<CryptoKey> {
  const isPublic = format === 'spki'
  return getSubtleCrypto().importKey(
    format,
    new Uint8Array(bytes),
    { name: algorithm, hash },
    isPublic,
    [isPublic ? 'verify' : 'sign'],
  )
}

function nameImportErrors<Result>(option: string, read: Promise<Result>): Promise<Result> {
  return read.catch((cause: unknown) => {
    throw createUnreadableKeyError(option, cause)
  })
}

function toAlgorithm({ algorithm, hash }: RsaScheme): Algorithm & { readonly saltLength: number } {
  // Without PSS the length of the salt is ignored.
  return { name: algorithm, saltLength: SALT_BYTES[hash] }
}
