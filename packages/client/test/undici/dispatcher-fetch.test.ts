import { createServer } from 'node:http'
import { once } from 'node:events'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'

import { ProxyAgent } from 'undici'
import { describe, expect, it, onTestFinished, vi } from 'vitest'

import { createClient } from '../../src/index.js'
import type { FetchFunction } from '../../src/index.js'
import { dispatcherFetch } from '../../src/undici.js'
import { listen } from '../listen.js'
import { readSignature } from '../read-signature.js'
import { standIn } from '../stand-in.js'

const URL_ASKED = 'https://photos.example/photos'
const CONSUMER = { key: 'key', secret: 'secret' }

function signingFetch(fetch: FetchFunction): FetchFunction {
  return createClient({ provider: {}, consumer: CONSUMER, fetch }).fetch
}

describe('a fetch on a dispatcher', () => {
  it.each([
    ['a form', () => new URLSearchParams({ a: '☃' }), /^a=%E2%98%83$/],
    ['a text', () => '{"a":1}', /^\{"a":1\}$/],
    ['bytes', () => new TextEncoder().encode('bytes'), /^bytes$/],
    ['a file', () => new Blob(['blob']), /^blob$/],
  ])("sends the platform's %s with its length, signed", async (_kind, body, sent) => {
    const server = await standIn(() => ({}))
    await signingFetch(server.fetch)(new Request(URL_ASKED, { method: 'POST', body: body() }))
    const [seen] = server.seen
    expect(seen?.body.toString()).toMatch(sent)
    expect(seen?.headers).toContainEqual(['content-length', String(seen?.body.length)])
    expect(readSignature(seen).signedWith(CONSUMER.secret)).toBe(true)
  })

  it('sends the platform’s FormData as multipart, not as text', async () => {
    const server = await standIn(() => ({}))
    const body = new FormData()
    body.append('photo', new Blob(['pixels']), 'a.jpg')
    await signingFetch(server.fetch)(URL_ASKED, { method: 'POST', body })
    const [seen] = server.seen
    expect(seen?.body.toString()).toContain('filename="a.jpg"')
    expect(readSignature(seen).signedWith(CONSUMER.secret)).toBe(true)
  })

  it('sends through a proxy', async () => {
    const server = await listen(() => ({ body: 'through' }))
    const asked: string[] = []
    const proxy = createServer().on('connect', ({ url = '' }, socket, head) => {
      asked.push(url)
      const { hostname, port } = new URL(`http://${url}`)
      const onward = connect(Number(port), hostname, () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
        onward.write(head)
        onward.pipe(socket).pipe(onward)
      })
    })
    proxy.listen(0, '127.0.0.1')
    await once(proxy, 'listening')
    const agent = new ProxyAgent({
      uri: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
      proxyTunnel: true,
    })
    onTestFinished(async () => {
      await agent.destroy()
      proxy.close()
    })
    const response = await signingFetch(dispatcherFetch(agent))(server.origin)
    expect(await response.text()).toBe('through')
    expect(asked).toEqual([new URL(server.origin).host])
    expect(readSignature(server.seen[0]).signedWith(CONSUMER.secret)).toBe(true)
  })

  it.each(['Bun', 'Deno'])('rejects %s, which would bypass the dispatcher', async (runtime) => {
    const { dispatcher } = await standIn(() => ({}))
    vi.stubGlobal(runtime, {})
    onTestFinished(() => {
      vi.unstubAllGlobals()
    })
    expect(() => dispatcherFetch(dispatcher)).toThrow(TypeError)
  })
})

it.each([
  [5, 'dispatcher must be an undici dispatcher, received 5'],
  [{}, 'dispatcher.dispatch must be a function, received undefined'],
])('dispatcherFetch rejects %j', (dispatcher, message) => {
  expect(() => dispatcherFetch(dispatcher as never)).toThrow(
    expect.objectContaining({ name: 'TypeError', message: `dispatcherFetch: ${message}` }),
  )
})
