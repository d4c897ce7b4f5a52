import { get } from 'node:http'

import { describe, expect, it } from 'vitest'

import { createClient, OAuthError } from '../../src/index.js'
import type { Client } from '../../src/index.js'
import { authorizeOnLoopback } from '../../src/terminal.js'
import { listenOnLoopback } from '../../src/terminal/loopback-listener.js'
import type { LoopbackOptions } from '../../src/terminal.js'
import { startProvider } from '../provider.js'
import type { Answers, TestProvider } from '../provider.js'

interface Page {
  readonly status: number
  readonly text: string
}

/** Runs a flow with the user that the test defines, and waits for both. */
async function flow(
  provider: TestProvider,
  user: (visit: { readonly url: string; readonly callbackUrl: string }) => Promise<void>,
  options: Partial<LoopbackOptions> = {},
): Promise<{ readonly result: unknown; readonly callbackUrl: string }> {
  let callbackUrl = ''
  let done: Promise<unknown> | undefined
  const result = await settled(
    authorizeOnLoopback(
      (given) => createClient({ ...provider.options, callbackUrl: (callbackUrl = given) }),
      {
        show(url) {
          const shown = user({ url, callbackUrl })
          done = settled(shown)
          return shown
        },
        ...options,
      },
    ),
  )
  await done
  return { result, callbackUrl }
}

async function settled(promise: Promise<unknown>): Promise<unknown> {
  return promise.catch((error: unknown) => error)
}

async function visit(url: string, init?: RequestInit): Promise<Page> {
  const response = await fetch(url, init)
  return { status: response.status, text: await response.text() }
}

function visitAs(host: string, url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { host } }, (response) => {
      response.resume()
      resolve(response.statusCode)
    }).on('error', reject)
  })
}

describe('authorizeOnLoopback', () => {
  it('receives a token on a free port of this machine, and shows a page', async () => {
    const provider = await startProvider()
    const pages: Page[] = []
    const { result, callbackUrl } = await flow(
      provider,
      async ({ url, callbackUrl }) => {
        pages.push(await visit(callbackUrl + provider.approve(url)))
      },
      { state: 7 },
    )
    expect(result).toMatchObject({ token: { key: 'access-2' }, state: 7 })
    expect(callbackUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/)
    expect(pages).toMatchObject([{ status: 200 }])
    expect(pages[0]?.text).toContain('You can close this window')
    await expect(fetch(callbackUrl)).rejects.toThrow()
  })

  it('refuses other tokens, paths, methods and hosts, so that nobody else can complete the flow', async () => {
    const provider = await startProvider()
    const statuses: (number | undefined)[] = []
    const { result } = await flow(provider, async ({ url, callbackUrl }) => {
      const query = provider.approve(url)
      for (const target of [
        '?oauth_token=foreign&oauth_verifier=v',
        '?oauth_token=foreign',
        '?oauth_token=foreign&oauth_token=foreign&oauth_verifier=v',
        '?oauth_token=%ff&oauth_verifier=v',
        '?oauth_problem=permission_denied',
        '?oauth_problem=user_refused&oauth_verifier=x',
        '?oauth_verifier=denied',
        '?denied=foreign',
        '',
      ]) {
        statuses.push((await visit(callbackUrl + target)).status)
      }
      statuses.push((await visit(callbackUrl + query, { method: 'POST' })).status)
      statuses.push((await visit(callbackUrl.replace('/callback', '/favicon.ico'))).status)
      statuses.push(await visitAs('rebound.example', callbackUrl + query))
      statuses.push((await visit(callbackUrl + query)).status)
    })
    expect(statuses).toEqual([...Array<number>(9).fill(400), 404, 404, 404, 200])
    expect(result).toMatchObject({ token: { key: 'access-2' } })
  })

  it('exchanges once if the browser sends two requests at the same time', async () => {
    const provider = await startProvider()
    const statuses: number[] = []
    const { result } = await flow(provider, async ({ url, callbackUrl }) => {
      const target = callbackUrl + provider.approve(url)
      const both = await Promise.allSettled([visit(target), visit(target)])
      for (const one of both) if (one.status === 'fulfilled') statuses.push(one.value.status)
    })
    expect(result).toMatchObject({ token: { key: 'access-2' } })
    expect(statuses).toContain(200)
    expect(provider.verified.filter(({ target }) => target === '/access_token')).toHaveLength(1)
  })

  it.each<[string, (key: string) => string]>([
    ['denied=', (key) => `?denied=${key}`],
    ['oauth_problem', (key) => `?oauth_token=${key}&oauth_problem=user_refused`],
    ['a verifier "denied"', (key) => `?oauth_token=${key}&oauth_verifier=denied`],
  ])('rejects if the user denies access with %s', async (_name, query) => {
    const provider = await startProvider()
    let page: Page | undefined
    const { result } = await flow(provider, async ({ url, callbackUrl }) => {
      const key = new URL(url).searchParams.get('oauth_token') ?? ''
      page = await visit(callbackUrl + query(key))
    })
    expect(result).toMatchObject({ code: expect.stringMatching(/_denied$/) as string })
    expect(page?.status).toBe(400)
  })

  it("rejects with the provider's response instead of a token, and shows none of it", async () => {
    const answers: Answers = ({ target }) =>
      target === '/access_token'
        ? { status: 401, body: 'oauth_problem=parameter_rejected' }
        : undefined
    const provider = await startProvider(answers)
    let page: Page | undefined
    const { result } = await flow(provider, async ({ url, callbackUrl }) => {
      page = await visit(callbackUrl + provider.approve(url))
    })
    expect(result).toMatchObject({ code: 'parameter_rejected', status: 401 })
    expect(page?.status).toBe(400)
    expect(page?.text).not.toMatch(/verifier of|parameter_rejected/)
  })

  it('rejects when the user takes too long, and closes the port', async () => {
    const provider = await startProvider()
    const { result, callbackUrl } = await flow(provider, async () => undefined, {
      timeoutSeconds: 0.5,
    })
    expect(result).toMatchObject({ name: 'TimeoutError' })
    await expect(fetch(callbackUrl)).rejects.toThrow()
  })

  it('rejects with the reason of its signal', async () => {
    const provider = await startProvider()
    const controller = new AbortController()
    const reason = new Error('enough')
    const { result } = await flow(
      provider,
      async () => {
        controller.abort(reason)
      },
      { signal: controller.signal },
    )
    expect(result).toBe(reason)
  })

  it('rejects when the URL cannot be shown', async () => {
    const provider = await startProvider()
    const { result } = await flow(provider, () => Promise.reject(new Error('no browser')))
    expect(result).toMatchObject({ message: 'no browser' })
  })

  it('does not wait for a browser that stays open', async () => {
    const provider = await startProvider()
    let callbackUrl = ''
    const result = await authorizeOnLoopback(
      (given) => createClient({ ...provider.options, callbackUrl: (callbackUrl = given) }),
      {
        async show(url) {
          await visit(callbackUrl + provider.approve(url))
          await new Promise(() => undefined)
        },
      },
    )
    expect(result).toMatchObject({ token: { key: 'access-2' } })
  })

  it.each([
    { path: 'callback' },
    { path: '/a?b' },
    { port: -1 },
    { port: 65_536 },
    { timeoutSeconds: 0 },
  ])('rejects the option %j', async (options) => {
    const provider = await startProvider()
    const { result } = await flow(provider, async () => undefined, options)
    expect(result).toBeInstanceOf(TypeError)
  })
})

