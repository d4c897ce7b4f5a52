import { argumentError } from './argument-error.js'
import { decodeKeyBlock, createKindError } from './key-block.js'
import type { KeyBlock } from './key-block.js'
import { readPkcs12Keys } from './read-pkcs12-keys.js'

/** A private key as OpenSSL decrypts it. @internal */
export type EncryptedInput =
  | {
      readonly format: 'der'
      readonly type: 'pkcs8'
      readonly key: Uint8Array
      /** Whether a passphrase is needed. */
      readonly isEncrypted: boolean
    }
  | { readonly format: 'pem'; readonly key: string; readonly isEncrypted: true }

const DEK_INFO = /DEK-Info: ?([A-Z0-9-]{1,40},[0-9A-F]{1,64})/i
const NOT_BASE64 = /\\[nr]?|["'\s]/g
const LINE = /.{1,64}/g

/**
 * Prepares a key that may be encrypted: encrypted PKCS#8, PEM that OpenSSL encrypted in its older way,
 * or the one key in PKCS#12. Returns `undefined` for any other.
 *
 * @internal
 */
export function readEncryptedKey(block: KeyBlock, option: string): EncryptedInput | undefined {
  if (block.label === 'PKCS#12') return readPkcs12(block, option)
  if (block.label !== 'ENCRYPTED PRIVATE KEY') return undefined
  const older = typeof block.content === 'string' ? readOlderPem(block.content) : undefined
  if (older !== undefined) return { format: 'pem', key: older, isEncrypted: true }
  const der = decodeKeyBlock(block, option, 'private')
  return { format: 'der', type: 'pkcs8', key: der, isEncrypted: true }
}

function readPkcs12(block: KeyBlock, option: string): EncryptedInput {
  const [found, ...others] = readPkcs12Keys(decodeKeyBlock(block, option, 'private'))
  if (found === undefined) throw createKindError(block, option, 'private')
  if (others.length > 0) {
    throw argumentError(`${option} must contain one private key, received ${others.length + 1}`)
  }
  return { format: 'der', type: 'pkcs8', key: found.der, isEncrypted: found.isEncrypted }
}

// Written again, because its line breaks may be escaped.
function readOlderPem(content: string): string | undefined {
  const header = DEK_INFO.exec(content)
  if (header === null) return undefined
  const base64 = content.slice(header.index + header[0].length).replace(NOT_BASE64, '')
  return [
    '-----BEGIN RSA PRIVATE KEY-----',
    'Proc-Type: 4,ENCRYPTED',
    `DEK-Info: ${header[1] ?? ''}`,
    '',
    ...(base64.match(LINE) ?? []),
    '-----END RSA PRIVATE KEY-----',
    '',
  ].join('\n')
}
