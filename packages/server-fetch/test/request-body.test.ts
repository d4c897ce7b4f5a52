import { fetchOAuth } from '@oauthplus/server-fetch'
import { describe, expect, it } from 'vitest'

import { requestOf, startSite } from './start-site.js'
import type { RequestChanges } from './start-site.js'

const visitor = { getUserId: () => 'jane', getLoginUrl: () => '/login' }
const FORM = ['Content-Type', 'application/x-www-form-urlencoded'] as const
const JSON_TYPE = ['Content-Type', 'application/json'] as const
const MULTIPART = ['Content-Type', 'multipart/form-data; boundary=x'] as const
const MULTIPART_BODY = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n'

const READERS: Readonly<Record<string, (request: Request) => Promise<unknown>>> = {
  text: (request) => request.text(),
  json: (request) => request.json(),
  arrayBuffer: async (request) => Buffer.from(await request.arrayBuffer()).toString(),
  blob: async (request) => (await request.blob()).text(),
  formData: async (request) => [...(await request.formData())],
  stream(request) {
    return request.body === null ? Promise.resolve('') : new Response(request.body).text()
  },
  clone: (request) => request.clone().text(),
}

/** Sends a body in pieces, each when the reader asks for it. */
function inPieces(pieces: readonly string[], end: 'closes' | 'breaks' = 'closes'): ReadableStream {
  const waiting = [...pieces]
  return new ReadableStream({
    async pull(controller) {
      // A slow sender: the piece comes after everything that is ready has run.
      await new Promise((resolve) => setImmediate(resolve))
      const piece = waiting.shift()
      if (piece !== undefined) controller.enqueue(new TextEncoder().encode(piece))
      else if (end === 'closes') controller.close()
      else controller.error(new Error('ECONNRESET'))
    },
  })
}

async function run(
  request: Parameters<Awaited<ReturnType<typeof startSite>>['sign']>[0],
  {
    reader = 'text',
    bodyHash = false,
    changes = {},
    bodyLimitBytes,
  }: {
    readonly reader?: string
    readonly bodyHash?: boolean
    readonly changes?: RequestChanges
    readonly bodyLimitBytes?: number
  } = {},
): Promise<readonly [status: number, body: unknown]> {
  const { provider, sign } = await startSite({ bodyLimitBytes })
  const { protect } = fetchOAuth(provider, visitor)
  const photos = protect({}, async (received) => Response.json(await READERS[reader]?.(received)))
  const sent = requestOf(
    await sign({ method: 'POST', ...request }, { sendBodyHash: bodyHash }),
    changes,
  )
  const response = await photos(sent)
  return [response.status, response.status === 200 ? await response.json() : await response.text()]
}

