import { generateKeyPairSync } from 'node:crypto'

/** An RSA key of a Consumer, and its public half: PKCS#8 and SPKI PEM. */
export interface RsaKeys {
  readonly privateKey: string
  readonly publicKey: string
}

let cached: RsaKeys | undefined

/** Makes RSA keys when they are first needed, and keeps them: making some takes longer than a check. */
export function getRsaKeys(): RsaKeys {
  cached ??= generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  return cached
}
