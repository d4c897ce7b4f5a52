import { describeValue } from '@oauthplus/core/internal'
import { describe, expect, it } from 'vitest'

import { writeHeaders } from '../src/adapter.js'
import {
  addWebHeaders,
  createWebResponse,
  readWebPath,
  readWebRequest,
  createHeaderAccess,
} from '../src/web.js'
import { testProvider } from './neutral-requests.js'

const URL_OF_PHOTOS = 'https://photos.example/photos?a=1'

describe('readWebRequest', () => {
  it('takes the host from the URL if no header names it', async () => {
    const { provider } = await testProvider({ publicUrl: undefined })
    const { url, headers, method, peer } = readWebRequest(provider, new Request(URL_OF_PHOTOS), {
      peerAddress: '192.0.2.1',
    })
    expect([method, url, headers, peer]).toEqual([
      'GET',
      '/photos?a=1',
      [['host', 'photos.example']],
      { address: '192.0.2.1', secure: true },
    ])
  })

  it('passes on a URL that names another host unless the public URL is fixed', async () => {
    const request = new Request(URL_OF_PHOTOS, { headers: { host: 'internal.example' } })
    const urls = [undefined, 'https://photos.example'].map(async (publicUrl) => {
      const { provider } = await testProvider({ publicUrl })
      return readWebRequest(provider, request).url
    })
    expect(await Promise.all(urls)).toEqual([URL_OF_PHOTOS, '/photos?a=1'])
  })

  it('reads the body once, and leaves it readable', async () => {
    const { provider } = await testProvider()
    const request = new Request(URL_OF_PHOTOS, { method: 'POST', body: 'a=1' })
    const { readBody } = readWebRequest(provider, request)
    const bytes = await readBody(10)
    expect(new TextDecoder().decode(bytes)).toBe('a=1')
    expect(await readBody(10)).toBe(bytes)
    expect(await request.text()).toBe('a=1')
  })

  it('reads the body that was kept', async () => {
    const { provider } = await testProvider()
    const request = new Request(URL_OF_PHOTOS, { method: 'POST', body: 'a=1' })
    const kept = request.clone()
    await request.text()
    await expect(readWebRequest(provider, request).readBody(10)).rejects.toThrow(
      /^The body of this request was read before OAuth could/,
    )
    const { readBody } = readWebRequest(provider, request, { getKept: () => Promise.resolve(kept) })
    expect(new TextDecoder().decode(await readBody(10))).toBe('a=1')
  })

  it.each([
    ['a provider', [{}, new Request(URL_OF_PHOTOS)], 'provider must be a provider that create'],
    ['a Request', [undefined, URL_OF_PHOTOS], 'request must be a Request, received a string'],
    [
      'options',
      [undefined, new Request(URL_OF_PHOTOS), { peerAddress: 5 }],
      'peerAddress must be an IP address as a string, received 5',
    ],
  ])('refuses other values in place of %s', async (_what, [given, ...others], message) => {
    const { provider } = await testProvider()
    const call = readWebRequest as (...values: readonly unknown[]) => unknown
    expect(() => call(given ?? provider, ...others)).toThrow(TypeError)
    expect(() => call(given ?? provider, ...others)).toThrow(`readWebRequest: ${message}`)
  })
})

describe('readWebPath', () => {
  it.each([
    ['https://photos.example', '/'],
    ['https://photos.example?a=/b', '/'],
    ['https://photos.example/a%2Fb/../c?d#e', '/a%2Fb/../c'],
    ['https://photos.example/a#b?c', '/a'],
    ['HTTP://photos.example//a', '//a'],
    ['https://photos.example*', '*'],
    ['/photos', '/photos'],
  ])('of %s is %s', (url, path) => {
    // A platform may leave the URL as it was sent, which the Request of Node does not.
    const request = { url, headers: new Headers() } as unknown as Request
    expect(readWebPath(request)).toBe(path)
  })

  it.each([undefined, null, URL_OF_PHOTOS, { headers: {} }])('refuses %j', (value) => {
    expect(() => readWebPath(value as unknown as Request)).toThrow(
      `readWebPath: request must be a Request, received ${describeValue(value)}`,
    )
  })
})

describe('createWebResponse', () => {
  it('has the status, the headers and the body', async () => {
    const headers = [
      ['Content-Type', 'text/plain'],
      ['X-A', '1'],
    ] as const
    const response = createWebResponse({ status: 401, headers, body: 'no' })
    expect([response.status, await response.text(), [...response.headers]]).toEqual([
      401,
      'no',
      [
        ['content-type', 'text/plain'],
        ['x-a', '1'],
      ],
    ])
  })

  it('has no Content-Type that the provider has not set', () => {
    const { body, headers } = createWebResponse({ status: 200, headers: [], body: '' })
    expect([body, [...headers]]).toEqual([null, []])
  })

  it('refuses other values', () => {
    expect(() => createWebResponse(undefined as never)).toThrow(
      'createWebResponse: response must be a ProviderResponse, received undefined',
    )
  })
})

describe('addWebHeaders', () => {
  const added = {
    headers: [
      ['Vary', 'Authorization'],
      ['Cache-Control', 'no-store'],
    ],
  } as const

  it('keeps the Response and its own headers', () => {
    const response = new Response('photos', { headers: { Vary: 'Accept', 'Cache-Control': 'a' } })
    expect(addWebHeaders(response, added)).toBe(response)
    expect([...response.headers]).toContainEqual(['cache-control', 'a'])
    expect(response.headers.get('vary')).toBe('Accept, Authorization')
  })

  it('copies a Response whose headers cannot be changed', () => {
    const response = Response.redirect('https://photos.example/', 307)
    const copy = addWebHeaders(response, added)
    expect(copy).not.toBe(response)
    expect([copy.status, copy.headers.get('location'), copy.headers.get('cache-control')]).toEqual([
      307,
      'https://photos.example/',
      'no-store',
    ])
  })

  it.each([
    [[undefined, added], 'response must be a Response, received undefined'],
    [[new Response(), {}], 'added.headers must be an array of [name, value] pairs'],
  ])('refuses other values: %#', (values, message) => {
    const call = addWebHeaders as (...given: readonly unknown[]) => unknown
    expect(() => call(...values)).toThrow(`addWebHeaders: ${message}`)
  })
})

describe('createHeaderAccess', () => {
  it('reads and sets headers', () => {
    const headers = new Headers({ Vary: 'Origin' })
    writeHeaders(createHeaderAccess(headers), { headers: [['Vary', 'Authorization']] })
    expect(headers.get('vary')).toBe('Origin, Authorization')
    expect(createHeaderAccess(headers).getHeader('X-A')).toBeUndefined()
  })

  it('refuses other values', () => {
    expect(() => createHeaderAccess({} as Headers)).toThrow(
      'createHeaderAccess: headers must be Headers, received an object',
    )
  })
})
