import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  KeyObject,
  randomBytes as nodeRandomBytes,
  sign,
  verify,
} from 'node:crypto'

import type { HashName, RsaKey } from './rsa-key.js'
import { requirePem } from './rsa-key.js'

const NODE_HASHES: Readonly<Record<HashName, string>> = {
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-512': 'sha512',
}

export function hmacBase64(hash: HashName, key: string, text: string): string {
  return createHmac(NODE_HASHES[hash], key).update(text).digest('base64')
}

export function digestBase64(hash: HashName, data: Uint8Array | string): string {
  return createHash(NODE_HASHES[hash]).update(data).digest('base64')
}

export function rsaSignBase64(hash: HashName, privateKey: RsaKey, text: string): string {
  return sign(
    NODE_HASHES[hash],
    Buffer.from(text),
    keyObject(privateKey, 'PRIVATE KEY', createPrivateKey),
  ).toString('base64')
}

export function rsaVerifyBase64(
  hash: HashName,
  publicKey: RsaKey,
  signed: { readonly text: string; readonly signature: string },
): boolean {
  return verify(
    NODE_HASHES[hash],
    Buffer.from(signed.text),
    keyObject(publicKey, 'PUBLIC KEY', createPublicKey),
    Buffer.from(signed.signature, 'base64'),
  )
}

export function rsaModulusBits(publicKey: RsaKey): number {
  return (
    keyObject(publicKey, 'PUBLIC KEY', createPublicKey).asymmetricKeyDetails?.modulusLength ?? 0
  )
}

export function randomBytes(count: number): Uint8Array {
  return nodeRandomBytes(count)
}

function keyObject(
  key: RsaKey,
  label: 'PRIVATE KEY' | 'PUBLIC KEY',
  create: (pem: string) => KeyObject,
): KeyObject {
  const object =
    typeof key === 'string'
      ? create(requirePem(key, label))
      : KeyObject.from(key as Parameters<typeof KeyObject.from>[0])
  if (object.asymmetricKeyType !== 'rsa') throw new TypeError('The key is not an RSA key')
  return object
}
