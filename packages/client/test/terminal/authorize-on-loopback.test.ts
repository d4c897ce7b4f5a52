import { get } from 'node:http'

import { describe, expect, it } from 'vitest'

import { createClient } from '../../src/index.js'
import { authorizeOnLoopback } from '../../src/terminal.js'
import type { LoopbackOptions } from '../../src/terminal.js'
import { startProvider } from '../provider.js'
import type { Answers, TestProvider } from '../provider.js'

interface Page {
  readonly status: number
  readonly text: string
}

/** Goes through a flow, whose User does what the test says, and waits for both. */
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
  it('gets a token at a free port of this machine, and tells the browser that it may close', async () => {
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
    expect(pages[0]?.text).toContain('You may close this window')
    await expect(fetch(callbackUrl)).rejects.toThrow()
  })

  it('lets nobody else end the flow: other tokens, paths, methods and hosts are refused', async () => {
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

  it('exchanges once where the browser asks twice at the same time', async () => {
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
  ])('ends with a User who says no by %s', async (_name, query) => {
    const provider = await startProvider()
    let page: Page | undefined
    const { result } = await flow(provider, async ({ url, callbackUrl }) => {
      const key = new URL(url).searchParams.get('oauth_token') ?? ''
      page = await visit(callbackUrl + query(key))
    })
    expect(result).toMatchObject({ code: expect.stringMatching(/_denied$/) as string })
    expect(page?.status).toBe(400)
  })

  it('ends with what the Provider answers in place of a token, and shows none of it', async () => {
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

  it('ends when the User takes too long, and listens no more', async () => {
    const provider = await startProvider()
    const { result, callbackUrl } = await flow(provider, async () => undefined, {
      timeoutSeconds: 0.5,
    })
    expect(result).toMatchObject({ name: 'TimeoutError' })
    await expect(fetch(callbackUrl)).rejects.toThrow()
  })

  it('ends with the reason of its signal', async () => {
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

  it('ends when the URL cannot be shown', async () => {
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
  ])('refuses the option %j', async (options) => {
    const provider = await startProvider()
    const { result } = await flow(provider, async () => undefined, options)
    expect(result).toBeInstanceOf(TypeError)
  })
})
