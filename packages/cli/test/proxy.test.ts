import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { request } from 'node:http'
import type { RequestOptions } from 'node:http'
import { platform, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { runOauthplus } from './run-oauthplus.js'
import {
  addProfile,
  closedOrigin,
  json,
  send,
  startProxy,
  startUpstream,
  startVerifier,
} from './running-proxy.js'

const IS_FULL = process.env.PROVE === 'full'
// Far less than the streamed data, and more than Node buffers.
const MAX_GROWTH_BYTES = 128 * 1024 * 1024

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oauthplus-proxy-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('oauthplus proxy', () => {
  it('signs requests of every kind', async () => {
    const origin = await startVerifier()
    const { port, lines, stop, ended } = await startProxy(folder, origin)
    const expected = {
      ok: true,
      host: origin.slice(7),
      token: 'the-token',
      authorization: 'OAuth ',
    }
    expect(await json(await send(port, "/photos?size=a%20b&size=1&it's=*"))).toMatchObject({
      ...expected,
      method: 'GET',
      url: '/photos?size=a%20b&size=1&it%27s=*',
    })
    const form = { 'Content-Type': 'application/x-www-form-urlencoded', 'X-Extra': 'kept' }
    expect(
      await json(await send(port, '/photos', { method: 'POST', headers: form, body: 'a=1&a=%2B' })),
    ).toMatchObject({ ...expected, method: 'POST', body: 'a=1&a=%2B', extra: 'kept' })
    const content = { 'Content-Type': 'application/json', Authorization: 'Basic eDp5' }
    expect(
      await json(await send(port, '/photos', { method: 'PUT', headers: content, body: '{"a":1}' })),
    ).toMatchObject({ ...expected, method: 'PUT', body: '{"a":1}' })
    expect(await json(await send(port, '/photos/1', { method: 'DELETE' }))).toMatchObject({
      ...expected,
      method: 'DELETE',
    })
    stop()
    await ended
    const logged = lines.slice(1).map((line) => line.replace(/\d+ ms$/, 'N ms'))
    expect(logged).toEqual([
      'GET /photos 200 N ms',
      'POST /photos 200 N ms',
      'PUT /photos 200 N ms',
      'DELETE /photos/1 200 N ms',
    ])
  })

  it('keeps redirects and cookies at the proxy', async () => {
    const origin = await startUpstream((incoming, outgoing) => {
      if (incoming.url === '/elsewhere') outgoing.setHeader('Location', 'https://other.example/x')
      else outgoing.setHeader('Location', `http://${incoming.headers.host ?? ''}/next?a=1#b`)
      outgoing.setHeader('Set-Cookie', [
        'a=1; Domain=photos.example; Path=/; Secure; HttpOnly',
        'b=2; SameSite=Lax',
      ])
      outgoing.writeHead(302).end()
    })
    const { port } = await startProxy(folder, origin)
    const response = await send(port, '/')
    expect(response.statusCode).toBe(302)
    expect(response.headers.location).toBe(`http://127.0.0.1:${String(port)}/next?a=1#b`)
    expect(response.headers['set-cookie']).toEqual(['a=1; Path=/; HttpOnly', 'b=2; SameSite=Lax'])
    const elsewhere = await send(port, '/elsewhere')
    expect(elsewhere.headers.location).toBe('https://other.example/x')
  })

  it.each<[name: string, headers: Record<string, string>, status: number]>([
    ['another host', { Host: 'evil.example' }, 403],
    ['another host that begins like an allowed one', { Host: '127.0.0.1.evil.example' }, 403],
    ['a host with a username', { Host: 'localhost@evil.example' }, 403],
    ['localhost', { Host: 'localhost:8080' }, 200],
    ['an IPv6 loopback', { Host: '[::1]:8080' }, 200],
    ['a page of another origin', { Origin: 'https://evil.example' }, 403],
    ['a page without an origin', { Origin: 'null' }, 403],
    ['a cross-site request', { 'Sec-Fetch-Site': 'cross-site' }, 403],
    ['a request from another port', { 'Sec-Fetch-Site': 'same-site' }, 403],
    ['the address bar', { 'Sec-Fetch-Site': 'none' }, 200],
  ])('responds to %s with the right status', async (_name, headers, status) => {
    const reached: string[] = []
    const origin = await startUpstream((incoming, outgoing) => {
      reached.push(incoming.url ?? '')
      outgoing.end('ok')
    })
    const { port } = await startProxy(folder, origin)
    const response = await send(port, '/photos', { headers })
    response.resume()
    expect(response.statusCode).toBe(status)
    expect(reached).toEqual(status === 200 ? ['/photos'] : [])
  })

  it.each<
    [name: string, path: string, options: RequestOptions & { body?: string }, status: number]
  >([
    ['an absolute target', 'http://evil.example/', {}, 400],
    ['TRACE', '/', { method: 'TRACE' }, 501],
    [
      'a GET with a body',
      '/',
      { method: 'GET', headers: { 'Content-Length': '1' }, body: 'a' },
      400,
    ],
  ])('refuses %s', async (...[, path, options, status]) => {
    const origin = await startUpstream((_incoming, outgoing) => outgoing.end())
    const { port } = await startProxy(folder, origin)
    const response = await send(port, path, options)
    expect(response.statusCode).toBe(status)
    expect(await text(response)).toMatch(/^oauthplus proxy: /)
  })

  it('responds with 502 and the reason if the target is unreachable', async () => {
    const unreachable = await closedOrigin()
    const { port } = await startProxy(folder, unreachable)
    const response = await send(port, '/photos?a=secret')
    expect(response.statusCode).toBe(502)
    expect(await text(response)).toBe(
      `oauthplus proxy: The request to ${unreachable}/photos failed: connection refused (ECONNREFUSED). (connection_failed)\n`,
    )
  })

  it('ends the upstream request if the caller disconnects', async () => {
    let goAway = (): unknown => undefined
    const aborted = new Promise<boolean>((resolve, reject) => {
      startUpstream((incoming) => {
        incoming.once('close', () => {
          resolve(incoming.destroyed)
        })
        goAway()
      })
        .then((origin) => startProxy(folder, origin))
        .then(({ port }) => {
          const outgoing = request({ host: '127.0.0.1', port, path: '/' })
          outgoing.on('error', () => undefined)
          goAway = () => outgoing.destroy()
          outgoing.end()
        })
        .catch(reject)
    })
    expect(await aborted).toBe(true)
  })

  it('forwards to the given target, and to no other origin of a preset', async () => {
    const origin = await startVerifier()
    const { port } = await startProxy(folder, await closedOrigin(), '--target', origin)
    expect(await json(await send(port, '/photos'))).toMatchObject({ ok: true })
    const name = await addProfile(folder, '--preset', 'discogs')
    const args = ['proxy', '-p', name, '--target', 'https://evil.example']
    const refused = await runOauthplus(args, { folder })
    expect(refused.code).toBe(2)
    expect(refused.standardError).toContain('--target must be one of https://api.discogs.com')
  })

  it('exits with status 130 after Ctrl-C', async () => {
    const { stop, ended } = await startProxy(folder, await startVerifier())
    stop()
    expect(await ended).toBe(130)
  })

  it.each([
    ['--port', '70000', '--port must be a number from 0 to 65535, received 70000'],
    ['--target', 'photos.example', '--target must be an origin such as https://api.photos.example'],
  ])('refuses %s %s', async (flag, value, message) => {
    const name = await addProfile(folder, '--site', 'http://127.0.0.1:8080')
    const args = ['proxy', '-p', name, flag, value]
    const { code, standardError } = await runOauthplus(args, { folder })
    expect(code).toBe(2)
    expect(standardError).toContain(message)
  })

  it('signs many requests at the same time', async () => {
    const origin = await startVerifier()
    const { port } = await startProxy(folder, origin)
    let left = IS_FULL ? 10_000 : 500
    const statuses = new Map<unknown, number>()
    await Promise.all(
      Array.from({ length: 50 }, async () => {
        while (left-- > 0) {
          const { ok } = (await json(await send(port, `/photos?n=${String(left)}`))) as {
            ok: unknown
          }
          statuses.set(ok, (statuses.get(ok) ?? 0) + 1)
        }
      }),
    )
    expect([...statuses]).toEqual([[true, IS_FULL ? 10_000 : 500]])
  }, 300_000)

  it('streams in both directions', async () => {
    const megabytes = IS_FULL ? 1024 : 32
    const origin = await startUpstream((incoming, outgoing) => {
      incoming.pipe(outgoing)
    })
    const { port, pid } = await startProxy(folder, origin)
    const before = await peakBytes(pid)
    const chunk = Buffer.alloc(1024 * 1024, 'x')
    const body = Readable.from(
      (function* () {
        for (let index = 0; index < megabytes; index += 1) yield chunk
      })(),
    )
    const response = await send(port, '/echo', { method: 'POST', body })
    let received = 0
    for await (const piece of response as AsyncIterable<Buffer>) received += piece.length
    expect(received).toBe(megabytes * chunk.length)
    expect((await peakBytes(pid)) - before).toBeLessThan(MAX_GROWTH_BYTES)
  }, 300_000)
})

/** Returns the peak memory of a process, if the system reports it. */
async function peakBytes(pid: number): Promise<number> {
  if (platform() !== 'linux') return 0
  const status = await readFile(`/proc/${String(pid)}/status`, 'utf8')
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024
}
