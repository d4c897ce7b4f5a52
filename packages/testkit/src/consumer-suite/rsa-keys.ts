import { generateKeyPairSync } from 'node:crypto'

/** The RSA key pair of a consumer: PKCS#8 and SPKI PEM. */
export interface RsaKeys {
  readonly privateKey: string
  readonly publicKey: string
}

let cached: RsaKeys | undefined

/** Returns RSA keys. The first call generates them, which takes longer than a check. */
export function getRsaKeys(): RsaKeys {
  cached ??= generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  return cached
}
