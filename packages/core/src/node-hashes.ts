import type { HashName } from './rsa-key.js'

/** The names of hashes in `node:crypto`. */
export const NODE_HASHES: Readonly<Record<HashName, 'sha1' | 'sha256' | 'sha512'>> = {
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-512': 'sha512',
}
