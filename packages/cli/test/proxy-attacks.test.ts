import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { send, startProxy, startUpstream } from './running-proxy.js'
import type { RunningProxy } from './running-proxy.js'

const RESPONSE_LINE = /^HTTP\/1\.1 (\d{3})/

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oauthplus-proxy-attacks-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Reached {
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** A proxy in front of an upstream server that records the requests. */
async function startRecorded(
  respond: (outgoing: ServerResponse, incoming: IncomingMessage) => void = (outgoing) => {
    outgoing.end('ok')
  },
): Promise<RunningProxy & { readonly reached: readonly Reached[]; readonly origin: string }> {
  const reached: Reached[] = []
  const origin = await startUpstream((incoming, outgoing) => {
    void (async () => {
      const body = await text(incoming)
      reached.push({ url: incoming.url ?? '', headers: incoming.headers, body })
      respond(outgoing, incoming)
    })()
  })
  return { ...(await startProxy(folder, origin)), reached, origin }
}

/** Sends raw lines. Returns the status of the response, or "closed" without one. */
async function sendRaw(port: number, lines: readonly string[], body = ''): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  // There are no more requests, so the proxy closes the connection after its response.
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`)
  const received = await text(socket)
  return RESPONSE_LINE.exec(received)?.[1] ?? 'closed'
}

const REFUSED: readonly (readonly [
  name: string,
  lines: readonly string[],
  status: string,
  body?: string,
])[] = [
  ['a CONNECT', ['CONNECT evil.example:443 HTTP/1.1', 'Host: localhost'], 'closed'],
  [
    'an upgrade to a WebSocket',
    ['GET / HTTP/1.1', 'Host: localhost', 'Connection: Upgrade', 'Upgrade: websocket'],
    '501',
  ],
  [
    'an absolute target of the proxy itself',
    ['GET http://localhost/ HTTP/1.1', 'Host: localhost'],
    '400',
  ],
  ['an absolute target elsewhere', ['GET http://evil.example/ HTTP/1.1', 'Host: localhost'], '400'],
  ['the target *', ['OPTIONS * HTTP/1.1', 'Host: localhost'], '400'],
  ['no Host', ['GET / HTTP/1.0'], '403'],
  ['an empty Host', ['GET / HTTP/1.1', 'Host: '], '403'],
  ['two Hosts', ['GET / HTTP/1.1', 'Host: localhost', 'Host: evil.example'], '400'],
  ['a Host with a path', ['GET / HTTP/1.1', 'Host: localhost/evil.example'], '403'],
  ['a Host with a trailing dot', ['GET / HTTP/1.1', 'Host: localhost.'], '403'],
  ['an address in another notation', ['GET / HTTP/1.1', 'Host: 2130706433'], '403'],
  [
    'a length beside chunks',
    ['POST / HTTP/1.1', 'Host: localhost', 'Content-Length: 4', 'Transfer-Encoding: chunked'],
    '400',
    '0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n',
  ],
  [
    'two lengths',
    ['POST / HTTP/1.1', 'Host: localhost', 'Content-Length: 4', 'Content-Length: 0'],
    '400',
    'abcd',
  ],
  [
    'an obfuscated transfer coding',
    ['POST / HTTP/1.1', 'Host: localhost', 'Transfer-Encoding: xchunked'],
    '400',
    '0\r\n\r\n',
  ],
  ['a folded header', ['GET / HTTP/1.1', 'Host: localhost', 'X-A: b', ' c'], '400'],
  ['a space before the colon', ['GET / HTTP/1.1', 'Host : localhost'], '400'],
]

const REDIRECTS: readonly (readonly [location: string, path: string | undefined])[] = [
  ['/next', '/next'],
  ['next?a=1', '/albums/next?a=1'],
  ['?a=1', '/albums/photos?a=1'],
  ['ORIGIN/next#b', '/next#b'],
  ['//HOST/next', '/next'],
  ['//evil.example/next', undefined],
  ['https://evil.example/next', undefined],
  ['https://HOST/next', undefined],
  ['http://user@HOST/next', '/next'],
]

function closed(incoming: IncomingMessage): Promise<void> {
  return new Promise((resolve) => incoming.once('close', resolve))
}

describe('oauthplus proxy under attack', () => {
  it('refuses malformed requests and other hosts, and sends nothing upstream', async () => {
    const { port, reached } = await startRecorded()
    const statuses = new Map<string, string>()
    for (const [name, lines, , body] of REFUSED) {
      statuses.set(name, await sendRaw(port, lines, body))
    }
    expect([...statuses]).toEqual(REFUSED.map(([name, , status]) => [name, status]))
    expect(reached).toEqual([])
  })

  it('keeps targets that look like other hosts on the origin', async () => {
    const { port, reached } = await startRecorded()
    const paths = ['//evil.example/a', '/\\evil.example/a', '/@evil.example/a', '/..//evil.example']
    for (const path of paths) expect(await text(await send(port, path))).toBe('ok')
    expect(reached).toHaveLength(paths.length)
  })

  it('forwards no credentials and no headers of the connection', async () => {
    const { port, reached, origin } = await startRecorded()
    const response = await send(port, '/', {
      headers: {
        Authorization: 'Bearer caller',
        'Proxy-Authorization': 'Basic caller',
        Connection: 'close, X-Internal',
        'X-Internal': 'caller',
        'Keep-Alive': 'timeout=5',
        TE: 'trailers',
        Referer: 'http://localhost/caller',
        'X-Kept': 'kept',
      },
    })
    response.resume()
    const headers = reached[0]?.headers ?? {}
    expect(headers).toMatchObject({ host: origin.slice(7), 'x-kept': 'kept' })
    expect(headers.authorization).toMatch(/^OAuth /)
    expect(JSON.stringify(headers)).not.toContain('caller')
    expect(headers).not.toHaveProperty('te')
  })

  it('returns no headers of the upstream connection', async () => {
    const { port } = await startRecorded((outgoing) => {
      outgoing.setHeader('Connection', 'close, X-Internal')
      outgoing.setHeader('X-Internal', 'upstream')
      outgoing.setHeader('Alt-Svc', 'h3="evil.example:443"')
      outgoing.setHeader('Strict-Transport-Security', 'max-age=31536000')
      outgoing.setHeader('X-Kept', 'kept')
      outgoing.end('ok')
    })
    const { headers } = await send(port, '/')
    expect(headers).toMatchObject({ 'x-kept': 'kept' })
    for (const name of ['x-internal', 'alt-svc', 'strict-transport-security']) {
      expect(headers).not.toHaveProperty(name)
    }
  })

  it('rewrites redirects to its target only', async () => {
    let given = ''
    const { port, origin } = await startRecorded((outgoing) => {
      outgoing.writeHead(302, { Location: given }).end()
    })
    for (const [location, path] of REDIRECTS) {
      given = location.replace('ORIGIN', origin).replace('HOST', origin.slice(7))
      const { headers } = await send(port, '/albums/photos')
      const expected = path === undefined ? given : `http://127.0.0.1:${String(port)}${path}`
      expect(headers.location).toBe(expected)
    }
  })

  it('returns cookies that a browser accepts over http', async () => {
    const { port } = await startRecorded((outgoing) => {
      outgoing.setHeader('Set-Cookie', [
        'a=1; domain=.photos.example; SECURE; HttpOnly',
        'b=secure; SameSite=None; Secure; Partitioned',
        'c=domain=x; SameSite=Strict; Max-Age=60',
      ])
      outgoing.end()
    })
    const { headers } = await send(port, '/')
    expect(headers['set-cookie']).toEqual([
      'a=1; HttpOnly',
      'b=secure',
      'c=domain=x; SameSite=Strict; Max-Age=60',
    ])
  })

  it('asks for no content coding, so that problems can be read', async () => {
    const { port, reached } = await startRecorded((outgoing, incoming) => {
      const accepted = String(incoming.headers['accept-encoding'])
      if (accepted.includes('zstd')) outgoing.setHeader('Content-Encoding', 'zstd')
      outgoing.end(accepted.includes('zstd') ? Buffer.from('(µ/ý zstd') : 'plain')
    })
    const response = await send(port, '/', { headers: { 'Accept-Encoding': 'zstd' } })
    expect(await text(response)).toBe('plain')
    expect(reached[0]?.headers).not.toHaveProperty('accept-encoding')
  })

  it('aborts its response if the upstream server aborts', async () => {
    const { port, lines } = await startRecorded((outgoing) => {
      outgoing.writeHead(200, { 'Content-Length': '1000' })
      outgoing.write('half', () => outgoing.destroy())
    })
    const response = await send(port, '/photos?a=SECRET')
    await expect(text(response)).rejects.toThrow('aborted')
    const next = await send(port, '/next')
    await expect(text(next)).rejects.toThrow('aborted')
    // The first line was written before the second request was read.
    expect(lines).toContainEqual(expect.stringMatching(/^GET \/photos 200 \(incomplete\) \d+ ms$/))
  })

  it('responds with 502, without the query, if the upstream server disconnects', async () => {
    const { port, lines } = await startRecorded((outgoing) => {
      outgoing.socket?.destroy()
    })
    const response = await send(port, '/photos?oauth_token_secret=SECRET')
    expect(response.statusCode).toBe(502)
    expect(`${await text(response)}${lines.join('\n')}`).not.toContain('SECRET')
  })

  it('ends the upload if the caller disconnects', async () => {
    let reachUpstream: (incoming: IncomingMessage) => void = () => undefined
    const started = new Promise<IncomingMessage>((resolve) => (reachUpstream = resolve))
    const origin = await startUpstream((incoming) => {
      incoming.on('error', () => undefined).resume()
      reachUpstream(incoming)
    })
    const { port } = await startProxy(folder, origin)
    const outgoing = request({ host: '127.0.0.1', port, method: 'POST', path: '/' })
    outgoing.on('error', () => undefined)
    outgoing.write('half')
    const incoming = await started
    outgoing.destroy()
    await closed(incoming)
    expect(incoming.complete).toBe(false)
  })

  it('serves other requests while an upstream server is slow', async () => {
    const waiting: ServerResponse[] = []
    const { port } = await startRecorded((outgoing, incoming) => {
      if (incoming.url === '/slow') waiting.push(outgoing)
      else outgoing.end('ok')
    })
    const slow = send(port, '/slow')
    while (waiting.length === 0) expect(await text(await send(port, '/fast'))).toBe('ok')
    waiting[0]?.end('late')
    expect(await text(await slow)).toBe('late')
  })

  it('logs neither secrets nor control characters', async () => {
    const { port, lines } = await startRecorded()
    const paths = ['/a?oauth_token_secret=SECRET', '/b%1b[31m', '/c%0aGET%20/forged']
    for (const path of paths) {
      const response = await send(port, path, { headers: { Authorization: 'Basic SECRET' } })
      response.resume()
      await once(response, 'end')
    }
    const logged = lines.slice(1).join('\n')
    for (const hidden of ['SECRET', 'the-token', '\u001b']) expect(logged).not.toContain(hidden)
    expect(logged.split('\n').filter((line) => line.startsWith('GET '))).toHaveLength(
      lines.length - 1,
    )
  })
})
