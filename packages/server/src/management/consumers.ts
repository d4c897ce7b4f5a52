import { OAuthError } from '@oauthplus/core'
import type { RsaKey } from '@oauthplus/core'
import {
  argumentError,
  assertArgument,
  assertOptions,
  isInteger,
  nameErrors,
  isPublicKey,
  optionChecks,
} from '@oauthplus/core/internal'

import { isStorableName } from '../store/storable.js'
import { toConsumerDetails } from '../consumer/consumer-details.js'
import type { ConsumerDetails, ConsumerWithSecret } from '../consumer/consumer-details.js'
import {
  getFamily,
  createCredentials,
  createSecret,
  readPublicKey,
  addCredential,
} from '../consumer/consumer-credentials.js'
import { CHANGE_OPTIONS, REGISTER_OPTIONS } from './consumer-checks.js'
import {
  DEFAULT_CONSUMER,
  assertCallbacks,
  assertConsumer,
  applyOptions,
} from './consumer-options.js'
import type {
  ConsumerOptions,
  EnsureConsumerOptions,
  RegisterConsumerOptions,
} from './consumer-options.js'
import { ensureConsumer, isSameConsumer } from './ensure-consumer.js'
import type { EnsuredConsumer } from './ensure-consumer.js'
import { PAGE_OPTIONS, createPage, DEFAULT_LIMIT } from '../store/record-page.js'
import type { Settings } from '../settings/settings.js'
import type { ConsumerRecord, ConsumerStatus } from '../store/consumer-record.js'
import { createUnavailableError } from '../errors/unavailable-error.js'

const OVERLAP_SECONDS = 86_400
// Each is a moment in which somebody else changed the same Consumer.
const MAX_CONFLICTS = 10

/** How a secret, or a public key, is replaced. */
export interface RotateConsumerOptions {
  /** The new secret; made up by default. Not for a Consumer that signs with RSA. */
  readonly secret?: string | undefined
  /** The new public key, for a Consumer that signs with RSA. It is kept as SPKI PEM. */
  readonly publicKey?: RsaKey | undefined
  /** How long the old one works in addition to the new one. A day by default; 0 for not at all. */
  readonly overlapSeconds?: number | undefined
}

const ROTATE_OPTIONS = optionChecks<RotateConsumerOptions>({
  required: {},
  optional: { secret: isStorableName, publicKey: isPublicKey, overlapSeconds: isInteger(0) },
})

/** A page of Consumers. */
export interface ConsumerPage {
  /** The Consumers, in the order of their keys. */
  readonly consumers: readonly ConsumerDetails[]
  /** The `after` of the next page; `undefined` on the last. */
  readonly next: string | undefined
}

/**
 * The Consumers of a Provider. Each operation rejects with `TypeError` for what no Consumer may
 * have, with `OAuthError` `consumer_key_unknown` if there is no Consumer of that key, and
 * `service_unavailable` if the store fails or is full. Changes apply from the next
 * request on.
 */
export interface Consumers {
  /**
   * Registers a Consumer and returns it with its secret: the one time to hand that over. Rejects
   * with `TypeError` if the key is taken.
   */
  register(options: RegisterConsumerOptions): Promise<ConsumerWithSecret>
  /**
   * Registers a Consumer of the key, or changes the one that there is to what the options say: for
   * seeds, and for code that runs at every start. Nothing is written if nothing changed. Rejects with
   * `TypeError` for a `secret` or public key that the Consumer does not have: `rotate` changes those.
   */
  ensure(options: EnsureConsumerOptions): Promise<EnsuredConsumer>
  /** Finds a Consumer by its key. */
  find(key: string): Promise<ConsumerDetails | undefined>
  /** Lists Consumers in the order of their keys: 100 to a page, or as many (1 to 1000) as `limit`. */
  list(page?: {
    readonly after?: string | undefined
    readonly limit?: number | undefined
  }): Promise<ConsumerPage>
  /** Accepts a Consumer: only then it may do anything. */
  accept(key: string): Promise<ConsumerDetails>
  /** Rejects a Consumer; its tokens are of no use until it is accepted. */
  reject(key: string): Promise<ConsumerDetails>
  /** Cancels a Consumer, as its own owner would wish; its tokens are of no use until it is accepted. */
  cancel(key: string): Promise<ConsumerDetails>
  /** Changes what the options name and leaves the rest. */
  update(key: string, changes: Partial<ConsumerOptions>): Promise<ConsumerDetails>
  /**
   * Gives a Consumer a new secret (or public key); the old one still works for a while.
   * Returns it with the new secret: the one time to hand that over.
   */
  rotate(key: string, options?: RotateConsumerOptions): Promise<ConsumerWithSecret>
  /** Removes a Consumer and all its tokens. False if there is none. */
  remove(key: string): Promise<boolean>
}