describe('the body of a verified request', () => {
  it.each([
    ['text', 'a=1&a=2'],
    ['arrayBuffer', 'a=1&a=2'],
    ['blob', 'a=1&a=2'],
    ['stream', 'a=1&a=2'],
    ['clone', 'a=1&a=2'],
    [
      'formData',
      [
        ['a', '1'],
        ['a', '2'],
      ],
    ],
  ])('is what the handler reads of a form: %s', async (reader, expected) => {
    const form = { headers: [FORM], body: 'a=1&a=2' }
    expect(await run(form, { reader })).toEqual([200, expected])
  })

  it.each([true, false])('is what the handler reads of JSON, hashed: %s', async (bodyHash) => {
    const json = { headers: [JSON_TYPE], body: '{"a":[1]}' }
    expect(await run(json, { reader: 'json', bodyHash })).toEqual([200, { a: [1] }])
    expect(await run(json, { reader: 'stream', bodyHash })).toEqual([200, '{"a":[1]}'])
  })

  it.each([true, false])('is what the handler reads of multipart, hashed: %s', async (bodyHash) => {
    const multipart = { headers: [MULTIPART], body: MULTIPART_BODY }
    expect(await run(multipart, { reader: 'formData', bodyHash })).toEqual([200, [['a', '1']]])
  })

  it('is what the handler reads, however long it is and in however many pieces', async () => {
    const pieces = Array.from({ length: 30 }, (_none, index) => String(index % 10).repeat(30_000))
    const text = { headers: [['Content-Type', 'text/plain']] as const, body: pieces.join('') }
    const options = { bodyHash: true, changes: { body: inPieces(pieces) } }
    expect(await run(text, options)).toEqual([200, pieces.join('')])
  })

  it('may be empty', async () => {
    for (const body of ['', inPieces([]), inPieces(['', ''])]) {
      expect(await run({ headers: [FORM], body: '' }, { changes: { body } })).toEqual([200, ''])
      const json = { headers: [JSON_TYPE], body: '' }
      const changes = { body: body === '' ? '' : inPieces([]) }
      expect(await run(json, { bodyHash: true, changes })).toEqual([200, ''])
    }
  })

  it('is refused if it is not what was signed', async () => {
    const form = { headers: [FORM], body: 'a=1' }
    const [status] = await run(form, { changes: { body: inPieces(['a=', '2']) } })
    expect(status).toBe(401)
    const json = { headers: [JSON_TYPE], body: '{"a":1}' }
    const [hashed] = await run(json, { bodyHash: true, changes: { body: '{"a":2}' } })
    expect(hashed).toBe(401)
  })

  it('is read up to the limit', async () => {
    const form = { headers: [FORM], body: 'a=123456' }
    expect(await run(form, { bodyLimitBytes: 8 })).toEqual([200, 'a=123456'])
    const [status, text] = await run(form, { bodyLimitBytes: 7 })
    expect([status, text]).toEqual([413, expect.stringContaining('longer%20than%207%20bytes')])
  })

  it('is refused if it breaks off, with the event that says so', async () => {
    const { provider, events, sign } = await startSite()
    const { protect } = fetchOAuth(provider, visitor)
    const photos = protect({}, () => new Response('photos'))
    for (const [type, bodyHash] of [
      [FORM, false],
      [JSON_TYPE, true],
    ] as const) {
      const signed = await sign(
        { method: 'POST', headers: [type], body: 'a=1&b=2' },
        { sendBodyHash: bodyHash },
      )
      const response = await photos(requestOf(signed, { body: inPieces(['a=1'], 'breaks') }))
      expect(response.status).toBe(400)
      expect(events.at(-1)).toMatchObject({
        type: 'request_refused',
        problem: { code: 'parameter_rejected', advice: 'The body ended before it was complete.' },
      })
    }
  })

  it('is not read if it is neither a form nor hashed', async () => {
    const { provider, sign } = await startSite()
    let pulls = 0
    const body = new ReadableStream(
      {
        pull: () => {
          pulls++
        },
      },
      { highWaterMark: 0 },
    )
    const signed = await sign({ method: 'POST', headers: [JSON_TYPE], body: '{}' })
    const response = await fetchOAuth(provider, visitor).protect(
      {},
      () => new Response(),
    )(requestOf(signed, { body }))
    expect([response.status, pulls]).toEqual([200, 0])
  })
})

describe('a body that somebody has read', () => {
  it.each([
    ['is read', (request: Request) => request.text()],
    ['has a reader', (request: Request) => Promise.resolve(request.body?.getReader())],
  ])('rejects with a TypeError that says what to do: it %s', async (_how, read) => {
    const { provider, sign } = await startSite()
    const { protect, routes } = fetchOAuth(provider, visitor)
    let isHandled = false
    const photos = protect({}, () => {
      isHandled = true
      return new Response()
    })
    const request = requestOf(await sign({ method: 'POST', headers: [FORM], body: 'a=1' }))
    await read(request)
    const error = await photos(request).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(TypeError)
    expect(String(error)).toMatch(
      /^TypeError: The body of this request was read before OAuth could/,
    )
    expect(isHandled).toBe(false)
    const url = 'https://photos.example/oauth/access_token'
    const exchange = requestOf(await sign({ method: 'POST', url, headers: [FORM], body: 'a=1' }))
    await read(exchange)
    await expect(routes(exchange)).rejects.toThrow(TypeError)
  })

  it('is accepted if its bytes were put into a Request again', async () => {
    const { provider, sign } = await startSite()
    const photos = fetchOAuth(provider, visitor).protect(
      {},
      async (received) => new Response(await received.text()),
    )
    const request = requestOf(await sign({ method: 'POST', headers: [FORM], body: 'a=1' }))
    const kept = new Request(request, { body: await request.arrayBuffer() })
    expect(await (await photos(kept)).text()).toBe('a=1')
  })
})
