import { formatForm, OAuthError } from '@oauthplus/core'
import { describe, expect, it } from 'vitest'

import { createClient, memoryPendingStore } from '../src/index.js'
import type { AuthorizeResult, Client, ClientOptions, PendingStore } from '../src/index.js'
import { startProvider } from './provider.js'
import type { TestProvider } from './provider.js'

interface Flow extends AuthorizeResult {
  readonly provider: TestProvider
  readonly client: Client
  /** The query that the browser sends back. */
  readonly browser: { readonly cookie: string }
}

async function startFlow(options: Partial<ClientOptions> = {}): Promise<Flow> {
  const provider = await startProvider()
  const client = createClient({ ...provider.options, ...options })
  const flow = await client.authorize({ state: { next: '/home' } })
  return { ...flow, provider, client, browser: { cookie: browserCookie(flow.setCookie) } }
}

function browserCookie(setCookie: string): string {
  return `theme=dark; ${setCookie.split(';', 1)[0] ?? ''}; session=abc`
}

describe('callback', () => {
  it('exchanges the request token for an access token', async () => {
    const { provider, client, url, browser, setCookie: cookie } = await startFlow()
    const result = await client.callback(`/cb${provider.approve(url)}`, browser)
    expect(result).toEqual({
      token: { key: 'access-2', secret: 'secret of access-2' },
      state: { next: '/home' },
      parameters: [['user_id', 'jane']],
      extra: { user_id: 'jane' },
      setCookie: `${cookie.split('=')[0] ?? ''}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax; Secure`,
    })
  })

  it.each([
    ['an absolute URL', (query: string) => `https://printer.example/cb${query}`],
    ['a URL object', (query: string) => new URL(`https://printer.example/cb${query}`)],
    ['a URL with a query', (query: string) => `/cb?a=1&a=2&${query.slice(1)}`],
    ['a fragment that the provider appended', (query: string) => `/cb${query}#_=_`],
  ])('accepts %s', async (_title, urlOf) => {
    const { provider, client, url, browser } = await startFlow()
    await expect(client.callback(urlOf(provider.approve(url)), browser)).resolves.toBeDefined()
  })

  it('accepts the Set-Cookie value as the cookie, for programs without a browser', async () => {
    const { provider, client, url, setCookie: cookie } = await startFlow()
    await expect(client.callback(provider.approve(url), { cookie })).resolves.toBeDefined()
  })

  it('completes both flows of two tabs, in either order', async () => {
    const { provider, client, url, setCookie: cookie } = await startFlow()
    const second = await client.authorize({ state: 'second' })
    const browser = { cookie: [cookie, second.setCookie].map(browserCookie).join('; ') }
    const results = [
      await client.callback(provider.approve(second.url), browser),
      await client.callback(provider.approve(url), browser),
    ]
    expect(results.map(({ state }) => state)).toEqual(['second', { next: '/home' }])
  })

  it('refuses a callback from another browser, and lets the first browser finish', async () => {
    const { provider, client, url, browser } = await startFlow()
    const query = provider.approve(url)
    const attacker = await client.authorize()
    const name = browser.cookie.split('; ')[1]?.split('=')[0] ?? ''
    for (const cookie of [
      undefined,
      null,
      '',
      'session=abc',
      browserCookie(attacker.setCookie),
      `${name}=`,
      `${name}=${'0'.repeat(32)}`,
      `x${browser.cookie.split('; ')[1] ?? ''}`,
      browser.cookie.replace(name, name.replace(/.$/, '-')),
    ]) {
      await expect(client.callback(query, { cookie })).rejects.toMatchObject({
        name: 'OAuthError',
        code: 'callback_refused',
      })
    }
    expect(provider.verified.filter(({ target }) => target === '/access_token')).toEqual([])
    await expect(client.callback(query, browser)).resolves.toBeDefined()
  })

  it('finds the cookie next to a planted one of the same name', async () => {
    const { provider, client, url, setCookie: cookie } = await startFlow()
    const [pair = ''] = cookie.split(';')
    const planted = pair.replace(/=.*/, '=planted')
    await expect(
      client.callback(provider.approve(url), { cookie: `${planted}; ${pair}` }),
    ).resolves.toBeDefined()
  })

  it.each(['?oauth_token=unknown&oauth_verifier=v', '?oauth_verifier=v', '', '?__proto__=1'])(
    'refuses a callback without a request token of this client: "%s"',
    async (query) => {
      const { client, browser } = await startFlow()
      await expect(client.callback(query, browser)).rejects.toMatchObject({
        code: 'callback_refused',
      })
    },
  )

  it("finds the flow in the default store with the client's clock", async () => {
    const { provider, client, url, browser } = await startFlow({ now: () => 1_000_000_000 })
    await expect(client.callback(provider.approve(url), browser)).resolves.toBeDefined()
  })

  it('refuses the second of two callbacks', async () => {
    const { provider, client, url, browser } = await startFlow()
    const query = provider.approve(url)
    await client.callback(query, browser)
    await expect(client.callback(query, browser)).rejects.toMatchObject({
      code: 'callback_refused',
    })
  })

  it('exchanges once for concurrent callbacks', async () => {
    const { provider, client, url, browser } = await startFlow()
    const query = provider.approve(url)
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, () => client.callback(query, browser)),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(provider.seen.filter(({ target }) => target === '/access_token')).toHaveLength(1)
  })

  it('refuses a late callback, even if the store still contains the flow', async () => {
    let time = 1_000_000_000_000
    const endless = memoryPendingStore({ now: () => 0 })
    const { provider, client, url, browser } = await startFlow({
      now: () => time,
      pending: endless,
      pendingLifetimeSeconds: 60,
    })
    time += 60_000
    await expect(client.callback(provider.approve(url), browser)).rejects.toMatchObject({
      code: 'callback_refused',
    })
  })

  it("does not exchange one provider's token at another provider with a shared store", async () => {
    const pending = memoryPendingStore()
    const { client, url, provider, browser } = await startFlow({ pending })
    const other = await startProvider()
    const otherClient = createClient({ ...other.options, pending })
    const query = provider.approve(url)
    await expect(otherClient.callback(query, browser)).rejects.toMatchObject({
      code: 'callback_refused',
    })
    expect(other.seen).toEqual([])
    await expect(client.callback(query, browser)).resolves.toBeDefined()
  })

  it('does not exchange an entry that was replaced after the first look', async () => {
    const inner = memoryPendingStore()
    const pending: PendingStore = {
      ...inner,
      async take(key) {
        const entry = await inner.take(key)
        return entry && { ...entry, bindingDigest: 'of another browser' }
      },
    }
    const { provider, client, url, browser } = await startFlow({ pending })
    await expect(client.callback(provider.approve(url), browser)).rejects.toMatchObject({
      code: 'callback_refused',
    })
    expect(provider.seen).toHaveLength(1)
  })

  it('supports a store that serializes to JSON', async () => {
    const kept = new Map<string, string>()
    const read = (text: string | undefined): ReturnType<PendingStore['get']> =>
      text === undefined
        ? undefined
        : (JSON.parse(text) as Awaited<ReturnType<PendingStore['get']>>)
    const pending: PendingStore = {
      set: async (key, entry) => Promise.resolve(void kept.set(key, JSON.stringify(entry))),
      get: async (key) => Promise.resolve(read(kept.get(key))),
      take(key) {
        const text = kept.get(key)
        kept.delete(key)
        return read(text)
      },
    }
    const { provider, client, url, browser } = await startFlow({ pending })
    const { state } = await client.callback(provider.approve(url), browser)
    expect(state).toEqual({ next: '/home' })
    expect(kept.size).toBe(0)
  })

  it("reports a wrong verifier with the provider's problem, without the verifier", async () => {
    const { client, requestToken, browser } = await startFlow()
    const query = `?oauth_token=${requestToken.key}&oauth_verifier=wrong-verifier`
    const error = await client.callback(query, browser).catch((caught: unknown) => caught)
    expect(error).toMatchObject({
      name: 'OAuthResponseError',
      code: 'verifier_invalid',
      status: 401,
    })
    expect(JSON.stringify(error)).not.toContain('wrong-verifier')
  })

  it.each(['', '&oauth_verifier='])(
    'refuses a callback without a verifier ("%s"), and keeps the flow pending',
    async (verifier) => {
      const { provider, client, url, requestToken, browser } = await startFlow()
      await expect(
        client.callback(`?oauth_token=${requestToken.key}${verifier}`, browser),
      ).rejects.toMatchObject({
        code: 'parameter_absent',
        details: { parametersAbsent: ['oauth_verifier'] },
      })
      await expect(client.callback(provider.approve(url), browser)).resolves.toBeDefined()
    },
  )

  it.each([
    '&oauth_token=request-1',
    '&oauth_verifier=other',
    '&oauth%5Fverifier=other',
    '&oauth_x=1&oauth_x=2',
    '&a=%FF',
    '&a=%',
  ])('refuses an ambiguous callback: "%s"', async (more) => {
    const { provider, client, url, browser } = await startFlow()
    await expect(client.callback(provider.approve(url) + more, browser)).rejects.toMatchObject({
      code: 'parameter_rejected',
    })
  })
})

