import type { RsaKey, SignatureMethod } from '@oauthplus/core'
import { argumentError, describeChoice, readRsaPublicKey } from '@oauthplus/core/internal'

import type { Settings } from '../settings/settings.js'
import type { ConsumerCredential, ConsumerRecord } from '../store/consumer-record.js'

const MIN_RSA_KEY_BITS = 2048
// OpenSSL verifies nothing with more, and with a longer exponent only slowly.
const MAX_RSA_KEY_BITS = 16_384
const MAX_RSA_EXPONENT = 2n ** 64n

/** The keys that a consumer can sign with. */
export type ConsumerCredentials = Pick<
  ConsumerRecord,
  'signatureMethods' | 'secrets' | 'publicKeys'
>

/** Chooses what a new consumer signs with, and refuses what would let a sender choose. */
export async function createCredentials<User>(
  settings: Settings<User>,
  options: {
    readonly secret?: string | undefined
    readonly publicKeys?: readonly RsaKey[] | undefined
    readonly signatureMethods?: readonly string[] | undefined
  },
): Promise<ConsumerCredentials> {
  const publicKeys = await readPublicKeys(options.publicKeys ?? [])
  const signatureMethods = options.signatureMethods ?? listDefaultMethods(settings, publicKeys)
  if (getFamily(settings, signatureMethods) === 'shared-secret') {
    const value = createSecret(settings, options.secret)
    return { signatureMethods, secrets: [{ value }], publicKeys: [] }
  }
  if (publicKeys.length === 0)
    throw argumentError(
      'publicKeys must be given, because the signatureMethods are of RSA',
      'ERR_INVALID_ARG_TYPE',
    )
  return { signatureMethods, secrets: [], publicKeys: publicKeys.map((value) => ({ value })) }
}

/** Returns a secret: the one that was chosen, or one that is made up. */
export function createSecret<User>(settings: Settings<User>, chosen: string | undefined): string {
  return chosen ?? settings.random.secret()
}

/** Puts a new credential first; of the others the newest stays valid for the overlap. */
export function addCredential(
  credentials: readonly ConsumerCredential[],
  value: string,
  times: { readonly nowSeconds: number; readonly overlapSeconds: number },
): readonly ConsumerCredential[] {
  const [previous] = filterValidCredentials(credentials, times.nowSeconds)
  if (previous === undefined || times.overlapSeconds === 0) return [{ value }]
  const expiresAtSeconds = times.nowSeconds + times.overlapSeconds
  return [{ value }, { value: previous.value, expiresAtSeconds }]
}

/** Returns the secrets or keys that are valid. */
export function listValidValues(
  credentials: readonly ConsumerCredential[],
  nowSeconds: number,
): readonly string[] {
  const values: string[] = []
  for (const { value, expiresAtSeconds = Infinity } of credentials) {
    if (expiresAtSeconds >= nowSeconds) values.push(value)
  }
  return values
}

/** Leaves of credentials those that are valid. */
export function filterValidCredentials(
  credentials: readonly ConsumerCredential[],
  nowSeconds: number,
): readonly ConsumerCredential[] {
  return credentials.filter(({ expiresAtSeconds = Infinity }) => expiresAtSeconds >= nowSeconds)
}

/** Converts public keys to the form in which they are stored. Rejects as {@link readPublicKey}. */
export async function readPublicKeys(publicKeys: readonly RsaKey[]): Promise<readonly string[]> {
  const read: string[] = []
  for (const publicKey of publicKeys) read.push(await readPublicKey(publicKey, 'publicKeys'))
  return read
}

/** Converts a public key to SPKI PEM. Rejects with `TypeError` if it is not RSA, or not secure. */
export async function readPublicKey(publicKey: RsaKey, option: string): Promise<string> {
  const { pem, modulusBits, publicExponent } = await readRsaPublicKey(publicKey, option)
  if (modulusBits < MIN_RSA_KEY_BITS) {
    throw argumentError(
      `${option} must have ${MIN_RSA_KEY_BITS} bits or more, received one of ${modulusBits}`,
    )
  }
  if (modulusBits > MAX_RSA_KEY_BITS) {
    throw argumentError(
      `${option} must have ${MAX_RSA_KEY_BITS} bits or fewer, received one of ${modulusBits}`,
    )
  }
  // RFC 8017, section 3.1. With the exponent 1 everybody can sign.
  if (publicExponent < 3n || publicExponent % 2n === 0n || publicExponent >= MAX_RSA_EXPONENT) {
    throw argumentError(
      `${option} must have an odd exponent of at least 3 and at most 64 bits, such as 65537`,
    )
  }
  return pem
}

/** Returns the one family of some signature methods; refuses a mixture. */
export function getFamily<User>(
  settings: Settings<User>,
  names: readonly string[],
): SignatureMethod['family'] {
  const families = new Set<SignatureMethod['family']>()
  for (const name of names) {
    const method = settings.signatureMethods.get(name)
    if (!method) {
      throw argumentError(
        `signatureMethods must be among those of createProvider (${[...settings.signatureMethods.keys()].join(', ')}), received ${describeChoice(name)}`,
      )
    }
    families.add(method.family)
  }
  const [family, ...others] = families
  if (family === undefined) throw argumentError('signatureMethods must name at least one method')
  if (others.length > 0) {
    throw argumentError('signatureMethods must be all of secrets or all of RSA, never mixed')
  }
  return family
}

function listDefaultMethods<User>(
  settings: Settings<User>,
  publicKeys: readonly string[],
): readonly string[] {
  const prefix = publicKeys.length > 0 ? 'RSA-' : 'HMAC-'
  return [...settings.signatureMethods.keys()].filter((name) => name.startsWith(prefix))
}
