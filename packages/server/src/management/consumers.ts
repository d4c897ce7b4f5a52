import { argumentError, assertArgument, assertOptions, nameErrors } from '@oauthplus/core/internal'

import { isStorableName } from '../store/storable.js'
import { toConsumerDetails } from '../consumer/consumer-details.js'
import type { ConsumerDetails, ConsumerWithSecret } from '../consumer/consumer-details.js'
import { createCredentials } from '../consumer/consumer-credentials.js'
import { assertContext, CHANGE_OPTIONS, REGISTER_OPTIONS } from './consumer-checks.js'
import {
  DEFAULT_CONSUMER,
  assertCallbacks,
  assertConsumer,
  assertScopes,
  applyOptions,
} from './consumer-options.js'
import type {
  ConsumerOptions,
  EnsureConsumerOptions,
  RegisterConsumerOptions,
} from './consumer-options.js'
import { changeConsumer } from './change-consumer.js'
import { createUpdate } from './update-consumer.js'
import { createRotation, ROTATE_OPTIONS } from './rotate-consumer.js'
import type { RotateConsumerOptions } from './rotate-consumer.js'
import { ensureConsumer } from './ensure-consumer.js'
import type { EnsuredConsumer } from './ensure-consumer.js'
import {
  AUDIT_PAGE_OPTIONS,
  CONSUMER_PAGE_OPTIONS,
  createPage,
  DEFAULT_LIMIT,
} from '../store/record-page.js'
import { createAuditEntry, createConsumerEvent, continueAuditLog } from './audit-log.js'
import type { ChangeContext } from './audit-log.js'
import type { AuditEntry, AuditPageRequest } from '../store/audit-entry.js'
import type { ConsumerPageRequest } from '../store/store.js'
import type { Settings } from '../settings/settings.js'
import type { ConsumerRecord, ConsumerStatus } from '../store/consumer-record.js'
import { createUnavailableError } from '../errors/unavailable-error.js'

/** A page of an audit log. */
export interface AuditPage {
  /** The entries, the newest first. */
  readonly entries: readonly AuditEntry[]
  /** The `before` of the next page; `undefined` on the last page. */
  readonly next: string | undefined
}

/** A page of consumers. */
export interface ConsumerPage {
  /** The consumers, in the order of their keys. */
  readonly consumers: readonly ConsumerDetails[]
  /** The `after` of the next page; `undefined` on the last page. */
  readonly next: string | undefined
}

/**
 * The consumers of a provider. Each operation rejects with `TypeError` for invalid options,
 * with `OAuthError` `consumer_key_unknown` if no consumer has the key, and
 * `service_unavailable` if the store fails or is full. Changes apply from the next
 * request on.
 */
export interface Consumers {
  /**
   * Registers a consumer and returns it with its secret, which cannot be read again. Rejects
   * with `TypeError` if the key is taken.
   */
  register(options: RegisterConsumerOptions, context?: ChangeContext): Promise<ConsumerWithSecret>
  /**
   * Registers a consumer with the key, or changes the existing consumer to match the options: for
   * seeds, and for code that runs at every start. Nothing is written if nothing changed. Rejects with
   * `TypeError` for a `secret` or public key that the consumer does not have: use `rotate` to change those.
   */
  ensure(options: EnsureConsumerOptions): Promise<EnsuredConsumer>
  /** Finds a consumer by its key. */
  find(key: string): Promise<ConsumerDetails | undefined>
  /** Lists consumers in the order of their keys: 100 per page, or `limit` (1 to 1000). */
  list(page?: Partial<ConsumerPageRequest>): Promise<ConsumerPage>
  /** Accepts a consumer. Only an accepted consumer can send requests. */
  accept(key: string, context?: ChangeContext): Promise<ConsumerDetails>
  /** Rejects a consumer. Its tokens are refused until it is accepted. */
  reject(key: string, context?: ChangeContext): Promise<ConsumerDetails>
  /** Cancels a consumer, as its owner asked. Its tokens are refused until it is accepted. */
  cancel(key: string, context?: ChangeContext): Promise<ConsumerDetails>
  /** Changes the fields that the options name. */
  update(
    key: string,
    changes: Partial<ConsumerOptions>,
    context?: ChangeContext,
  ): Promise<ConsumerDetails>
  /**
   * Gives a consumer a new secret (or public key); the old one still works for a while.
   * Returns it with the new secret, which cannot be read again.
   */
  rotate(
    key: string,
    options?: RotateConsumerOptions,
    context?: ChangeContext,
  ): Promise<ConsumerWithSecret>
  /** Removes a consumer and all its tokens. Returns false if the consumer does not exist. */
  remove(key: string, context?: ChangeContext): Promise<boolean>
  /**
   * Lists the audit log of a consumer, the newest entries first: 100 per page, or `limit` (1 to 1000).
   * The log contains no secret, and remains after the consumer is removed.
   */
  listAuditEntries(key: string, page?: Partial<AuditPageRequest>): Promise<AuditPage>
}

