import { readFileSync } from 'node:fs'

import { describe, expect, it, vi } from 'vitest'

import { startProvider } from './provider.js'
import { callback, connect } from './readme-example.js'

describe('the example of the README', () => {
  it('is the one that is run here', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
    const example = readFileSync(new URL('readme-example.ts', import.meta.url), 'utf8')
    expect(/```ts\n([^]*?)```/.exec(readme)?.[1]).toBe(
      example.replace('../src/index.js', '@oauthplus/client'),
    )
    // Tables are looked up, the rest is read.
    const read = readme.split('\n').filter((line) => !line.startsWith('|'))
    expect(read.length).toBeLessThanOrEqual(110)
  })

  it('gets a token and calls the API with it', async () => {
    const provider = await startProvider()
    const platformFetch = globalThis.fetch
    // Stands in for name system and TLS: photos.example is the server of this test.
    const toServer = vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => {
      const asked = new Request(input, init)
      const headers = new Headers(asked.headers)
      headers.set('x-asked-url', asked.url)
      const { method } = asked
      const url = asked.url.replace('https://photos.example', provider.origin)
      return platformFetch(url, { method, headers })
    })
    try {
      const start = await connect()
      const request = new Request(
        `https://printer.example/callback${provider.approve(start.headers.get('location') ?? '')}`,
        { headers: { cookie: start.headers.get('set-cookie')?.split(';')[0] ?? '' } },
      )
      expect(await (await callback(request)).text()).toBe('ok')
      expect(provider.verified.at(-1)?.target).toBe('/photos?size=original')
    } finally {
      toServer.mockRestore()
    }
  })
})
