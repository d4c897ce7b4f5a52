import { describe, expect, it, onTestFinished, vi } from 'vitest'

import { createClient, sealedPendingStore } from '../src/index.js'
import type { PendingRequestToken } from '../src/index.js'
import { startProvider } from './provider.js'

const KEY = new Uint8Array(32).fill(7)
const OTHER_KEY = new Uint8Array(32).fill(8)

const ENTRY: PendingRequestToken = {
  secret: 's',
  bindingDigest: '',
  outOfBand: false,
  accessTokenUrl: 'https://photos.example/',
  expiresAtSeconds: 1,
  state: 1,
}

const pairOf = (cookie: string): string => cookie.split(';')[0] ?? ''

describe('a request token in a sealed cookie', () => {
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

  it('is refused from another browser, modified, expired, or for another flow or key', async () => {
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

  it('is opened with an older key during a key rotation', async () => {
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

  it('supports two tabs of one browser', async () => {
    const provider = await startProvider()
    const client = createClient({ ...provider.options, pending: sealedPendingStore([KEY]) })
    const tabs = [await client.authorize({ state: 1 }), await client.authorize({ state: 2 })]
    const cookie = tabs.map((tab) => pairOf(tab.setCookie)).join('; ')
    for (const [index, { url }] of tabs.entries()) {
      const { state } = await client.callback(provider.approve(url), { cookie })
      expect(state).toBe(index + 1)
    }
  })

  it('is not created with a state that exceeds the size of a cookie', async () => {
    const provider = await startProvider()
    const client = createClient({ ...provider.options, pending: sealedPendingStore([KEY]) })
    const cookieWith = async (characters: number): Promise<string> =>
      (await client.authorize({ state: 'x'.repeat(characters) })).setCookie
    // Three bytes become four base64 characters.
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

  it('supports a typed verifier, given its cookie', async () => {
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
    'requires keys of 32 bytes: %j',
    (keys) => {
      expect(() => sealedPendingStore(keys)).toThrow(TypeError)
    },
  )
})

describe('sealedPendingStore', () => {
  it.each<[string, unknown, string]>([
    ['a value that is not an array', 5, 'keys must be an array of keys, received 5'],
    ['no key', [], 'keys must contain at least one key'],
    ['a number', [5], 'keys[0] must be 32 bytes, as a Uint8Array or in base64, received 5'],
    [
      'numbers in an array',
      [Array(32).fill(7)],
      'keys[0] must be 32 bytes, as a Uint8Array or in base64, received an array',
    ],
    [
      'a string that is not base64',
      [KEY, '!'.repeat(43)],
      'keys[1] must be 32 bytes, as a Uint8Array or in base64, received a string of 43 characters',
    ],
    [
      '31 bytes',
      [new Uint8Array(31)],
      'keys[0] must be 32 bytes, as a Uint8Array or in base64, received an instance of Uint8Array',
    ],
    [
      '33 bytes',
      [new Uint8Array(33)],
      'keys[0] must be 32 bytes, as a Uint8Array or in base64, received an instance of Uint8Array',
    ],
  ])('rejects %s', (_title, keys, message) => {
    expect(() => sealedPendingStore(keys as never)).toThrow(
      expect.objectContaining({ name: 'TypeError', message: `sealedPendingStore: ${message}` }),
    )
  })

  it('accepts keys in base64 and base64url, with and without padding', async () => {
    const bytes = new Uint8Array(32).fill(0xfb)
    const sealed = await sealedPendingStore([bytes]).seal('r', ENTRY)
    const base64 = Buffer.from(bytes).toString('base64')
    for (const key of [base64, base64.replace('=', ''), Buffer.from(bytes).toString('base64url')]) {
      expect(await sealedPendingStore([key]).open('r', sealed)).toEqual(ENTRY)
    }
  })

  it.each([0, 1, 2])('seals into cookie characters, %i after a multiple', async (length) => {
    const store = sealedPendingStore([KEY])
    const entry = { ...ENTRY, state: 'x'.repeat(length) }
    for (let round = 0; round < 20; round++) {
      const sealed = await store.seal('r', entry)
      expect(sealed).toMatch(/^[\w-]+$/)
      expect(await store.open('r', sealed)).toEqual(entry)
    }
  })

  it("does not allow keys to be exported from the platform's crypto", async () => {
    const importKey = vi.spyOn(globalThis.crypto.subtle, 'importKey')
    onTestFinished(() => {
      importKey.mockRestore()
    })
    await sealedPendingStore([KEY, OTHER_KEY]).seal('r', ENTRY)
    expect(importKey.mock.calls.map(([, , , extractable]) => extractable)).toEqual([false, false])
  })

  it.each(['', '!', 'AAAA', 'A'.repeat(60)])('does not open "%s"', async (sealed) => {
    expect(await sealedPendingStore([KEY]).open('r', sealed)).toBeUndefined()
  })
})

describe('a sealed store', () => {
  it('receives the pending entry, without a cookie digest', async () => {
    const provider = await startProvider()
    const seal = vi.fn(async () => 'sealed')
    const pending = { seal, open: async () => undefined }
    const client = createClient({ ...provider.options, pending, now: () => 5000 })
    await client.authorize({ state: 7 })
    expect(seal.mock.calls).toEqual([
      [
        'request-1',
        {
          secret: 'secret of request-1',
          bindingDigest: '',
          outOfBand: false,
          accessTokenUrl: `${provider.origin}/access_token`,
          expiresAtSeconds: 605,
          state: 7,
        },
      ],
    ])
  })

  it('accepts a cookie of up to 4096 bytes', async () => {
    const provider = await startProvider(() => ({
      body: 'oauth_token=r&oauth_token_secret=s&oauth_callback_confirmed=true',
    }))
    const cookieOf = async (length: number): Promise<string> => {
      const pending = { seal: async () => 'x'.repeat(length), open: async () => undefined }
      return (await createClient({ ...provider.options, pending }).authorize()).setCookie
    }
    const { length: rest } = await cookieOf(0)
    expect(await cookieOf(4096 - rest)).toHaveLength(4096)
    await expect(cookieOf(4097 - rest)).rejects.toMatchObject({
      code: 'ERR_INVALID_ARG_VALUE',
      message: expect.stringContaining('the cookie would have 4097, with a state of 0') as string,
    })
  })

  it('requires the cookie of a typed verifier, and refuses that of a flow with a callback', async () => {
    const provider = await startProvider()
    const client = createClient({ ...provider.options, pending: sealedPendingStore([KEY]) })
    const { requestToken, setCookie } = await client.authorize()
    for (const cookie of [undefined, null]) {
      const exchange = client.exchangeVerifier({ requestToken, verifier: 'v', cookie })
      await expect(exchange).rejects.toMatchObject({
        code: 'ERR_INVALID_ARG_TYPE',
        message: 'exchangeVerifier: cookie is required with a sealed pending store',
      })
    }
    for (const cookie of [pairOf(setCookie), 'other=1', '']) {
      const exchange = client.exchangeVerifier({ requestToken, verifier: 'v', cookie })
      await expect(exchange).rejects.toMatchObject({ code: 'token_rejected' })
    }
    expect(provider.seen).toHaveLength(1)
  })
})