/** Creates the management of a Provider's Consumers. */
export function createConsumers<User>(settings: Settings<User>): Consumers {
  const { store, emit } = settings

  async function change(
    key: string,
    changed: (consumer: ConsumerRecord) => ConsumerRecord | Promise<ConsumerRecord>,
  ): Promise<ConsumerRecord> {
    for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts++) {
      const current = await store.findConsumer(key)
      if (!current) throw createUnknownConsumerError()
      const wanted = await changed(current)
      // Another process may have made the same change; a write would be a conflict for the next one.
      if (isSameConsumer(wanted, current)) return current
      const consumer = { ...wanted, revision: current.revision + 1 }
      const outcome = await store.replaceConsumer(consumer)
      if (outcome === 'replaced') {
        emit({ type: 'consumer_changed', consumerKey: key, status: consumer.status })
        return consumer
      }
      if (outcome === 'absent') throw createUnknownConsumerError()
    }
    throw createUnavailableError()
  }

  const changeStatus =
    (functionName: string, status: ConsumerStatus) =>
    async (key: string): Promise<ConsumerDetails> => {
      assertArgument(functionName, { key }, isStorableName)
      return toConsumerDetails(await change(key, (consumer) => ({ ...consumer, status })))
    }

  const consumers: Consumers = {
    async register(options) {
      assertOptions('consumers.register', options, REGISTER_OPTIONS)
      const { random, nowSeconds } = settings
      const consumer: ConsumerRecord = applyOptions(
        {
          ...DEFAULT_CONSUMER,
          key: options.key ?? random.key(),
          revision: 0,
          status: options.status ?? 'accepted',
          ...(await createCredentials(settings, options)),
          createdAtSeconds: nowSeconds(),
        },
        options,
      )
      assertCallbacks(settings, options)
      assertConsumer(settings, consumer)
      const outcome = await store.createConsumer(consumer)
      if (outcome === 'exists')
        throw argumentError('key must be a new one: there is a Consumer of this key already')
      if (outcome !== 'created') throw createUnavailableError()
      const { key, status } = consumer
      emit({ type: 'consumer_registered', consumerKey: key, status })
      return toConsumerWithSecret(consumer)
    },
    ensure: (options) => ensureConsumer(settings, consumers, options),
    async find(key) {
      assertArgument('consumers.find', { key }, isStorableName)
      const consumer = await store.findConsumer(key)
      return consumer && toConsumerDetails(consumer)
    },
    async list(page = {}) {
      assertOptions('consumers.list', page, PAGE_OPTIONS)
      const { after, limit: most = DEFAULT_LIMIT } = page
      const found = await store.listConsumers({ after, limit: most + 1 })
      const { records, next } = createPage(found, most)
      return { consumers: records.map(toConsumerDetails), next }
    },
    accept: changeStatus('consumers.accept', 'accepted'),
    reject: changeStatus('consumers.reject', 'rejected'),
    cancel: changeStatus('consumers.cancel', 'canceled'),
    async update(key, changes) {
      assertArgument('consumers.update', { key }, isStorableName)
      assertOptions('consumers.update', changes, CHANGE_OPTIONS)
      const { signatureMethods } = changes
      assertCallbacks(settings, changes)
      const consumer = await change(key, (current) => {
        if (signatureMethods) assertSameFamily(settings, current, signatureMethods)
        const changed = {
          ...applyOptions(current, changes),
          ...(signatureMethods && { signatureMethods }),
        }
        // Only here: what a newer option forbids must not keep the owner from shutting a Consumer out.
        assertConsumer(settings, changed)
        return changed
      })
      return toConsumerDetails(consumer)
    },
    async rotate(key, options = {}) {
      assertArgument('consumers.rotate', { key }, isStorableName)
      assertOptions('consumers.rotate', options, ROTATE_OPTIONS)
      const { publicKey, overlapSeconds = OVERLAP_SECONDS } = options
      const newKey = publicKey && (await readPublicKey(publicKey, 'publicKey'))
      const secret = createSecret(settings, options.secret)
      const consumer = await change(key, (current) => {
        const times = { nowSeconds: settings.nowSeconds(), overlapSeconds }
        const { secrets, publicKeys } = current
        if (getFamily(settings, current.signatureMethods) === 'shared-secret') {
          if (newKey !== undefined)
            throw argumentError(
              'publicKey must be left out, because this Consumer signs with a secret',
            )
          return { ...current, secrets: addCredential(secrets, secret, times) }
        }
        if (newKey === undefined || options.secret !== undefined) {
          throw argumentError(
            'publicKey must be given, and secret left out, because this Consumer signs with RSA',
          )
        }
        return { ...current, publicKeys: addCredential(publicKeys, newKey, times) }
      })
      return toConsumerWithSecret(consumer)
    },
    async remove(key) {
      assertArgument('consumers.remove', { key }, isStorableName)
      if ((await store.removeConsumer(key)) !== 'removed') return false
      emit({ type: 'consumer_removed', consumerKey: key })
      return true
    },
  }
  return {
    ...consumers,
    register: (options) => nameErrors('consumers.register', () => consumers.register(options)),
    ensure: (options) => nameErrors('consumers.ensure', () => consumers.ensure(options)),
    update: (key, changes) => nameErrors('consumers.update', () => consumers.update(key, changes)),
    rotate: (key, options) => nameErrors('consumers.rotate', () => consumers.rotate(key, options)),
  }
}

function toConsumerWithSecret(consumer: ConsumerRecord): ConsumerWithSecret {
  return { ...toConsumerDetails(consumer), secret: consumer.secrets[0]?.value }
}

function assertSameFamily<User>(
  settings: Settings<User>,
  { signatureMethods }: ConsumerRecord,
  changed: readonly string[],
): void {
  if (getFamily(settings, changed) === getFamily(settings, signatureMethods)) return
  throw argumentError(
    'signatureMethods must stay in their family (secrets or RSA): register another Consumer instead',
  )
}

function createUnknownConsumerError(): OAuthError {
  return new OAuthError('consumer_key_unknown', 'There is no Consumer with this key.')
}
