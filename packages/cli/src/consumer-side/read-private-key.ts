import type { RsaPrivateKey } from '@oauthplus/core'
import { needsPassphrase } from '@oauthplus/core/internal'

import { askSecret } from '../output/ask.js'
import type { Profile } from '../profiles/profile.js'
import { readBytes, readText } from '../read-file.js'

/** The environment variable with the passphrase of the private key. */
const KEY_PASSPHRASE = 'OAUTHPLUS_KEY_PASSPHRASE'
const LINE_BREAK = /\r?\n$/

/**
 * Reads the private key of a consumer. If it is encrypted, its passphrase comes from a file, from the
 * environment, or from a prompt.
 */
export async function readPrivateKey({
  privateKeyFile,
  passphraseFile,
}: Profile['consumer']): Promise<RsaPrivateKey | undefined> {
  if (privateKeyFile === undefined) return undefined
  const key = await readBytes(privateKeyFile)
  if (!needsPassphrase(key)) return key
  const passphrase =
    passphraseFile === undefined
      ? await askSecret('Passphrase of the private key', KEY_PASSPHRASE)
      : (await readText(passphraseFile)).replace(LINE_BREAK, '')
  return { key, passphrase }
}
