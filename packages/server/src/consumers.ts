import { rsaKeyBits } from '@oauthplus/core'
import type { SignatureMethod } from '@oauthplus/core'

import { OUT_OF_BAND, requireCallbackPattern } from './callback.js'
import type { ConsumerInfo } from './results.js'
import type { Settings } from './settings.js'
import type { ConsumerRecord, ConsumerStatus } from './store.js'
import { unavailable } from './unavailable.js'

const SHORTEST_RSA_KEY_BITS = 2048
const LONGEST_KEY = 255

/** What a Consumer is registered with. */
export interface RegisterConsumerOptions {
  /** The name that the consent page shows. */
  readonly name: string
  /** What the application does, for the consent page. */
  readonly description?: string | undefined
  /** The application's site, http or https. */
  readonly website?: string | undefined
  /** Where it stands. `accepted` by default, as the owner registers it. */
  readonly status?: ConsumerStatus | undefined
  /** The key; made up by default. */
  readonly key?: string | undefined
  /** The secret; made up by default, and none for a Consumer with public keys. */
  readonly secret?: string | undefined
  /** RSA public keys as SPKI PEM, of 2048 bits or more. */
  readonly publicKeys?: readonly string[] | undefined
  /**
   * The signature methods that it may use, all of one family, so that no sender can choose between
   * keys. By default the RSA methods where there are public keys, else the HMAC methods.
   */
  readonly signatureMethods?: readonly string[] | undefined
  /**
   * The callbacks that it may name: URLs, matched exactly; `https://host/path/*` for all beneath a
   * path; `http://127.0.0.1:*` for any port, and any path, of a loopback host; schemes of native
   * applications; `oob`. By default `oob` alone.
   */
  readonly callbacks?: readonly string[] | undefined
  /** Where an out-of-band flow goes instead of showing the verifier. */
  readonly defaultCallback?: string | undefined
  /** Whether it may exchange a username and a password (xAuth). False by default. */
  readonly xauthAllowed?: boolean | undefined
}

/** The Consumers of a Provider. */
export interface Consumers {
  /**
   * Registers a Consumer and returns its record, the secret included: the one time to hand it over.
   * Rejects with `TypeError` for what no Consumer may have, and where the key is taken; with
   * `OAuthError` `service_unavailable` where the store fails or is full.
   */
  register(options: RegisterConsumerOptions): Promise<ConsumerRecord>
  /** Finds a Consumer by its key. */
  find(key: string): Promise<ConsumerRecord | undefined>
}

/** Makes the management of a Provider's Consumers. */
export function consumersOf<User>(settings: Settings<User>): Consumers {
  const { store } = settings
  return {
    async register(options) {
      const consumer = await newConsumer(settings, options)
      const outcome = await store.createConsumer(consumer)
      if (outcome === 'full') throw unavailable()
      if (outcome === 'exists') throw new TypeError('There is a Consumer of this key already')
      return consumer
    },
    find: (key) => store.findConsumer(key),
  }
}

/** Leaves of a Consumer what may be shown. */
export function consumerInfo(consumer: ConsumerRecord): ConsumerInfo {
  const { key, name, description, website, status } = consumer
  return { key, name, description, website, status }
}

async function newConsumer<User>(
  settings: Settings<User>,
  options: RegisterConsumerOptions,
): Promise<ConsumerRecord> {
  const { random, nowSeconds } = settings
  const { callbacks = [OUT_OF_BAND], defaultCallback, website, publicKeys = [] } = options
  const key = options.key ?? random.key()
  if (options.name.trim() === '') throw new TypeError('A Consumer needs a name')
  requireKey(key)
  requireWebsite(website)
  for (const pattern of callbacks) requireCallbackPattern(pattern)
  if (defaultCallback !== undefined) requireDefaultCallback(defaultCallback)
  return {
    key,
    name: options.name,
    description: options.description ?? '',
    website,
    status: options.status ?? 'accepted',
    ...(await newKeys(settings, publicKeys, options)),
    callbacks,
    defaultCallback,
    xauthAllowed: options.xauthAllowed ?? false,
    createdAtSeconds: nowSeconds(),
  }
}

async function newKeys<User>(
  settings: Settings<User>,
  publicKeys: readonly string[],
  options: RegisterConsumerOptions,
): Promise<Pick<ConsumerRecord, 'signatureMethods' | 'secrets' | 'publicKeys'>> {
  for (const publicKey of publicKeys) await requireStrongKey(publicKey)
  const signatureMethods = options.signatureMethods ?? defaultMethods(settings, publicKeys)
  if (requireOneFamily(settings, signatureMethods) === 'shared-secret') {
    const secret = options.secret ?? settings.random.secret()
    if (secret === '') throw new TypeError('A Consumer secret must not be empty')
    return { signatureMethods, secrets: [secret], publicKeys: [] }
  }
  if (publicKeys.length === 0) throw new TypeError('RSA methods need publicKeys')
  return { signatureMethods, secrets: [], publicKeys }
}

function requireKey(key: string): void {
  if (!/^[\x21-\x7e]+$/.test(key) || key.length > LONGEST_KEY) {
    throw new TypeError(`A Consumer key is 1 to ${LONGEST_KEY} printable ASCII characters`)
  }
}

function requireWebsite(website: string | undefined): void {
  if (website !== undefined && !/^https?:\/\/\S+$/i.test(website)) {
    throw new TypeError('website must be an http or https URL')
  }
}

function requireDefaultCallback(callback: string): void {
  requireCallbackPattern(callback)
  if (callback === OUT_OF_BAND || callback.includes('*')) {
    throw new TypeError('defaultCallback must be one URL')
  }
}

async function requireStrongKey(publicKey: string): Promise<void> {
  let bits: number
  try {
    bits = await rsaKeyBits(publicKey)
  } catch (cause) {
    throw new TypeError('publicKeys must be RSA public keys as SPKI PEM', { cause })
  }
  if (bits < SHORTEST_RSA_KEY_BITS) {
    throw new TypeError(`An RSA public key must have ${SHORTEST_RSA_KEY_BITS} bits or more`)
  }
}

function defaultMethods<User>(
  settings: Settings<User>,
  publicKeys: readonly string[],
): readonly string[] {
  const prefix = publicKeys.length > 0 ? 'RSA-' : 'HMAC-'
  return [...settings.signatureMethods.keys()].filter((name) => name.startsWith(prefix))
}

function requireOneFamily<User>(
  settings: Settings<User>,
  names: readonly string[],
): SignatureMethod['family'] {
  const families = new Set<SignatureMethod['family']>()
  for (const name of names) {
    const method = settings.signatureMethods.get(name)
    if (!method) {
      throw new TypeError(
        `The Provider has no signature method ${JSON.stringify(name)}; its signatureMethods option decides`,
      )
    }
    families.add(method.family)
  }
  const [family, ...others] = families
  if (family === undefined) throw new TypeError('A Consumer needs a signature method')
  if (others.length > 0) {
    throw new TypeError('The methods of a Consumer are all of secrets or all of RSA, never mixed')
  }
  return family
}
