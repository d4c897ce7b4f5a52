import crypto, {
  constants,
  createHash,
  createHmac,
  randomFillSync,
  sign,
  verify,
} from 'node:crypto'
import type { SigningOptions } from 'node:crypto'

import * as web from './crypto-web.js'
import { createPrivateKeyObject, createPublicKeyObject } from './key-objects.js'
import type { HashName, NamedKey, ReadPublicKey, RsaPrivateKey, RsaScheme } from './rsa-key.js'

const NODE_HASHES: Readonly<Record<HashName, string>> = {
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-512': 'sha512',
}

/** Computes an HMAC over the UTF-8 form of a string; base64. */
export function computeHmacBase64(hash: HashName, key: string, text: string): string {
  return createHmac(NODE_HASHES[hash], key).update(text).digest('base64')
}

/** Digests data, a string as UTF-8; base64. */
export function digestBase64(hash: HashName, data: Uint8Array | string): string {
  // A hash that is made in one call takes half the time; Deno and Bun may lack it.
  const name = NODE_HASHES[hash]
  const atOnce = (crypto as Partial<typeof crypto>).hash?.(name, data, 'base64')
  return atOnce ?? createHash(name).update(data).digest('base64')
}

/** Signs a string with RSA and returns base64. Throws `TypeError` if the key is not an RSA private key. */
export function signRsaBase64(
  scheme: RsaScheme,
  privateKey: NamedKey<RsaPrivateKey>,
  text: string,
): string | Promise<string> {
  const key = createPrivateKeyObject(privateKey)
  // Node is giving up on making its own key of a CryptoKey.
  if (key === undefined) return web.signRsaBase64(scheme, privateKey, text)
  const padded = { key, ...createPadding(scheme) }
  return sign(NODE_HASHES[scheme.hash], Buffer.from(text), padded).toString('base64')
}

/** Verifies an RSA signature in base64. Throws `TypeError` if the key is not an RSA public key. */
export function verifyRsaBase64(
  scheme: RsaScheme,
  publicKey: NamedKey,
  signed: { readonly text: string; readonly signature: string },
): boolean | Promise<boolean> {
  const key = createPublicKeyObject(publicKey)
  if (key === undefined) return web.verifyRsaBase64(scheme, publicKey, signed)
  return verify(
    NODE_HASHES[scheme.hash],
    Buffer.from(signed.text),
    { key, ...createPadding(scheme) },
    Buffer.from(signed.signature, 'base64'),
  )
}

function createPadding({ algorithm }: RsaScheme): SigningOptions {
  return algorithm === 'RSA-PSS'
    ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    : { padding: constants.RSA_PKCS1_PADDING }
}

/** Reads a public key as SPKI in Base64, with the length of its modulus and its exponent. */
export function exportRsaPublicKey(publicKey: NamedKey): ReadPublicKey | Promise<ReadPublicKey> {
  const key = createPublicKeyObject(publicKey)
  if (key === undefined) return web.exportRsaPublicKey(publicKey)
  return {
    spkiBase64: key.export({ type: 'spki', format: 'der' }).toString('base64'),
    modulusBits: key.asymmetricKeyDetails?.modulusLength ?? 0,
    publicExponent: key.asymmetricKeyDetails?.publicExponent ?? 0n,
  }
}

// Asking the source for 16 bytes costs more than an HMAC; for 4,096 at once, a tenth of that. Each
// byte is given out once.
const pool = /* @__PURE__ */ Buffer.alloc(4096)
let poolOffset = pool.length

/**
 * Returns random bytes, at most 4,096, from the cryptographic source of the platform, as hexadecimal
 * digits.
 */
export function createRandomHex(count: number): string {
  if (poolOffset + count > pool.length) {
    randomFillSync(pool)
    poolOffset = 0
  }
  poolOffset += count
  return pool.toString('hex', poolOffset - count, poolOffset)
}
