import type { ConsumerRecord, DurableStore } from '@oauthplus/server'

import { describeFailure } from '../describe-failure.js'
import { EXIT } from '../exit-codes.js'
import { Failure, misuse } from '../failure.js'

/** What `sealedStore` keeps in place of the secrets of a Consumer. */
const SEALED = /^v1\.[\w-]{8}\.[\w-]{38,}$/

/**
 * Refuses a store whose first Consumer is sealed where no keys are given, or is not sealed where they
 * are: the rows of a store must be sealed all or none.
 */
export async function assertSealing(store: DurableStore, hasKeys: boolean): Promise<void> {
  const [first] = await firstConsumers(store)
  if (first === undefined || isSealed(first) === hasKeys) return
  throw misuse(
    hasKeys
      ? 'This store is not sealed: leave out --keys, OAUTHPLUS_ENCRYPTION_KEYS and OAUTHPLUS_LOOKUP_KEY'
      : 'This store is sealed: give its keys by --keys FILE, or by OAUTHPLUS_ENCRYPTION_KEYS and OAUTHPLUS_LOOKUP_KEY',
  )
}

async function firstConsumers(store: DurableStore): Promise<readonly ConsumerRecord[]> {
  try {
    return await store.listConsumers({ limit: 1 })
  } catch (error) {
    const { line = 'the store failed' } = describeFailure(error)
    throw new Failure(`${line} (service_unavailable)`, EXIT.unreachable)
  }
}

function isSealed({ secrets }: ConsumerRecord): boolean {
  return secrets.some(({ value }) => SEALED.test(value))
}
