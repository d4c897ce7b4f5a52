import { generateKeyPairSync } from 'node:crypto'

import { expect, it } from 'vitest'

import { createProvider, memoryStore } from '../src/index.js'
import type { EnsureConsumerOptions, Provider, ProviderEvent, Store } from '../src/index.js'

const PRINTER: EnsureConsumerOptions = {
  key: 'printer',
  secret: 'kd94hf93k423kf44',
  name: 'Printer',
  callbacks: ['https://printer.example/cb'],
}

/** Starts an application on a store, as a process does that may have run before. */
function start(store: Store, events: ProviderEvent[] = []): Provider<object> {
  return createProvider({ store, findUser: () => ({}), on: (event) => events.push(event) })
}

it('registers a consumer at the first start, and writes nothing at the second', async () => {
  const store = memoryStore()
  const first = await start(store).consumers.ensure(PRINTER)
  expect([first.isNew, first.secret, first.status]).toEqual([true, PRINTER.secret, 'accepted'])
  const events: ProviderEvent[] = []
  const second = await start(store, events).consumers.ensure(PRINTER)
  expect([second.isNew, second.secret]).toEqual([false, undefined])
  expect(events).toEqual([])
  expect((await store.findConsumer('printer'))?.revision).toBe(0)
})

it('makes up a secret for a new consumer that is given none', async () => {
  const { consumers } = start(memoryStore())
  const { secret } = await consumers.ensure({ key: 'printer', name: 'Printer' })
  expect(secret).toMatch(/^\S{40,}$/)
})

it('changes what the options say, and leaves the rest', async () => {
  const store = memoryStore()
  await start(store).consumers.ensure({ ...PRINTER, description: 'Prints' })
  const events: ProviderEvent[] = []
  const { consumers } = start(store, events)
  const changed = await consumers.ensure({ ...PRINTER, name: 'Printer 2', callbacks: ['oob'] })
  expect(changed).toMatchObject({ name: 'Printer 2', callbacks: ['oob'], description: 'Prints' })
  expect(await consumers.find('printer')).toMatchObject({ name: 'Printer 2', callbacks: ['oob'] })
  expect(events).toMatchObject([
    { type: 'consumer_updated', consumerKey: 'printer', status: 'accepted' },
  ])
})

it('changes the signature methods of a consumer within their family', async () => {
  const { consumers } = start(memoryStore())
  await consumers.ensure(PRINTER)
  const changed = await consumers.ensure({ ...PRINTER, signatureMethods: ['HMAC-SHA256'] })
  expect(changed.signatureMethods).toEqual(['HMAC-SHA256'])
  await expect(consumers.ensure({ ...PRINTER, signatureMethods: ['RSA-SHA256'] })).rejects.toThrow(
    /^consumers\.ensure: signatureMethods must stay in their family/,
  )
})

it('does not accept a consumer again that was rejected', async () => {
  const { consumers } = start(memoryStore())
  await consumers.ensure({ ...PRINTER, status: 'accepted' })
  await consumers.reject('printer')
  expect(await consumers.ensure({ ...PRINTER, status: 'accepted' })).toMatchObject({
    status: 'rejected',
  })
})

it('recognises a secret that was rotated while it works, and refuses it afterwards', async () => {
  const { consumers } = start(memoryStore())
  await consumers.ensure(PRINTER)
  const { secret = '' } = await consumers.rotate('printer')
  expect(await consumers.ensure(PRINTER)).toMatchObject({ isNew: false })
  await consumers.rotate('printer', { secret: 'another', overlapSeconds: 0 })
  for (const old of [PRINTER.secret, secret]) {
    const ensured = consumers.ensure({ ...PRINTER, secret: old })
    await expect(ensured).rejects.toThrow(
      /^consumers\.ensure: secret must be one that the consumer has/,
    )
    await expect(ensured).rejects.not.toThrow(new RegExp(String(old)))
  }
  expect(await consumers.ensure({ ...PRINTER, secret: undefined })).toMatchObject({ isNew: false })
})

it('refuses a public key that the consumer does not have', async () => {
  const keys = [0, 1].map(() =>
    generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({
      type: 'spki',
      format: 'pem',
    }),
  ) as [string, string]
  const { consumers } = start(memoryStore())
  const options = { key: 'printer', name: 'Printer' }
  await consumers.ensure({ ...options, publicKeys: [keys[0]] })
  expect(await consumers.ensure({ ...options, publicKeys: [keys[0]] })).toMatchObject({
    isNew: false,
  })
  await expect(consumers.ensure({ ...options, publicKeys: [keys[1]] })).rejects.toThrow(
    /^consumers\.ensure: publicKeys must be ones that the consumer has/,
  )
})

it('registers once when several processes start at the same time', async () => {
  const store = memoryStore()
  const ensured = await Promise.all(
    Array.from({ length: 8 }, () => start(store).consumers.ensure(PRINTER)),
  )
  expect(ensured.filter(({ isNew }) => isNew)).toHaveLength(1)
})

it('writes one change when many processes start with it at the same time', async () => {
  const store = memoryStore()
  const events: ProviderEvent[] = []
  const { consumers } = start(store)
  await consumers.ensure(PRINTER)
  await consumers.reject(PRINTER.key)
  const processes = Array.from({ length: 50 }, () => start(store, events))
  const renamed = { ...PRINTER, name: 'Photo printer' }
  await Promise.all(processes.map((provider) => provider.consumers.ensure(renamed)))
  await Promise.all(processes.map((provider) => provider.consumers.accept(PRINTER.key)))
  expect(events.map(({ type }) => type)).toEqual(['consumer_updated', 'consumer_accepted'])
  expect(await consumers.find(PRINTER.key)).toMatchObject({
    name: 'Photo printer',
    status: 'accepted',
  })
})

it('refuses options without a key, and unknown ones', async () => {
  const { consumers } = start(memoryStore())
  const keyless = { name: 'Printer' } as EnsureConsumerOptions
  await expect(consumers.ensure(keyless)).rejects.toThrow(/^consumers\.ensure: key must be /)
  const misspelled = { ...PRINTER, callback: 'oob' } as EnsureConsumerOptions
  await expect(consumers.ensure(misspelled)).rejects.toThrow(/Did you mean callbacks\?$/)
})
