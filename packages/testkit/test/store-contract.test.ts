import { describe, expect, it } from 'vitest'

import { memoryStore, sealedStore, splitStore } from '@oauthplus/server'
import type { SealedStore, Store } from '@oauthplus/server'
import { storeContract } from '../src/store-contract.js'
import type { ContractCase, StoreLimits } from '../src/store-contract.js'
import type { Fault } from './fault.js'
import { FAULTS } from './faults.js'
import { plainStore } from './plain-store.js'

const KEYS = { encryption: [new Uint8Array(32).fill(1)], lookup: new Uint8Array(32).fill(2) }

function casesFor({ racy = [], broken = () => ({}) }: Partial<Fault>): ContractCase[] {
  const createStore = (limits: StoreLimits = {}): Store => {
    const plain = plainStore(limits, racy)
    return { ...plain.store, ...broken(plain) }
  }
  return storeContract(() => createStore(), { createFullStore: createStore })
}

/** Runs the case that must catch a fault. */
async function runCatching(fault: Fault): Promise<void> {
  const found = casesFor(fault).find(({ name }) => name === fault.caughtBy)
  if (found === undefined) expect.fail(`there is no case ${fault.caughtBy}`)
  await found.run()
}

describe('the memory store', () => {
  const cases = storeContract(() => memoryStore(), { createFullStore: memoryStore })
  for (const { name, run } of cases) it(name, run)
})

describe('a sealed memory store', () => {
  const sealed = (...options: Parameters<typeof memoryStore>): SealedStore =>
    sealedStore(memoryStore(...options), KEYS)
  const cases = storeContract(() => sealed(), { createFullStore: sealed })
  for (const { name, run } of cases) it(name, run)
})

describe('a split store of two in memory', () => {
  const split = (...options: Parameters<typeof memoryStore>): Store =>
    splitStore({ records: memoryStore(...options), nonces: memoryStore(...options) })
  const cases = storeContract(() => split(), { createFullStore: split })
  for (const { name, run } of cases) it(name, run)
})

describe('a plain store that keeps the contract', () => {
  for (const { name, run } of casesFor({})) it(name, run)
})

describe('a store that breaks the contract is caught', () => {
  it.each(FAULTS.map((fault) => [fault.name, fault] as const))(
    'when it %s',
    async (_name, fault) => {
      await expect(runCatching(fault)).rejects.toThrow()
    },
  )
})

it('has no case without a fault that it must catch', () => {
  const needed = new Set(FAULTS.map(({ caughtBy }) => caughtBy))
  const idle = casesFor({}).filter(({ name }) => !needed.has(name))
  expect(idle.map(({ name }) => name)).toEqual([])
})

it('names every case and every fault once', () => {
  const names = casesFor({}).map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  expect(new Set(FAULTS.map(({ name }) => name)).size).toBe(FAULTS.length)
})

it('says what was expected and what was found, as an Error', async () => {
  const forgetful = casesFor({
    broken: ({ tables }) => ({
      recordNonce: async () => {
        tables.nonces.clear()
        return 'recorded'
      },
    }),
  })
  const failed = forgetful.find(({ name }) => name === 'a nonce is recorded once')
  await expect(failed?.run()).rejects.toThrow(
    new Error('the second call: expected "used", found "recorded"'),
  )
})

it('leaves out the cases about a full store if a store has no limit', () => {
  const names = storeContract(() => plainStore().store).map(({ name }) => name)
  expect(names.filter((name) => name.includes('full'))).toEqual([])
  expect(names.length).toBeGreaterThan(125)
})

it('begins at the given second, and never returns an earlier one', async () => {
  const start = 4_000_000_000
  const told: number[] = []
  const spied = (): Store => {
    const { store } = plainStore()
    return {
      ...store,
      recordNonce: (nonce) => {
        told.push(nonce.nowSeconds, nonce.expiresAtSeconds)
        return store.recordNonce(nonce)
      },
      createRequestToken: (token) => {
        told.push(token.createdAtSeconds, token.expiresAtSeconds)
        return store.createRequestToken(token)
      },
      createAccessToken: (token) => {
        told.push(token.createdAtSeconds, token.expiresAtSeconds ?? start)
        return store.createAccessToken(token)
      },
      renewAccessToken: (key, renewal) => {
        told.push(renewal.nowSeconds, renewal.accessToken.createdAtSeconds)
        return store.renewAccessToken(key, renewal)
      },
      revokeTokens: (target, keepUntilSeconds) => {
        told.push(keepUntilSeconds)
        return store.revokeTokens(target, keepUntilSeconds)
      },
      purge: (nowSeconds) => {
        told.push(nowSeconds)
        return store.purge(nowSeconds)
      },
    }
  }
  for (const { run } of storeContract(spied, { nowSeconds: start })) await run()
  expect(Math.min(...told)).toBe(start)
})
