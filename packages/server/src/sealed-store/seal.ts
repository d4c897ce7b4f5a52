import { argumentError, digestWithKey } from '@oauthplus/core/internal'

import { makeUrlSafe, fromBase64, toKeyBytes, toBase64Url } from './base64.js'

const FORMAT = 'v1'
const INITIALIZATION_VECTOR_BYTES = 12
const KEY_ID_LENGTH = 8

/**
 * The place of a sealed value: the kind of its record, then the fields of that record, in a fixed
 * order, as JSON can represent them.
 */
export type SealedPlace = readonly [kind: string, ...values: readonly unknown[]]

/** A value to seal. */
export type SealedValue = string | number | null

/**
 * Seals values with AES-256-GCM. A sealed value has the form `v1.(key id).(vector, values and tag in base64)`,
 * and can be opened only in the place for which it was sealed.
 */
export interface Seal {
  /** Seals values together, with the newest key. */
  close(values: readonly SealedValue[], place: SealedPlace): Promise<string>
  /** Opens what was sealed, with whichever key; rejects if it or its place was changed. */
  open(sealed: string, place: SealedPlace): Promise<readonly SealedValue[]>
  /** Returns whether a string is sealed with the newest key. */
  isNewest(sealed: string): Promise<boolean>
  /** Returns whether the key is known with which a string is sealed. */
  isKnown(sealed: string): Promise<boolean>
}

interface SealingKey {
  readonly id: string
  readonly key: CryptoKey
}

/** Creates a {@link Seal} of keys; the first seals. Throws `TypeError` if there is none. */
export function createSeal(keys: readonly (string | Uint8Array)[]): Seal {
  const [newestBytes, ...olderBytes] = keys.map(toKeyBytes)
  if (newestBytes === undefined)
    throw argumentError('sealedStore: keys.encryption must contain at least one key')
  let imported: Promise<readonly [SealingKey, ...SealingKey[]]> | undefined
  // When it is needed: some runtimes allow no crypto while a module is loaded.
  const importKeys = () =>
    (imported ??= (async () => [
      await importSealingKey(newestBytes),
      ...(await Promise.all(olderBytes.map(importSealingKey))),
    ])())
  const findKey = async (sealed: string) =>
    (await importKeys()).find(({ id }) => id === readKeyId(sealed))

  return {
    async close(values, place) {
      const [{ id, key }] = await importKeys()
      const iv = globalThis.crypto.getRandomValues(new Uint8Array(INITIALIZATION_VECTOR_BYTES))
      const plaintext = new TextEncoder().encode(JSON.stringify(values))
      const sealed = await globalThis.crypto.subtle.encrypt(
        createGcmParameters(iv, place),
        key,
        plaintext,
      )
      return `${FORMAT}.${id}.${toBase64Url(new Uint8Array([...iv, ...new Uint8Array(sealed)]))}`
    },
    async open(sealed, place) {
      const known = await findKey(sealed)
      if (!known) throw createOpenError(place, 'it is not sealed with any of the keys')
      const data = fromBase64(sealed.split('.')[2] ?? '') ?? new Uint8Array()
      const iv = data.slice(0, INITIALIZATION_VECTOR_BYTES)
      try {
        const plaintext = await globalThis.crypto.subtle.decrypt(
          createGcmParameters(iv, place),
          known.key,
          data.slice(INITIALIZATION_VECTOR_BYTES),
        )
        return JSON.parse(new TextDecoder().decode(plaintext)) as readonly SealedValue[]
      } catch {
        throw createOpenError(place, 'it was changed, or belongs to another record')
      }
    },
    isNewest: async (sealed) => readKeyId(sealed) === (await importKeys())[0].id,
    isKnown: async (sealed) => (await findKey(sealed)) !== undefined,
  }
}

async function importSealingKey(bytes: Uint8Array<ArrayBuffer>): Promise<SealingKey> {
  const digest = await digestWithKey('the id of this key', toBase64Url(bytes))
  const usages: KeyUsage[] = ['encrypt', 'decrypt']
  return {
    id: makeUrlSafe(digest).slice(0, KEY_ID_LENGTH),
    key: await globalThis.crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, usages),
  }
}

function readKeyId(sealed: string): string | undefined {
  const [form, id, text] = sealed.split('.')
  return form === FORMAT && text !== undefined ? id : undefined
}

function createGcmParameters(iv: Uint8Array<ArrayBuffer>, place: SealedPlace): AesGcmParams {
  const additionalData = new TextEncoder().encode(JSON.stringify(place))
  return { name: 'AES-GCM', iv, additionalData }
}

/** Says that a record is not what was saved; of its place only the kind, for a log. */
export function createOpenError([kind]: SealedPlace, reason: string): Error {
  return new Error(`sealedStore: a record of the store cannot be opened (${kind}): ${reason}`)
}
