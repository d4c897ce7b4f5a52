import { readKeyBlock } from './key-block.js'

/**
 * Returns whether a private key is encrypted or PKCS#12. Returns `false` for what is not a key: signing
 * with it reports what is wrong.
 *
 * @internal
 */
export function needsPassphrase(key: string | Uint8Array): boolean {
  try {
    const { label } = readKeyBlock({ key, option: '' }, 'private')
    return label === 'ENCRYPTED PRIVATE KEY' || label === 'PKCS#12'
  } catch {
    return false
  }
}
