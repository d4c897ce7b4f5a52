import type { ConsumerRecord } from '../store/consumer-record.js'
import type { Store } from '../store/store.js'
import type { Seal } from './seal.js'
import type { SealedRecords } from './sealed-records.js'

const RECORDS_AT_A_TIME = 100

/** How many records were re-encrypted. */
export interface RekeyResult {
  /** Consumers. */
  readonly consumers: number
  /** Access tokens. */
  readonly accessTokens: number
}

/** The records to re-encrypt, and the functions for it. */
export interface RekeyParts {
  /** The underlying store, which receives sealed strings. */
  readonly store: Store
  readonly seal: Seal
  readonly records: SealedRecords
}

/**
 * Encrypts what is sealed with older keys with the newest one. Each write is one compare-and-set,
 * so that it takes nothing back that was written meanwhile.
 */
export async function rekey(parts: RekeyParts): Promise<RekeyResult> {
  return { consumers: await rekeyConsumers(parts), accessTokens: await rekeyTokens(parts) }
}

async function rekeyConsumers({ store, records }: RekeyParts): Promise<number> {
  let count = 0

  async function rekeyConsumer(listed: ConsumerRecord): Promise<void> {
    let consumer: ConsumerRecord | undefined = listed
    while (consumer && !(await records.isNewestConsumer(consumer))) {
      const opened = await records.openConsumer(consumer)
      const resealed = await records.sealConsumer({ ...opened, revision: opened.revision + 1 })
      const outcome = await store.replaceConsumer(resealed)
      if (outcome === 'replaced') count++
      if (outcome !== 'conflict') return
      // Somebody else has changed it, and perhaps re-sealed it.
      consumer = await store.findConsumer(listed.key)
    }
  }

  await forEachPage((page) => store.listConsumers(page), rekeyConsumer)
  return count
}

async function rekeyTokens({ store, seal, records }: RekeyParts): Promise<number> {
  let count = 0
  await forEachPage(
    (page) => store.listAccessTokens({}, page),
    async (token) => {
      const { key, secret } = token
      if (await seal.isNewest(secret)) return
      const resealed = await records.sealAccessToken(await records.openAccessToken(token))
      const outcome = await store.replaceTokenSecret(key, { secret, newSecret: resealed.secret })
      // On a conflict somebody else has re-sealed it, or it is gone.
      if (outcome === 'replaced') count++
    },
  )
  return count
}

async function forEachPage<Found extends { readonly key: string }>(
  read: (page: { after: string | undefined; limit: number }) => Promise<readonly Found[]>,
  act: (found: Found) => Promise<void>,
): Promise<void> {
  let after: string | undefined
  do {
    const page = await read({ after, limit: RECORDS_AT_A_TIME })
    for (const found of page) await act(found)
    after = page.at(-1)?.key
  } while (after !== undefined)
}
