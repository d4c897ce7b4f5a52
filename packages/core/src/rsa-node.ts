import { constants, sign, verify } from 'node:crypto'
import type { SigningOptions } from 'node:crypto'

import { createPrivateKeyObject, createPublicKeyObject } from './key-objects.js'
import { NODE_HASHES } from './node-hashes.js'
import type { NamedKey, ReadPublicKey, RsaPrivateKey, RsaScheme } from './rsa-key.js'
import * as web from './rsa-web.js'

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
