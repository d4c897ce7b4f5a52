import { fetchOAuth } from '@oauthplus/server-fetch'
import { describe, expect, it } from 'vitest'

import { ORIGIN, requestOf, startSite } from './start-site.js'
import type { RequestChanges, SiteUser } from './start-site.js'
import type { ProviderOptions } from '@oauthplus/server'

const LOCAL = 'http://127.0.0.1:3000'

async function ask(
  options: Partial<ProviderOptions<SiteUser>>,
  {
    signed = `${ORIGIN}/photos`,
    peer,
    ...changes
  }: RequestChanges & { readonly signed?: string; readonly peer?: string },
): Promise<string> {
  const { provider, sign, events } = await startSite(options)
  const { protect } = fetchOAuth(provider, {
    getUserId: () => 'jane',
    getLoginUrl: () => '/login',
    getPeerAddress: (_request, address: string | undefined) => address,
  })
  const photos = protect({}, (...[, address]: [Request, string | undefined]) =>
    Response.json(address ?? null),
  )
  const response = await photos(requestOf(await sign({ url: signed }), changes), peer)
  const event = events.at(-1)
  return response.status === 200
    ? 'verified'
    : `${response.status} ${event?.type === 'request_refused' ? event.problem.code : ''}`
}

describe('the URL of a request', () => {
  it('has the host of the provider, whatever host the platform writes into it', async () => {
    expect(await ask({}, {})).toBe('verified')
    expect(await ask({}, { url: `${LOCAL}/photos` })).toBe('verified')
    const headers = [['host', 'photos.example']] as [string, string][]
    expect(await ask({}, { url: 'http://localhost:3000/photos', headers })).toBe('verified')
    expect(await ask({}, { url: 'https://attacker.example/photos', headers })).toBe('verified')
  })

  it('keeps its path and its query unchanged', async () => {
    for (const target of [
      '/a%2Fb',
      '/%7Euser/%E2%98%83',
      '//double',
      "/it's(*)",
      '/?',
      '/a?b=%27&b=&c',
      '/a?b=+%20',
      '/a?b=c?d/e',
      '/a;b=c,d',
      '/a%00b',
    ]) {
      const url = `${ORIGIN}${target}`
      expect([target, await ask({}, { signed: url })]).toEqual([target, 'verified'])
    }
  })

  it.each([
    ['/a/../photos', '/photos'],
    ['/a/%2e%2E/photos', '/photos'],
    ['/./photos', '/photos'],
    ['/a\\b', '/a/b'],
    ['/a"b', '/a%22b'],
    ['/a{b}', '/a%7Bb%7D'],
    ['/a\tb', '/ab'],
  ])('is verified as the URL standard reads it: %j as %s', async (sent, read) => {
    const url = `${ORIGIN}${sent}`
    expect(new Request(url).url).toBe(`${ORIGIN}${read}`)
    // A client that parses URLs signs this one.
    expect(await ask({}, { signed: `${ORIGIN}${read}`, url })).toBe('verified')
    // One that does not parse them signs what no server can see behind the standard.
    if (!/[\t\\]/.test(sent)) {
      expect(await ask({}, { signed: url, url })).toBe('401 signature_invalid')
    }
  })

  it('is refused if it has a fragment, which handlers may read and no signature covers', async () => {
    expect(await ask({}, { url: `${ORIGIN}/photos#a=1` })).toBe('400 parameter_rejected')
  })

  it('is refused if it is that of a whole server, not of a resource', async () => {
    // workerd writes the target of `OPTIONS *` behind the host.
    const { provider, sign } = await startSite()
    const { protect, routes } = fetchOAuth(provider, {
      getUserId: () => 'jane',
      getLoginUrl: () => '/login',
    })
    const signed = requestOf(await sign({ url: `${ORIGIN}/` }))
    const request = Object.defineProperty(signed, 'url', { value: `${ORIGIN}*` })
    expect((await protect({}, () => new Response())(request)).status).toBe(400)
    expect(await routes(request)).toBeUndefined()
  })

  it('is refused if it names another host than the Host header, and no publicUrl decides', async () => {
    const options = { publicUrl: undefined }
    const local = { signed: `${LOCAL}/photos`, peer: '127.0.0.1' }
    const host = (value: string): { readonly headers: [string, string][] } => ({
      headers: [['host', value]],
    })
    expect(await ask(options, { ...local, ...host('127.0.0.1:3000') })).toBe('verified')
    expect(await ask(options, { ...local, ...host('127.0.0.1:3001') })).toBe(
      '400 parameter_rejected',
    )
    const url = 'http://attacker.example/photos'
    expect(await ask(options, { ...local, url, ...host('127.0.0.1:3000') })).toBe(
      '400 parameter_rejected',
    )
    const tenants = { publicUrl: () => ORIGIN }
    expect(await ask(tenants, { ...host('photos.example') })).toBe('verified')
    expect(await ask(tenants, { url, ...host('photos.example') })).toBe('400 parameter_rejected')
  })

  it('takes two spellings of one host for the same', async () => {
    const options = { publicUrl: () => ORIGIN }
    for (const value of ['Photos.Example', 'photos.example:443']) {
      expect(await ask(options, { headers: [['host', value]] })).toBe('verified')
    }
  })

  it('names the host if there is no Host header, as over HTTP/2', async () => {
    const options = { publicUrl: undefined }
    const local = { signed: `${LOCAL}/photos`, peer: '127.0.0.1' }
    expect(await ask(options, local)).toBe('verified')
    expect(await ask(options, { ...local, url: 'http://attacker.example/photos' })).toBe(
      '400 parameter_rejected',
    )
  })
})

