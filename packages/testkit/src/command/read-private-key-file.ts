import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** The environment variable with the passphrase of an encrypted key. */
const KEY_PASSPHRASE = 'OAUTHPLUS_KEY_PASSPHRASE'

/**
 * Reads a private key from a file: PEM that may be PKCS#1 or encrypted, or PKCS#8 as DER.
 *
 * @returns PKCS#8 PEM.
 *
 * @throws `Error` if the file is not such a key, or its passphrase is missing or wrong.
 */
export function readPrivateKeyFile(file: string): string {
  const bytes = readFileSync(file)
  const { [KEY_PASSPHRASE]: passphrase } = process.env
  const isPem = bytes.includes('-----BEGIN ')
  const der = { format: 'der', type: 'pkcs8' } as const
  try {
    const key = createPrivateKey({ key: bytes, ...(isPem ? {} : der), passphrase })
    return key.export({ type: 'pkcs8', format: 'pem' }).toString()
  } catch (cause) {
    throw new Error(
      `${file} is not a private key that can be read. If it is encrypted, set ${KEY_PASSPHRASE}`,
      { cause },
    )
  }
}
