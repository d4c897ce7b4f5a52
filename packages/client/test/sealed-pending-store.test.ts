import { describe, expect, it } from 'vitest'

import { createClient, sealedPendingStore } from '../src/index.js'
import { startProvider } from './provider.js'

const KEY = new Uint8Array(32).fill(7)
const OTHER_KEY = new Uint8Array(32).fill(8)

const pairOf = (cookie: string): string => cookie.split(';')[0] ?? ''

describe('a Request Token that waits in its cookie', () => {
  it('is exchanged by a process that has never seen it, with the state', async () => {
    const provider = await startProvider()
    const start = createClient({ ...provider.options, pending: sealedPendingStore([KEY]) })
    const { url, setCookie: cookie } = await start.authorize({ state: { next: '/home' } })
    const end = createClient({ ...provider.options, pending: sealedPendingStore([KEY]) })
    const result = await end.callback(provider.approve(url), { cookie: pairOf(cookie) })
    expect(result).toMatchObject({ token: { key: 'access-2' }, state: { next: '/home' } })
    expect(result.setCookie).toContain('Max-Age=0')
    expect(cookie).not.toContain('secret')
  })

  it('is refused from another browser, changed, expired, of another flow or another key', async () => {
    const provider = await startProvider()
    let milliseconds = 1_700_000_000_000
    const options = { ...provider.options, now: () => milliseconds }
    const client = createClient({ ...options, pending: sealedPendingStore([KEY]) })
    const flow = await client.authorize()
    const other = await client.authorize()
    const query = provider.approve(flow.url)
    const pair = pairOf(flow.setCookie)
    const [name = '', value = ''] = pair.split('=')
    const flipped = value.startsWith('A') ? `B${value.slice(1)}` : `A${value.slice(1)}`
    const [, otherValue = ''] = pairOf(other.setCookie).split('=')
    for (const cookie of [
      '',
      `${name}=${flipped}`,
      `${name}=${otherValue}`,
      `${name}=%%`,
      `${name}=`,
    ]) {
      await expect(client.callback(query, { cookie })).rejects.toMatchObject({
        code: 'callback_refused',
      })
    }
    const stranger = createClient({ ...options, pending: sealedPendingStore([OTHER_KEY]) })
    await expect(stranger.callback(query, { cookie: pair })).rejects.toMatchObject({
      code: 'callback_refused',
    })
    milliseconds += 601_000
    await expect(client.callback(query, { cookie: pair })).rejects.toMatchObject({
      code: 'callback_refused',
    })
  })

  it('is opened with an older key while keys are changed', async () => {
    const provider = await startProvider()
    const before = createClient({ ...provider.options, pending: sealedPendingStore([KEY]) })
    const { url, setCookie: cookie } = await before.authorize()
    const text = Buffer.from(KEY).toString('base64')
    const pending = sealedPendingStore([OTHER_KEY, text])
    const after = createClient({ ...provider.options, pending })
    await expect(
      after.callback(provider.approve(url), { cookie: pairOf(cookie) }),
    ).resolves.toBeDefined()
  })

  it('lets two tabs of one browser finish', async () => {
    const provider = await startProvider()
    const client = createClient({ ...provider.options, pending: sealedPendingStore([KEY]) })
    const tabs = [await client.authorize({ state: 1 }), await client.authorize({ state: 2 })]
    const cookie = tabs.map((tab) => pairOf(tab.setCookie)).join('; ')
    for (const [index, { url }] of tabs.entries()) {
      const { state } = await client.callback(provider.approve(url), { cookie })
      expect(state).toBe(index + 1)
    }
  })

  it('is not started with a state that no cookie holds', async () => {
    const provider = await startProvider()
    const client = createClient({ ...provider.options, pending: sealedPendingStore([KEY]) })
    const cookieWith = async (characters: number): Promise<string> =>
      (await client.authorize({ state: 'x'.repeat(characters) })).setCookie
    // Three bytes are four characters of base64.
    const most = 2500 + Math.floor(((4096 - (await cookieWith(2500)).length) * 3) / 4)
    expect((await cookieWith(most)).length).toBeGreaterThan(4092)
    await expect(cookieWith(most + 2)).rejects.toThrow(TypeError)
    const state = { returnTo: 'ä'.repeat(3000) }
    await expect(client.authorize({ state })).rejects.toMatchObject({
      name: 'TypeError',
      code: 'ERR_INVALID_ARG_VALUE',
      message: expect.stringMatching(
        /^authorize: state must fit into the cookie of sealedPendingStore.* at most 4096 bytes.* 8\d{3}.* 6015 /,
      ) as string,
    })
  })

  it('waits for a typed verifier too, given its cookie', async () => {
    const provider = await startProvider()
    const options = { ...provider.options, callbackUrl: undefined }
    const client = createClient({ ...options, pending: sealedPendingStore([KEY]) })
    const { url, setCookie: cookie, requestToken } = await client.authorize()
    provider.approve(url)
    const verifier = `verifier of ${requestToken.key}`
    await expect(client.exchangeVerifier({ requestToken, verifier })).rejects.toThrow(TypeError)
    await expect(
      client.exchangeVerifier({ requestToken, verifier, cookie: pairOf(cookie) }),
    ).resolves.toBeDefined()
  })

  it.each([[[]], [['c2hvcnQ=']], [['not base64!']], [[new Uint8Array(16)]]])(
    'needs keys of 32 bytes: %j',
    (keys) => {
      expect(() => sealedPendingStore(keys)).toThrow(TypeError)
    },
  )
})