describe('the address of a request', () => {
  const options = { publicUrl: undefined }
  const local = { signed: `${LOCAL}/photos` }

  it('is not known without getPeerAddress, so that plain HTTP on this machine is refused', async () => {
    expect(await ask(options, local)).toBe('403 insecure_transport')
    expect(await ask(options, { ...local, peer: '203.0.113.7' })).toBe('403 insecure_transport')
    expect(await ask(options, { ...local, peer: '::1' })).toBe('verified')
  })

  it.each(['X-Forwarded-For', 'X-Real-IP', 'Forwarded', 'CF-Connecting-IP', 'True-Client-IP'])(
    'is never that of the header %s',
    async (name) => {
      const value = name === 'Forwarded' ? 'for=127.0.0.1' : '127.0.0.1'
      expect(await ask(options, { ...local, headers: [[name, value]] })).toBe(
        '403 insecure_transport',
      )
    },
  )

  it('is the address of a trusted proxy’s client if the peer is that proxy', async () => {
    const behind = {
      trustedProxies: ['10.0.0.1'],
      allowedHosts: ['photos.example'],
      publicUrl: undefined,
    }
    const headers: [string, string][] = [
      ['X-Forwarded-For', '203.0.113.7'],
      ['X-Forwarded-Proto', 'https'],
      ['X-Forwarded-Host', 'photos.example'],
      ['Host', '10.0.0.2:3000'],
    ]
    const url = 'http://10.0.0.2:3000/photos'
    expect(await ask(behind, { url, headers, peer: '10.0.0.1' })).toBe('verified')
    expect(await ask(behind, { url, headers, peer: '10.0.0.9' })).toBe('400 parameter_rejected')
    expect(await ask(behind, { url, headers })).toBe('400 parameter_rejected')
  })

  it.each([
    ['an object, as server.requestIP() of Bun does', { address: '127.0.0.1', family: 'IPv4' }],
    ['a promise', Promise.resolve('127.0.0.1')],
    ['null', null],
  ])('is refused if getPeerAddress returns %s', async (_, peer) => {
    await expect(ask(options, { ...local, peer: peer as unknown as string })).rejects.toThrow(
      /^readWebRequest: peerAddress must be an IP address as a string, received /,
    )
  })
})