/** Creates the management of a provider's consumers. */
export function createConsumers<User>(settings: Settings<User>): Consumers {
  const { store, emit } = settings

  const changeStatus =
    (functionName: string, status: ConsumerStatus) =>
    async (key: string, context?: ChangeContext): Promise<ConsumerDetails> => {
      assertArgument(functionName, { key }, isStorableName)
      assertContext(functionName, context)
      const statusReason = context?.reason
      const changed = (consumer: ConsumerRecord): ConsumerRecord => ({
        ...consumer,
        status,
        statusReason,
      })
      return toConsumerDetails(await changeConsumer(settings, key, changed, context))
    }

  const consumers: Consumers = {
    async register(options, context) {
      assertOptions('consumers.register', options, REGISTER_OPTIONS)
      assertContext('consumers.register', context)
      const created: ConsumerRecord = applyOptions(
        {
          ...DEFAULT_CONSUMER,
          key: options.key ?? settings.random.key(),
          revision: 0,
          status: options.status ?? 'accepted',
          ...(await createCredentials(settings, options)),
          createdAtSeconds: settings.nowSeconds(),
        },
        options,
      )
      assertCallbacks(settings, options)
      assertScopes(settings, options)
      assertConsumer(settings, created)
      const consumer = await continueAuditLog(settings, created)
      const entry = createAuditEntry(settings, { after: consumer }, context)
      const outcome = await store.createConsumer(consumer, entry)
      if (outcome === 'exists')
        throw argumentError('key must be new: a consumer with this key already exists')
      if (outcome !== 'created') throw createUnavailableError()
      emit(createConsumerEvent(entry, consumer, consumer.status))
      return toConsumerWithSecret(consumer)
    },
    ensure: (options) => ensureConsumer(settings, consumers, options),
    async find(key) {
      assertArgument('consumers.find', { key }, isStorableName)
      const consumer = await store.findConsumer(key)
      return consumer && toConsumerDetails(consumer)
    },
    async list(page = {}) {
      assertOptions('consumers.list', page, CONSUMER_PAGE_OPTIONS)
      const { limit: most = DEFAULT_LIMIT, ...filter } = page
      const found = await store.listConsumers({ ...filter, limit: most + 1 })
      const { records, next } = createPage(found, most)
      return { consumers: records.map(toConsumerDetails), next }
    },
    accept: changeStatus('consumers.accept', 'accepted'),
    reject: changeStatus('consumers.reject', 'rejected'),
    cancel: changeStatus('consumers.cancel', 'canceled'),
    async update(key, changes, context) {
      assertArgument('consumers.update', { key }, isStorableName)
      assertContext('consumers.update', context)
      assertOptions('consumers.update', changes, CHANGE_OPTIONS)
      const changed = createUpdate(settings, changes)
      return toConsumerDetails(await changeConsumer(settings, key, changed, context))
    },
    async rotate(key, options = {}, context) {
      assertArgument('consumers.rotate', { key }, isStorableName)
      assertContext('consumers.rotate', context)
      assertOptions('consumers.rotate', options, ROTATE_OPTIONS)
      const changed = await createRotation(settings, options)
      return toConsumerWithSecret(await changeConsumer(settings, key, changed, context))
    },
    async remove(key, context) {
      assertArgument('consumers.remove', { key }, isStorableName)
      assertContext('consumers.remove', context)
      const before = await store.findConsumer(key)
      const entry = before && createAuditEntry(settings, { before }, context)
      if ((await store.removeConsumer(key, entry)) !== 'removed') return false
      emit(
        entry
          ? createConsumerEvent(entry, before, undefined)
          : { type: 'consumer_removed', consumerKey: key },
      )
      return true
    },
    async listAuditEntries(key, page = {}) {
      assertArgument('consumers.listAuditEntries', { key }, isStorableName)
      assertOptions('consumers.listAuditEntries', page, AUDIT_PAGE_OPTIONS)
      const { before, limit = DEFAULT_LIMIT } = page
      const found = await store.listAuditEntries(key, { before, limit: limit + 1 })
      const entries = found.slice(0, limit)
      return { entries, next: found.length > limit ? entries.at(-1)?.id : undefined }
    },
  }
  return {
    ...consumers,
    register: (...values) => nameErrors('consumers.register', () => consumers.register(...values)),
    ensure: (options) => nameErrors('consumers.ensure', () => consumers.ensure(options)),
    update: (...values) => nameErrors('consumers.update', () => consumers.update(...values)),
    rotate: (...values) => nameErrors('consumers.rotate', () => consumers.rotate(...values)),
  }
}

function toConsumerWithSecret(consumer: ConsumerRecord): ConsumerWithSecret {
  return { ...toConsumerDetails(consumer), secret: consumer.secrets[0]?.value }
}
