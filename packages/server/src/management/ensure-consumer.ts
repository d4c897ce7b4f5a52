import { constantTimeEqual } from '@oauthplus/core'
import { argumentError, assertOptions } from '@oauthplus/core/internal'

import { toConsumerDetails } from '../consumer/consumer-details.js'
import type { ConsumerDetails, ConsumerWithSecret } from '../consumer/consumer-details.js'
import { filterValidCredentials, readPublicKeys } from '../consumer/consumer-credentials.js'
import type { Settings } from '../settings/settings.js'
import type { ConsumerCredential, ConsumerRecord } from '../store/consumer-record.js'
import { ENSURE_OPTIONS } from './consumer-checks.js'
import { applyOptions } from './consumer-options.js'
import type {
  ConsumerOptions,
  EnsureConsumerOptions,
  RegisterConsumerOptions,
} from './consumer-options.js'

/** A consumer as `consumers.ensure` leaves it. */
export type EnsuredConsumer = ConsumerWithSecret & {
  /** Whether it was registered by this call. Only then `secret` is returned. */
  readonly isNew: boolean
}

/** The functions that register and change consumers. */
interface ConsumerChanges {
  register(options: RegisterConsumerOptions): Promise<ConsumerWithSecret>
  update(key: string, changes: Partial<ConsumerOptions>): Promise<ConsumerDetails>
}

/** Registers a consumer, or changes one of the same key to what the options say. */
export async function ensureConsumer<User>(
  settings: Settings<User>,
  consumers: ConsumerChanges,
  options: EnsureConsumerOptions,
): Promise<EnsuredConsumer> {
  assertOptions('consumers.ensure', options, ENSURE_OPTIONS)
  const { key, secret, publicKeys, status, ...changes } = options
  const registered = await registerUnlessPresent()
  if (registered) return { ...registered, isNew: true }
  const current = await settings.store.findConsumer(key)
  // If the consumer was removed meanwhile, `update` rejects.
  if (current) await assertSameCredentials(settings, current, options)
  const isSame = current !== undefined && isUnchanged(current, changes)
  const details = isSame ? toConsumerDetails(current) : await consumers.update(key, changes)
  return { ...details, secret: undefined, isNew: false }

  async function registerUnlessPresent(): Promise<ConsumerWithSecret | undefined> {
    if (await settings.store.findConsumer(key)) return undefined
    try {
      return await consumers.register({ ...changes, key, secret, publicKeys, status })
    } catch (error) {
      // Another process may have registered it at the same time.
      if (error instanceof TypeError && (await settings.store.findConsumer(key))) return undefined
      throw error
    }
  }
}

function isUnchanged(current: ConsumerRecord, changes: Partial<ConsumerOptions>): boolean {
  const { signatureMethods = current.signatureMethods } = changes
  const changed = { ...applyOptions(current, changes), signatureMethods }
  return isSameConsumer(changed, current)
}

/** Returns whether a change leaves a consumer as it is. */
export function isSameConsumer(changed: ConsumerRecord, current: ConsumerRecord): boolean {
  return JSON.stringify(changed) === JSON.stringify(current)
}

// A restart must not undo a rotation or ignore a secret that does not work.
async function assertSameCredentials<User>(
  { nowSeconds }: Settings<User>,
  { secrets, publicKeys }: ConsumerRecord,
  options: EnsureConsumerOptions,
): Promise<void> {
  const includesCredential = (
    credentials: readonly ConsumerCredential[],
    wanted: string,
  ): boolean =>
    filterValidCredentials(credentials, nowSeconds()).some(({ value }) =>
      constantTimeEqual(value, wanted),
    )
  if (options.secret !== undefined && !includesCredential(secrets, options.secret)) {
    throw argumentError(
      'secret must be one that the consumer has: change it by consumers.rotate, or leave it out',
    )
  }
  const wantedKeys = await readPublicKeys(options.publicKeys ?? [])
  if (wantedKeys.some((publicKey) => !includesCredential(publicKeys, publicKey))) {
    throw argumentError(
      'publicKeys must be ones that the consumer has: change them by consumers.rotate, or leave them out',
    )
  }
}
