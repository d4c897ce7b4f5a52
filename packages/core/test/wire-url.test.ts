import { describe, expect, it } from 'vitest'

import { baseStringUri, isOAuthError, signatureBaseString } from '../src/index.js'
import { toWireUrl } from '../src/internal.js'

describe('toWireUrl', () => {
  it.each([
    ['https://photos.example/a?b#c', 'https://photos.example/a?b#c'],
    ['https://photos.example', 'https://photos.example'],
    ['', ''],
    ['/😀/a', '/%F0%9F%98%80/a'],
    ['/Köln', '/K%C3%B6ln'],
    ['Köln', 'K%C3%B6ln'],
    ['1http://h.example/ü', '1http://h.example/%C3%BC'],
    ['see http://müller.example/', 'see%20http://m%C3%BCller.example/'],
    ['http://h.example/ü/ü', 'http://h.example/%C3%BC/%C3%BC'],
    ['http://h.example/☃☃', 'http://h.example/%E2%98%83%E2%98%83'],
    ['http://h.example?ü', 'http://h.example?%C3%BC'],
    ['http://h.example#ü', 'http://h.example#%C3%BC'],
    ['http://müller.example', 'http://xn--mller-kva.example'],
    ['http://müller.example:8080?ü', 'http://xn--mller-kva.example:8080?%C3%BC'],
    ['http://MÜLLER.example/É', 'http://xn--mller-kva.example/%C3%89'],
    ['HTTP://H.Example/ü', 'HTTP://H.Example/%C3%BC'],
    ['x+y-z.1://müller.example/', 'x+y-z.1://m%C3%BCller.example/'],
    ['http://h.example/ ~', 'http://h.example/%20~'],
    ['http://h.example/\u007f', 'http://h.example/%7F'],
  ])('writes %j as %j', (url, wire) => {
    expect(toWireUrl(url)).toBe(wire)
  })

  it('refuses a host without an ASCII form, and says why', () => {
    try {
      toWireUrl('https://ü ü.example/')
    } catch (error) {
      expect(isOAuthError(error) && error.code).toBe('parameter_rejected')
      expect((error as Error).cause).toBeInstanceOf(TypeError)
    }
    expect.assertions(2)
  })
})

describe('baseStringUri', () => {
  it.each([
    ['http://h.example/a?b', 'http://h.example/a'],
    ['http://h.example/a#b', 'http://h.example/a'],
    ['http://h.example/a?b#c?d', 'http://h.example/a'],
    ['http://h.example/a#b?c', 'http://h.example/a'],
    ['http://h.example/?', 'http://h.example/'],
    ['http://h.example#x', 'http://h.example/'],
    ['http://h.example?x#y', 'http://h.example/'],
    ['HTTP://H.example/A#b\nc', 'http://h.example/A'],
    ['HTTP://H.example/A?b\nc', 'http://h.example/A'],
    ['HTTP://h.example/a/b?c', 'http://h.example/a/b'],
    ['HTTP://h.example:443/', 'http://h.example:443/'],
    ['HTTPS://h.example:80/', 'https://h.example:80/'],
    ['https://h.example:443/', 'https://h.example/'],
    ['https://h.example:/', 'https://h.example/'],
    ['https://h.example:8443/', 'https://h.example:8443/'],
    ['http://h.example:08/', 'http://h.example:08/'],
    ['https://h_x~1.example/a', 'https://h_x~1.example/a'],
    ['https://[::1]:8080/a', 'https://[::1]:8080/a'],
    ['https://[::FFFF:1.2.3.4]/', 'https://[::ffff:1.2.3.4]/'],
  ])('of %j is %j', (url, uri) => {
    expect(baseStringUri(url)).toBe(uri)
  })

  it.each([
    ' http://h.example/',
    'xhttp://h.example/',
    'httpx://h.example/',
    'see http://h.example/a',
    'http://h.example:80:80/',
    'http://h.example:80 /',
    'http://x[::1]/',
    'http://[::1]x/',
    'http://[::g]/',
    'http://[]/',
    'http://a\\b/',
    'http://a]b/',
    'http://:80/',
    'http://@h.example/',
    'http://?',
    'https://#',
    'http:/h.example/',
  ])('refuses %j', (url) => {
    try {
      baseStringUri(url)
    } catch (error) {
      expect(isOAuthError(error) && error.code).toBe('parameter_rejected')
    }
    expect.assertions(1)
  })
})

describe('the query in the base string', () => {
  const parametersOf = (url: string): string | undefined =>
    signatureBaseString({ method: 'GET', url, parameters: [['z', '1']] }).split('&')[2]

  it.each([
    ['http://h.example/', 'z%3D1'],
    ['http://h.example/?', 'z%3D1'],
    ['http://h.example/?a', 'a%3D%26z%3D1'],
    ['http://h.example/?a=1#?b=2', 'a%3D1%26z%3D1'],
    ['HTTP://h.example?a=1#?b=2', 'a%3D1%26z%3D1'],
    ['HTTP://h.example/x#?b=2', 'z%3D1'],
    ['http://h.example/?b=2&a=1&b=1', 'a%3D1%26b%3D1%26b%3D2%26z%3D1'],
    ['http://h.example/?a==', 'a%3D%253D%26z%3D1'],
    ['http://h.example/?a=b=c&d', 'a%3Db%253Dc%26d%3D%26z%3D1'],
    ['http://h.example/?d&a=b=c', 'a%3Db%253Dc%26d%3D%26z%3D1'],
    ['http://h.example/?=', '%3D%26z%3D1'],
    ['http://h.example/?&&a=1&', 'a%3D1%26z%3D1'],
    ['http://h.example/?a=%2b+', 'a%3D%252B%2520%26z%3D1'],
  ])('of %j is %j', (url, parameters) => {
    expect(parametersOf(url)).toBe(parameters)
  })

  it('is sorted in the same way however many parameters there are', () => {
    for (const count of [1, 2, 5, 16, 17, 18, 40, 200]) {
      const names = Array.from({ length: count }, (_, index) => `p${1000 + ((index * 79) % 997)}`)
      const query = names.flatMap((name) => [`${name}=2`, `${name}=1`, `${name}=`]).join('&')
      const pairs = names.flatMap((name) => [`${name}=`, `${name}=1`, `${name}=2`])
      const sorted = [...pairs, 'z=1'].sort().join('&')
      expect(parametersOf(`http://h.example/?${query}`)).toBe(encodeURIComponent(sorted))
    }
  })
})
