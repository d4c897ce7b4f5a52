import { createHmac, createPublicKey, sign, verify } from 'node:crypto'

import { percentEncode } from './percent-encoding.js'

/** The keys of a signature. */
export interface SigningKeys {
  readonly consumerSecret: string
  /** Empty without a token. */
  readonly tokenSecret: string
  /** PKCS#8 PEM, for the RSA methods. */
  readonly privateKey?: string | undefined
}

const HMACS = new Map([
  ['HMAC-SHA1', 'sha1'],
  ['HMAC-SHA256', 'sha256'],
  ['HMAC-SHA512', 'sha512'],
])
const RSAS = new Map([
  ['RSA-SHA1', 'sha1'],
  ['RSA-SHA256', 'sha256'],
  ['RSA-SHA512', 'sha512'],
])

/** Creates `oauth_signature`: RFC 5849 sections 3.4.2 to 3.4.4, and the same with SHA-256 and SHA-512. */
export function createSignature(method: string, baseString: string, keys: SigningKeys): string {
  const key = `${percentEncode(keys.consumerSecret)}&${percentEncode(keys.tokenSecret)}`
  if (method === 'PLAINTEXT') return key
  const hmac = HMACS.get(method)
  if (hmac !== undefined) return createHmac(hmac, key).update(baseString, 'utf8').digest('base64')
  const rsa = RSAS.get(method)
  if (rsa === undefined) throw new RangeError(`Unknown signature method: ${method}.`)
  if (keys.privateKey === undefined) throw new RangeError(`${method} needs a private key.`)
  return sign(rsa, Buffer.from(baseString, 'utf8'), keys.privateKey).toString('base64')
}

/** Verifies an RSA signature of a base string: section 3.4.3. */
export function isRsaSignature(
  method: string,
  baseString: string,
  { signature, publicKey }: { readonly signature: string; readonly publicKey: string },
): boolean {
  const hash = RSAS.get(method)
  if (hash === undefined) throw new RangeError(`${method} is not an RSA method.`)
  const octets = Buffer.from(signature, 'base64')
  return verify(hash, Buffer.from(baseString, 'utf8'), createPublicKey(publicKey), octets)
}

/** Returns the hash function of a signature method, for `oauth_body_hash`. */
export function getHashName(method: string): 'sha1' | 'sha256' | 'sha512' {
  const hash = HMACS.get(method) ?? RSAS.get(method) ?? 'sha1'
  return hash as 'sha1' | 'sha256' | 'sha512'
}