describe('the pages of authorizeOnLoopback', () => {
  it.each<[string, (callbackUrl: string, query: string) => string, number, string]>([
    [
      'another path',
      (url) => url.replace(/back$/, 'front'),
      404,
      'There is nothing at this address.',
    ],
    ['a longer path', (url, query) => `${url}/${query}`, 404, 'There is nothing at this address.'],
    [
      'another token',
      (url) => `${url}?oauth_token=x`,
      400,
      'The program does not expect this request. Go back to the program and start again.',
    ],
    ['the flow', (url, query) => url + query, 200, 'You can close this window.'],
    [
      'a refusal',
      (url, query) => `${url + query.replace(/&.*/, '')}&oauth_problem=user_refused`,
      400,
      'The program shows the reason. You can close this window.',
    ],
  ])('load nothing and are not stored: %s', async (_title, target, ...[status, text]) => {
    const provider = await startProvider()
    await flow(provider, async ({ url, callbackUrl }) => {
      const query = provider.approve(url)
      const response = await fetch(target(callbackUrl, query))
      const [, shown] = (await response.text()).split(/<\/?p>/)
      expect([response.status, shown]).toEqual([status, text])
      const headers = [...response.headers].filter(
        ([name]) => !['date', 'transfer-encoding', 'content-length'].includes(name),
      )
      expect(Object.fromEntries(headers)).toEqual({
        'cache-control': 'no-store',
        connection: 'close',
        'content-security-policy': expect.stringMatching(
          /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
        ) as string,
        'content-type': 'text/html; charset=utf-8',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      })
      if (status === 404 || text.startsWith('The program does not expect'))
        await visit(callbackUrl + query)
    })
  })
})

