import { expect, it } from 'vitest'

import { baseStringUri, signatureBaseString } from '../src/index.js'
import { toWireUrl } from '../src/internal.js'

it('keeps encoded paths and dot segments as sent', () => {
  expect(baseStringUri('http://h.example/a/../b/./%2e%2E/%2F;x?y')).toBe(
    'http://h.example/a/../b/./%2e%2E/%2F;x',
  )
})

it('keeps the literal of an IPv6 host', () => {
  expect(baseStringUri('HTTPS://[2001:DB8:0::1]:443/x')).toBe('https://[2001:db8:0::1]/x')
})

it.each(['http://h.example:', 'http://h.example:80', 'http://h.example', 'HTTP://H.Example?a'])(
  'gives %s the path /',
  (url) => {
    expect(baseStringUri(url)).toBe('http://h.example/')
  },
)

it('reads a URL object of another realm', () => {
  const url = {
    [Symbol.toStringTag]: 'URL',
    href: 'http://h.example/x?y',
    origin: 'http://h.example',
  }
  expect(baseStringUri(url)).toBe('http://h.example/x')
})

it.each([
  '/path',
  'ftp://h.example/',
  'http:///x',
  'http://user:secret@h.example/',
  'http://h.example:80a/',
  'http://h .example/',
  'http://[::1/',
  'http:h.example',
  '',
])('refuses %j and repeats nothing of it', (url) => {
  try {
    baseStringUri(url)
  } catch (error) {
    expect(String(error)).toMatch(/^OAuthError: The URL/)
    expect(String(error)).not.toContain('secret')
  }
  expect.assertions(2)
})

it('leaves out the signature, and encodes names and values twice', () => {
  const parameters = [
    ['oauth_signature', 'x'],
    ['a b', 'c'],
    ['d', 'e f'],
  ] as const
  const input = { method: 'get', url: 'http://h.example/?oauth_signature=y', parameters }
  expect(signatureBaseString(input)).toBe('GET&http%3A%2F%2Fh.example%2F&a%2520b%3Dc%26d%3De%2520f')
})

it('signs a parameter named realm in the query', () => {
  expect(
    signatureBaseString({ method: 'GET', url: 'http://h.example/?realm=x', parameters: [] }),
  ).toContain('realm%3Dx')
})

it('encodes only characters that are invalid in a request line', () => {
  expect(toWireUrl('https://müller.example/Köln/a b?x=☃#ü')).toBe(
    'https://xn--mller-kva.example/K%C3%B6ln/a%20b?x=%E2%98%83#%C3%BC',
  )
  const legal = "HTTPS://A.example:443/x/../[y]|{z}'?a=[b]"
  expect(toWireUrl(legal)).toBe(legal)
})
