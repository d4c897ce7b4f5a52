import { createHmac, createPrivateKey, createPublicKey, randomBytes } from 'node:crypto'
import type { KeyObject, PrivateKeyInput } from 'node:crypto'
import { types } from 'node:util'

import { argumentError } from './argument-error.js'
import { readKeyBlock } from './key-block.js'
import type { KeyHalf } from './key-block.js'
import { readEncryptedKey } from './read-encrypted-key.js'
import type { EncryptedInput } from './read-encrypted-key.js'
import {
  isEncodedKey,
  isEncryptedKey,
  createAlgorithmError,
  createUnreadableKeyError,
} from './rsa-key.js'
import type { EncryptedKey, NamedKey, RsaPrivateKey } from './rsa-key.js'
import { toPkcs8 } from './to-pkcs8.js'
import { toSpki } from './to-spki.js'

// Reading a private key takes longer than signing with it. Public keys are read each time: the one that
// replaces the key of an unknown consumer would always have been read, and the time would show it.
const MAX_PRIVATE_KEYS = 100
const privateKeys = /* @__PURE__ */ new Map<string, KeyObject>()
let digestKey: Uint8Array | undefined

/**
 * Creates the key that Node signs with. Returns `undefined` for a `CryptoKey`, which WebCrypto signs with.
 */
export function createPrivateKeyObject(named: NamedKey<RsaPrivateKey>): KeyObject | undefined {
  const { key, option } = named
  if (types.isKeyObject(key)) return assertHalf(key, option, 'private')
  if (isEncryptedKey(named)) return getPrivateKey(named.key, option)
  return isEncodedKey(named) ? getPrivateKey({ key: named.key }, option) : undefined
}

/** Creates the key that Node verifies with. Returns `undefined` for a `CryptoKey`. */
export function createPublicKeyObject(named: NamedKey): KeyObject | undefined {
  const { key, option } = named
  if (types.isKeyObject(key)) return assertHalf(key, option, 'public')
  if (!isEncodedKey(named)) return undefined
  const der = Buffer.from(toSpki(readKeyBlock(named, 'public'), option))
  return createRsaKeyObject(
    () => createPublicKey({ key: der, format: 'der', type: 'spki' }),
    option,
  )
}

interface GivenKey {
  readonly key: EncryptedKey['key']
  readonly passphrase?: string | undefined
}

function getPrivateKey({ key, passphrase }: GivenKey, option: string): KeyObject {
  const text = typeof key === 'string' ? key : Buffer.from(key).toString('latin1')
  // A digest, so that the memory keeps neither the passphrase nor the text of the key.
  digestKey ??= randomBytes(32)
  const digest = createHmac('sha256', digestKey)
  const name = digest.update(JSON.stringify([typeof key, passphrase, text])).digest('base64')
  const kept = privateKeys.get(name)
  if (kept) return kept
  const created = createKey({ key, passphrase }, option)
  if (privateKeys.size >= MAX_PRIVATE_KEYS) privateKeys.clear()
  privateKeys.set(name, created)
  return created
}

function createKey({ key, passphrase }: GivenKey, option: string): KeyObject {
  const block = readKeyBlock({ key, option }, 'private')
  const encrypted = readEncryptedKey(block, option)
  if (encrypted !== undefined) return decrypt(encrypted, passphrase, option)
  const der = Buffer.from(toPkcs8(block, option))
  return createRsaKeyObject(
    () => createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }),
    option,
  )
}

function decrypt(
  { isEncrypted, ...input }: EncryptedInput,
  passphrase: string | undefined,
  option: string,
): KeyObject {
  if (isEncrypted && passphrase === undefined) {
    throw argumentError(
      `${option} must be given as { key, passphrase }, because the key is encrypted`,
      'ERR_INVALID_ARG_TYPE',
    )
  }
  const key = typeof input.key === 'string' ? input.key : Buffer.from(input.key)
  const given = { ...input, key, passphrase } as PrivateKeyInput
  const refuse = isEncrypted ? createDecryptionError : createUnreadableKeyError
  return createRsaKeyObject(() => createPrivateKey(given), option, refuse)
}

function createRsaKeyObject(
  create: () => KeyObject,
  option: string,
  refuse: (option: string, cause: unknown) => TypeError = createUnreadableKeyError,
): KeyObject {
  let key: KeyObject
  try {
    key = create()
  } catch (cause) {
    throw refuse(option, cause)
  }
  return assertRsa(key, option)
}

function assertRsa(key: KeyObject, option: string): KeyObject {
  if (key.asymmetricKeyType !== 'rsa') throw createAlgorithmError(option)
  return key
}

function assertHalf(key: KeyObject, option: string, half: KeyHalf): KeyObject {
  if (key.type === half) return assertRsa(key, option)
  throw argumentError(`${option} must be an RSA ${half} key, received a ${key.type} KeyObject`)
}

function createDecryptionError(option: string, cause: unknown): TypeError {
  const { code } = cause as { readonly code?: unknown }
  const reason =
    code === 'ERR_OSSL_EVP_UNSUPPORTED'
      ? 'its cipher is not supported here; "openssl pkcs8 -topk8 -v2 aes-256-cbc -in key.pem -out new.pem" re-encrypts it'
      : 'the passphrase is wrong, or the key is damaged'
  return argumentError(
    `${option} must be a key that its passphrase decrypts: ${reason}`,
    'ERR_INVALID_ARG_VALUE',
    { cause },
  )
}