describe('the options of authorizeOnLoopback', () => {
  it.each([
    [{ show: undefined }, 'show must be a function, received undefined'],
    [{ show: 5 }, 'show must be a function, received 5'],
    [{ port: -1 }, 'port must be an integer from 0 to 65535, received -1'],
    [{ port: 65_536 }, 'port must be an integer from 0 to 65535, received 65536'],
    [{ path: 5 }, 'path must be a URL path, received 5'],
    [{ path: ['/a'] }, 'path must be a URL path, received an array'],
    [{ path: 'a/b' }, 'path must be a URL path, received a string of 3 characters'],
    [{ path: '/a b' }, 'path must be a URL path, received a string of 4 characters'],
    [{ timeoutSeconds: 0 }, 'timeoutSeconds must be a number above 0, up to 2147483, received 0'],
    [
      { parameters: 5 },
      'parameters must be an array of [name, value] pairs of strings, received 5',
    ],
    [
      { authorizeParameters: 5 },
      'authorizeParameters must be an array of [name, value] pairs of strings, received 5',
    ],
    [{ signal: 5 }, 'signal must be an AbortSignal, received 5'],
    [{ sate: 5 }, 'sate is not an option (received 5). Did you mean state?'],
  ])('are checked: %j', async (options, message) => {
    const provider = await startProvider()
    const { result } = await flow(provider, async () => undefined, options as never)
    expect(result).toMatchObject({ name: 'TypeError', message: `authorizeOnLoopback: ${message}` })
    expect(provider.seen).toEqual([])
  })

  it.each([
    [5, 'createClient must be a function, received 5'],
    [
      () => ({}),
      'the return value of createClient.authorize must be a function, received undefined',
    ],
    [
      () => 5,
      'the return value of createClient must be a client that createClient() returned, received 5',
    ],
    [
      () => ({ authorize: () => 0, callback: () => 0 }),
      'the return value of createClient.exchangeVerifier must be a function, received undefined',
    ],
    [
      () => ({ authorize: () => 0, exchangeVerifier: () => 0 }),
      'the return value of createClient.callback must be a function, received undefined',
    ],
  ])('are checked after the function that creates a client', async (create, message) => {
    await expect(
      authorizeOnLoopback(create as never, { show: () => undefined }),
    ).rejects.toMatchObject({ name: 'TypeError', message: `authorizeOnLoopback: ${message}` })
  })

  it('select the port, the path and the parameters of the flow', async () => {
    const provider = await startProvider()
    const free = await listenOnLoopback(0, '/')
    const { port } = new URL(free.callbackUrl)
    free.close()
    let shown = ''
    const { callbackUrl } = await flow(
      provider,
      async ({ url, callbackUrl }) => {
        shown = url
        await visit(callbackUrl + provider.approve(url))
      },
      {
        port: Number(port),
        path: '/a-b.c/~d_e/0',
        parameters: [['scope', 'read']],
        authorizeParameters: [['perms', 'write']],
      },
    )
    expect(callbackUrl).toBe(`http://127.0.0.1:${port}/a-b.c/~d_e/0`)
    expect(String(provider.verified[0]?.body)).toBe('scope=read')
    expect(new URL(shown).searchParams.get('perms')).toBe('write')
  })

  it('limit the time even with a signal', async () => {
    const provider = await startProvider()
    const { signal } = new AbortController()
    const { result } = await flow(provider, async () => undefined, { signal, timeoutSeconds: 0.05 })
    expect(result).toMatchObject({ name: 'TimeoutError' })
  })

  it('start nothing if the signal is already aborted', async () => {
    const signal = AbortSignal.abort(new Error('enough'))
    let created = 0
    const create = (): never => {
      created += 1
      throw new Error('created')
    }
    await expect(authorizeOnLoopback(create, { show: () => undefined, signal })).rejects.toThrow(
      'enough',
    )
    expect(created).toBe(0)
  })
})

it("authorizeOnLoopback rejects with a provider's problem called callback_refused", async () => {
  const provider = await startProvider(({ target }) =>
    target === '/access_token'
      ? { status: 401, body: 'oauth_problem=callback_refused' }
      : undefined,
  )
  let page: Page | undefined
  const { result } = await flow(provider, async ({ url, callbackUrl }) => {
    page = await visit(callbackUrl + provider.approve(url))
  })
  expect(result).toMatchObject({ code: 'callback_refused', status: 401 })
  expect(page?.text).toContain('Not connected to 127.0.0.1')
})

it('authorizeOnLoopback refuses the second of two concurrent requests of a browser', async () => {
  let finish = (): void => undefined
  const exchanged = new Promise<void>((resolve) => (finish = resolve))
  let callbacks = 0
  const callback = async (): Promise<unknown> => {
    callbacks += 1
    if (callbacks > 1) throw new OAuthError('callback_refused', 'Taken.')
    await exchanged
    return { state: 'first' }
  }
  const fake = {
    authorize: async () => ({
      url: 'https://photos.example/allow',
      setCookie: 'a=b',
      requestToken: { key: 'r' },
    }),
    exchangeVerifier: async () => undefined,
    callback,
  }
  let callbackUrl = ''
  const pages: Page[] = []
  const result = await authorizeOnLoopback(
    (given) => {
      callbackUrl = given
      return fake as unknown as Client
    },
    {
      async show() {
        const target = `${callbackUrl}?oauth_token=r&oauth_verifier=v`
        const first = visit(target)
        // The later request is refused, and the other one waits.
        const second = visit(target)
        pages.push(await Promise.race([first, second]))
        finish()
        pages.push(...(await Promise.all([first, second])))
      },
    },
  )
  expect(result).toEqual({ state: 'first' })
  expect(pages[0]).toMatchObject({
    status: 400,
    text: expect.stringContaining('The program does not expect this request.') as string,
  })
})
