import { readFileSync } from 'node:fs'

import { describe, expect, it, onTestFinished, vi } from 'vitest'

import { startProvider } from './provider.js'
import type { Answers, TestProvider } from './provider.js'
import { callback, connect, photos } from './readme-example.js'

describe('the example of the README', () => {
  it('is identical to the code in this folder', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
    const example = readFileSync(new URL('readme-example.ts', import.meta.url), 'utf8')
    expect(/```ts\n([^]*?)```/.exec(readme)?.[1]).toBe(
      example.replaceAll('../src/index.js', '@oauthplus/client'),
    )
    // Tables are for reference, the rest is for reading.
    const read = readme.split('\n').filter((line) => !line.startsWith('|'))
    expect(read.length).toBeLessThanOrEqual(130)
  })

  it('fetches a token, stores it and calls the API with it', async () => {
    const provider = await atPhotosExample()
    const { callbackUrl, cookie } = await start(provider)
    const done = await callback(new Request(callbackUrl, { headers: { cookie } }), 'jane')
    expect([done.status, done.headers.get('location')]).toEqual([303, '/photos'])
    expect(done.headers.get('set-cookie')).toContain('Max-Age=0')
    expect(await (await photos('jane')).text()).toBe('ok')
    expect(provider.verified.at(-1)?.target).toBe('/photos?size=original')
    const reloaded = await callback(new Request(callbackUrl, { headers: { cookie } }), 'jane')
    expect([reloaded.status, await reloaded.text()]).toEqual([
      400,
      'This did not work. Connect again.',
    ])
    expect((await photos('joe')).status).toBe(400)
  })

  it('reports that access was denied', async () => {
    const { callbackUrl, cookie } = await start(await atPhotosExample())
    const url = `${callbackUrl.split('&')[0] ?? ''}&oauth_problem=permission_denied`
    const denied = await callback(new Request(url, { headers: { cookie } }), 'jane')
    expect([denied.status, await denied.text()]).toEqual([400, 'You denied access.'])
  })

  it.each(['?oauth_token=x&oauth_problem=permission_denied', '?oauth_token=x', '', '?a=%'])(
    'responds to a foreign callback: %s',
    async (query) => {
      const url = `https://printer.example/callback${query}`
      expect((await callback(new Request(url), 'jane')).status).toBe(400)
    },
  )

  it('starts no flow for another site, and reports an unreachable provider', async () => {
    const provider = await atPhotosExample(() => ({ status: 500 }))
    expect((await connect(posted('cross-site'))).status).toBe(400)
    expect(provider.seen).toHaveLength(0)
    expect((await connect(posted('same-origin'))).status).toBe(400)
    expect(provider.seen).toHaveLength(1)
  })

  it('starts a flow in a browser that sends only its own origin', async () => {
    await atPhotosExample()
    const statusFor = async (headers: Readonly<Record<string, string>>): Promise<number> => {
      const init = { method: 'POST', headers }
      return (await connect(new Request('https://printer.example/connect', init))).status
    }
    expect(await statusFor({ origin: 'https://printer.example' })).toBe(303)
    for (const origin of ['https://evil.example', 'null']) {
      expect(await statusFor({ origin })).toBe(400)
    }
    expect(await statusFor({})).toBe(400)
  })
})

function posted(site: string): Request {
  const headers = { 'sec-fetch-site': site }
  return new Request('https://printer.example/connect', { method: 'POST', headers })
}

async function start(
  provider: TestProvider,
): Promise<{ readonly callbackUrl: string; readonly cookie: string }> {
  const started = await connect(posted('same-origin'))
  const query = provider.approve(started.headers.get('location') ?? '')
  const cookie = started.headers.get('set-cookie')?.split(';')[0] ?? ''
  return { callbackUrl: `https://printer.example/callback${query}`, cookie }
}

/** Starts a provider that simulates photos.example, including DNS and TLS. */
async function atPhotosExample(answers?: Answers): Promise<TestProvider> {
  const provider = await startProvider(answers)
  const platformFetch = globalThis.fetch
  const toServer = vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => {
    const asked = new Request(input, init)
    const headers = new Headers(asked.headers)
    headers.set('x-asked-url', asked.url)
    const { method } = asked
    const url = asked.url.replace('https://photos.example', provider.origin)
    return platformFetch(url, { method, headers })
  })
  onTestFinished(() => toServer.mockRestore())
  return provider
}
