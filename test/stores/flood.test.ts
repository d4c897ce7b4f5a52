import type { ConsumerRecord } from '@oauthplus/server'
import { expect, it } from 'vitest'

import { SEALED_PLACE_KINDS } from './sealed-places.js'

const NOW_SECONDS = Math.floor(Date.now() / 1000)
const LIFETIME_SECONDS = 600
const FLOOD = 1000

it.each(SEALED_PLACE_KINDS)(
  'a consumer that floods a store in $name stops no other, and leaves nothing when its time is over',
  async (kind) => {
    const opened = await kind.open()
    // If its server cannot be started, the tests of the contract say so.
    if (!opened) return
    const { store } = opened
    const consumer: ConsumerRecord = {
      key: 'greedy',
      revision: 0,
      name: 'Greedy',
      description: '',
      status: 'accepted',
      secrets: [],
      publicKeys: [],
      signatureMethods: [],
      callbacks: [],
      addressRanges: [],
      allowXauth: false,
      allowTwoLegged: false,
      requireBodyHash: false,
      allowPlaintextInQuery: false,
      createdAtSeconds: NOW_SECONDS,
    }
    for (const key of ['greedy', 'modest']) await store.createConsumer({ ...consumer, key })
    const expiresAtSeconds = NOW_SECONDS + LIFETIME_SECONDS
    const nonceOf = (consumerKey: string, number: number) =>
      store.recordNonce({
        digest: `${consumerKey} ${number}`,
        consumerKey,
        expiresAtSeconds,
        nowSeconds: NOW_SECONDS,
      })
    const tokenOf = (consumerKey: string, number: number) =>
      store.createRequestToken({
        kind: 'request',
        key: `${consumerKey} ${number}`,
        secret: 's',
        consumerKey,
        callback: 'oob',
        scopes: [],
        state: 'pending',
        wrongVerifiers: 0,
        consentKey: 'c',
        createdAtSeconds: NOW_SECONDS,
        expiresAtSeconds,
      })
    for (let number = 0; number < FLOOD; number++) {
      expect(await nonceOf('greedy', number)).toBe('recorded')
      expect(await tokenOf('greedy', number)).toBe('created')
    }
    expect(await nonceOf('modest', 0)).toBe('recorded')
    expect(await tokenOf('modest', 0)).toBe('created')

    expect(await store.purge(expiresAtSeconds)).toBe(0)
    expect(await store.purge(expiresAtSeconds + 1)).toBe(2 * FLOOD + 2)
    expect(await store.purge(expiresAtSeconds + 1)).toBe(0)
    await opened.stop()
  },
)
