import { parameterValue } from '@oauthplus/core'
import { describe, expect, it } from 'vitest'

import { createClient, memoryPendingStore } from '../src/index.js'
import type { PendingRequestToken } from '../src/index.js'
import type { Answer } from './listen.js'
import { CALLBACK_URL, startProvider } from './provider.js'

const TOKEN = 'oauth_token=r1&oauth_token_secret=s1'

describe('authorize', () => {
  it('requests a request token with POST, and sends the callback in the header', async () => {
    const provider = await startProvider()
    const { url, requestToken } = await createClient(provider.options).authorize()
    expect(url).toBe(`${provider.origin}/authorize?oauth_token=request-1`)
    expect(requestToken).toEqual({ key: 'request-1' })
    const [request] = provider.verified
    expect(request?.method).toBe('POST')
    expect(parameterValue(request?.protocol ?? [], 'oauth_callback')).toBe(CALLBACK_URL)
    expect(request?.body.length).toBe(0)
  })

  it('sends additional parameters as a signed form, and protocol parameters in the header', async () => {
    const provider = await startProvider()
    const client = createClient(provider.options)
    await client.authorize({
      parameters: [
        ['scope', 'read & write'],
        ['oauth_language', 'de'],
        ['scope', '☃'],
      ],
    })
    const [request] = provider.verified
    expect(request?.body.toString()).toBe('scope=read%20%26%20write&scope=%E2%98%83')
    expect(parameterValue(request?.protocol ?? [], 'oauth_language')).toBe('de')
  })

  it("rejects with the store's own error, even if it has the code of an invalid argument", async () => {
    const provider = await startProvider()
    const error = Object.assign(new TypeError('The "path" argument must be of type string'), {
      code: 'ERR_INVALID_ARG_TYPE',
    })
    const pending = { ...memoryPendingStore(), set: () => Promise.reject(error) }
    await expect(createClient({ ...provider.options, pending }).authorize()).rejects.toBe(error)
  })

  it.each([
    ['authorizeParameters', '/authorize', [['oauth_token', 'other']] as const],
    ['provider.authorizeUrl', '/authorize?oauth%5Ftoken=other', []],
  ])(
    'refuses parameters that would put two tokens into the URL: %s',
    async (option, path, authorizeParameters) => {
      const provider = await startProvider()
      const client = createClient({
        ...provider.options,
        provider: { ...provider.options.provider, authorizeUrl: `${provider.origin}${path}` },
      })
      await expect(client.authorize({ authorizeParameters })).rejects.toThrow(
        `authorize: ${option} must not contain oauth_token, which authorize adds`,
      )
      expect(provider.verified).toHaveLength(0)
    },
  )

  it("keeps the query of the authorize URL and adds the page's parameters", async () => {
    const provider = await startProvider()
    const client = createClient({
      ...provider.options,
      provider: {
        ...provider.options.provider,
        authorizeUrl: `${provider.origin}/index.php?title=Special:OAuth/authorize`,
      },
    })
    const { url } = await client.authorize({ authorizeParameters: [['perms', 'read write']] })
    expect(url).toBe(
      `${provider.origin}/index.php?title=Special:OAuth/authorize&perms=read%20write&oauth_token=request-1`,
    )
  })

  it.each([
    ['/authorize?next=/a?', '/authorize?next=/a?&oauth_token=request-1'],
    ['/authorize?', '/authorize?oauth_token=request-1'],
    ['/authorize?a&', '/authorize?a&oauth_token=request-1'],
  ])('adds the token to the query of the authorize URL %s', async (path, expected) => {
    const provider = await startProvider()
    const client = createClient({
      ...provider.options,
      provider: { ...provider.options.provider, authorizeUrl: provider.origin + path },
    })
    expect((await client.authorize()).url).toBe(provider.origin + expected)
  })

  it('signs the parameters that it adds to the query of a GET token endpoint', async () => {
    const provider = await startProvider()
    const client = createClient({
      ...provider.options,
      provider: {
        ...provider.options.provider,
        tokenRequestMethod: 'GET',
        requestTokenUrl: `${provider.origin}/request_token?next=/a?`,
      },
    })
    await expect(client.authorize({ parameters: [['scope', 'read']] })).rejects.toThrow()
    expect(provider.verified.map(({ target }) => target)).toEqual([
      '/request_token?next=/a?&scope=read',
    ])
  })

  it('keeps the query of a token endpoint and signs it', async () => {
    const provider = await startProvider((request) =>
      request.target === '/index.php?title=Special:OAuth/initiate'
        ? { body: `${TOKEN}&oauth_callback_confirmed=true` }
        : undefined,
    )
    const requestTokenUrl = `${provider.origin}/index.php?title=Special:OAuth/initiate`
    const client = createClient({
      ...provider.options,
      provider: { ...provider.options.provider, requestTokenUrl },
    })
    expect((await client.authorize()).requestToken.key).toBe('r1')
  })

  it('binds the browser with a cookie that scripts and other sites cannot use', async () => {
    const provider = await startProvider()
    const { setCookie: cookie } = await createClient(provider.options).authorize()
    expect(cookie).toMatch(
      /^__Host-oauth-[A-Za-z0-9]{16}=[0-9a-f]{32}; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
    )
  })

  it("names the cookie with the letters and digits of the request token's hash", async () => {
    const body = 'oauth_token=request-5&oauth_token_secret=s&oauth_callback_confirmed=true'
    const provider = await startProvider(() => ({ body }))
    const { setCookie } = await createClient(provider.options).authorize()
    // The hash is Qc+s5Vk/GLSU85zCokXZOsN0ClDuXhLeTEH2c8qgLdQ=.
    expect(setCookie).toMatch(/^__Host-oauth-Qcs5VkGLSU85zCok=/)
  })

  it('sends a Secure cookie if the callback contains http only in its query', async () => {
    const provider = await startProvider()
    const callbackUrl = `${CALLBACK_URL}?next=http://a.example`
    const { setCookie } = await createClient({ ...provider.options, callbackUrl }).authorize()
    expect(setCookie).toMatch(/^__Host-.*; Secure$/)
  })

  it('omits Secure if the callback uses plain http on this machine', async () => {
    const provider = await startProvider()
    const client = createClient({ ...provider.options, callbackUrl: 'http://localhost:3001/cb' })
    const { setCookie: cookie } = await client.authorize()
    expect(cookie).toMatch(/^oauth-[A-Za-z0-9]{16}=[0-9a-f]{32}; .*SameSite=Lax$/)
  })

  it('stores the request token with the digest of the cookie, not the cookie', async () => {
    const provider = await startProvider()
    const kept: [string, PendingRequestToken, { readonly lifetimeSeconds: number }][] = []
    const client = createClient({
      ...provider.options,
      pendingLifetimeSeconds: 300,
      now: () => 1_000_000_999,
      pending: {
        set: (...entry) => void kept.push(entry),
        get: () => undefined,
        take: () => undefined,
      },
    })
    const { setCookie: cookie } = await client.authorize({ state: { next: '/home' } })
    const [[key, entry, options] = []] = kept
    expect(key).toBe('request-1')
    expect(options).toEqual({ lifetimeSeconds: 300 })
    expect(entry).toEqual({
      secret: 'secret of request-1',
      bindingDigest: expect.any(String) as string,
      outOfBand: false,
      accessTokenUrl: `${provider.origin}/access_token`,
      expiresAtSeconds: 1_000_300,
      state: { next: '/home' },
    })
    const binding = /=([0-9a-f]{32})/.exec(cookie)?.[1] ?? ''
    expect(binding).not.toBe('')
    expect(JSON.stringify(kept)).not.toContain(binding)
  })

  it.each(['True', 'TRUE', 'true'])('accepts oauth_callback_confirmed=%s', async (confirmed) => {
    const body = `${TOKEN}&oauth_callback_confirmed=${confirmed}\n`
    const provider = await startProvider(() => ({ body }))
    await expect(createClient(provider.options).authorize()).resolves.toMatchObject({
      requestToken: { key: 'r1' },
    })
  })

  it.each(['', '&oauth_callback_confirmed=false', '&oauth_callback_confirmed='])(
    'refuses a request token with the confirmation "%s", and stores nothing',
    async (confirmation) => {
      const provider = await startProvider(() => ({ body: TOKEN + confirmation }))
      const set = (): never => {
        throw new Error('kept')
      }
      const pending = { set, get: () => undefined, take: () => undefined }
      const client = createClient({ ...provider.options, pending })
      await expect(client.authorize()).rejects.toMatchObject({ code: 'callback_unconfirmed' })
    },
  )

  it('accepts a missing confirmation, but not a wrong one, from a provider known to omit it', async () => {
    const answer: { current: Answer } = { current: { body: TOKEN } }
    const provider = await startProvider(() => answer.current)
    const client = createClient({
      ...provider.options,
      provider: { ...provider.options.provider, allowUnconfirmedCallback: true },
    })
    await expect(client.authorize()).resolves.toMatchObject({ requestToken: { key: 'r1' } })
    answer.current = { body: `${TOKEN}&oauth_callback_confirmed=false` }
    await expect(client.authorize()).rejects.toMatchObject({ code: 'callback_unconfirmed' })
  })

  it('names the missing URL', async () => {
    const provider = await startProvider()
    const client = createClient({ ...provider.options, provider: {} })
    await expect(client.authorize()).rejects.toMatchObject({
      name: 'TypeError',
      code: 'ERR_INVALID_ARG_TYPE',
      message: 'authorize: provider.authorizeUrl is required for this flow',
    })
  })

  it('aborts with its signal', async () => {
    const provider = await startProvider()
    const client = createClient(provider.options)
    await expect(client.authorize({ signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    })
  })

  it('never uses Math.random', async () => {
    const provider = await startProvider()
    const client = createClient(provider.options)
    const random = Math.random
    Math.random = () => 0.5
    try {
      const flows = [await client.authorize(), await client.authorize()]
      expect(
        new Set(flows.map(({ setCookie: cookie }) => /=([0-9a-f]{32})/.exec(cookie)?.[1])).size,
      ).toBe(2)
      expect(provider.verified).toHaveLength(2)
    } finally {
      Math.random = random
    }
  })
})
