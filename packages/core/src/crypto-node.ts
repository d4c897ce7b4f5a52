import crypto, {
  constants,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  randomFillSync,
  sign,
  verify,
} from 'node:crypto'
import type { KeyObject, SigningOptions } from 'node:crypto'

import * as web from './crypto-web.js'
import { pemBase64 } from './pem.js'
import { isPem, otherAlgorithm, unreadablePem } from './rsa-key.js'
import type { HashName, NamedKey, RsaScheme } from './rsa-key.js'

const NODE_HASHES: Readonly<Record<HashName, string>> = {
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-512': 'sha512',
}

/** Computes an HMAC over the UTF-8 form of a text; base64. */
export function hmacBase64(hash: HashName, key: string, text: string): string {
  return createHmac(NODE_HASHES[hash], key).update(text).digest('base64')
}

/** Digests data, a text as UTF-8; base64. */
export function digestBase64(hash: HashName, data: Uint8Array | string): string {
  // A hash that is made in one call takes half the time; Deno and Bun may lack it.
  const name = NODE_HASHES[hash]
  const atOnce = (crypto as Partial<typeof crypto>).hash?.(name, data, 'base64')
  return atOnce ?? createHash(name).update(data).digest('base64')
}

/** Signs a string with RSA and returns base64. Throws `TypeError` if the key is not an RSA private key. */
export function rsaSignBase64(
  scheme: RsaScheme,
  privateKey: NamedKey,
  text: string,
): string | Promise<string> {
  // Node is giving up on making its own key of a CryptoKey.
  if (!isPem(privateKey)) return web.rsaSignBase64(scheme, privateKey, text)
  const key = { key: privateKeyObject(privateKey), ...createPadding(scheme) }
  return sign(NODE_HASHES[scheme.hash], Buffer.from(text), key).toString('base64')
}

/** Verifies an RSA signature in base64. Throws `TypeError` if the key is not an RSA public key. */
export function rsaVerifyBase64(
  scheme: RsaScheme,
  publicKey: NamedKey,
  signed: { readonly text: string; readonly signature: string },
): boolean | Promise<boolean> {
  if (!isPem(publicKey)) return web.rsaVerifyBase64(scheme, publicKey, signed)
  return verify(
    NODE_HASHES[scheme.hash],
    Buffer.from(signed.text),
    { key: publicKeyObject(publicKey), ...createPadding(scheme) },
    Buffer.from(signed.signature, 'base64'),
  )
}

function createPadding({ algorithm }: RsaScheme): SigningOptions {
  return algorithm === 'RSA-PSS'
    ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    : { padding: constants.RSA_PKCS1_PADDING }
}

/** Reads the length of the modulus of a public key, in bits. */
export function rsaModulusBits(publicKey: NamedKey): number | Promise<number> {
  if (!isPem(publicKey)) return web.rsaModulusBits(publicKey)
  return publicKeyObject(publicKey).asymmetricKeyDetails?.modulusLength ?? 0
}

// Asking the source for 16 bytes costs more than an HMAC; for 4,096 at once, a tenth of that. Each
// byte is given out once.
const pool = /* @__PURE__ */ Buffer.alloc(4096)
let poolOffset = pool.length

/**
 * Gives random bytes, at most 4,096, from the cryptographic source of the platform, as hexadecimal
 * digits.
 */
export function randomHex(count: number): string {
  if (poolOffset + count > pool.length) {
    randomFillSync(pool)
    poolOffset = 0
  }
  poolOffset += count
  return pool.toString('hex', poolOffset - count, poolOffset)
}

// Reading a private key takes longer than signing with it. Public keys are read each time: the one that
// stands in for the key of an unknown Consumer would always have been read, and the time tell so.
const MAX_PRIVATE_KEYS = 100
const privateKeys = /* @__PURE__ */ new Map<string, KeyObject>()

function privateKeyObject(pem: NamedKey<string>): KeyObject {
  const known = privateKeys.get(pem.key)
  if (known) return known
  const der = Buffer.from(pemBase64(pem, 'PRIVATE KEY'), 'base64')
  const key = rsaKeyObject(pem.option, () =>
    createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }),
  )
  if (privateKeys.size >= MAX_PRIVATE_KEYS) privateKeys.clear()
  privateKeys.set(pem.key, key)
  return key
}

function publicKeyObject(pem: NamedKey<string>): KeyObject {
  const der = Buffer.from(pemBase64(pem, 'PUBLIC KEY'), 'base64')
  return rsaKeyObject(pem.option, () => createPublicKey({ key: der, format: 'der', type: 'spki' }))
}

function rsaKeyObject(option: string, create: () => KeyObject): KeyObject {
  let key: KeyObject
  try {
    key = create()
  } catch (cause) {
    throw unreadablePem(option, cause)
  }
  if (key.asymmetricKeyType !== 'rsa') throw otherAlgorithm(option)
  return key
}