describe('callback with a URL', () => {
  it.each(['', '#?', '/x%3F'])('refuses a URL without a query: "%s"', async (before) => {
    const { provider, client, url, browser } = await startFlow()
    const query = provider.approve(url)
    const callback = client.callback(before + query.slice(1), browser)
    await expect(callback).rejects.toMatchObject({ code: 'callback_refused' })
    await expect(client.callback(query, browser)).resolves.toBeDefined()
  })

  it('accepts an empty path', async () => {
    const { provider, client, url, browser } = await startFlow()
    await expect(client.callback(`/${provider.approve(url)}`, browser)).resolves.toBeDefined()
  })

  it('refuses a denied token together with a verifier', async () => {
    const { provider, client, url, requestToken, browser } = await startFlow()
    const query = provider.approve(url)
    const mixed = query.replace('oauth_token=', 'denied=')
    expect(mixed).toContain(`denied=${requestToken.key}&oauth_verifier=`)
    await expect(client.callback(mixed, browser)).rejects.toMatchObject({
      code: 'callback_refused',
    })
    await expect(client.callback(query, browser)).resolves.toBeDefined()
  })
})

describe('callback after a denial', () => {
  it.each([
    ['oauth_problem=permission_denied', '?oauth_token=KEY&oauth_problem=permission_denied'],
    ['oauth_problem=user_refused', '?oauth_token=KEY&oauth_problem=user_refused'],
    ['denied instead of the token', '?denied=KEY'],
    ['the verifier "denied"', '?oauth_token=KEY&oauth_verifier=denied'],
    ['error=access_denied', '?oauth_token=KEY&error=access_denied'],
    ['an error with a sentence', '?oauth_token=KEY&error=Access+not+granted+by+user.'],
    ['oauth_problem=access_denied', '?oauth_token=KEY&oauth_problem=access_denied'],
  ])('rejects with callback_denied: %s', async (_title, query) => {
    const { provider, client, requestToken, browser } = await startFlow()
    const url = query.replace('KEY', requestToken.key)
    const error = await client.callback(url, browser).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(OAuthError)
    expect(error).toMatchObject({
      code: 'callback_denied',
      message: 'The user denied access.',
    })
    expect(provider.seen.map(({ target }) => target)).toEqual(['/request_token'])
    await expect(client.callback(url, browser)).rejects.toMatchObject({ code: 'callback_refused' })
  })

  it('refuses a denial from elsewhere, so that nobody else can end a flow', async () => {
    const { provider, client, url, requestToken, browser } = await startFlow()
    const denial = `?denied=${requestToken.key}`
    await expect(client.callback(denial, { cookie: '' })).rejects.toMatchObject({
      code: 'callback_refused',
    })
    await expect(client.callback(provider.approve(url), browser)).resolves.toBeDefined()
  })

  it('reports the denial even if the provider names no token', async () => {
    const { client, browser } = await startFlow()
    await expect(
      client.callback('?oauth_problem=permission_denied', browser),
    ).rejects.toMatchObject({ code: 'callback_denied' })
  })

  it('ignores an application parameter called "denied"', async () => {
    const { provider, client, url, browser } = await startFlow()
    const query = `${provider.approve(url)}&denied=no`
    await expect(client.callback(query, browser)).resolves.toBeDefined()
  })

  it('reports an error of another protocol as a separate problem', async () => {
    const { client, requestToken, browser } = await startFlow()
    const query = `?oauth_token=${requestToken.key}&oauth_problem=token_expired&error=expired`
    await expect(client.callback(query, browser)).rejects.toMatchObject({ code: 'token_expired' })
  })

  it('reports other problems separately', async () => {
    const { client, requestToken, browser } = await startFlow()
    const query = formatForm([
      ['oauth_token', requestToken.key],
      ['oauth_problem', 'token_expired'],
      ['oauth_problem_advice', 'Too slow.'],
    ])
    await expect(client.callback(`?${query}`, browser)).rejects.toMatchObject({
      code: 'token_expired',
      message: 'The provider reported a problem instead of a verifier.',
    })
    const other = await client.authorize()
    await expect(
      client.callback(`?oauth_token=${other.requestToken.key}&oauth_problem=<b>It+failed</b>`, {
        cookie: browserCookie(other.setCookie),
      }),
    ).rejects.toMatchObject({ code: 'request_failed' })
  })
})
