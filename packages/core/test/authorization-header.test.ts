import { expect, it } from 'vitest'

import {
  collectRequest,
  formatAuthorizationHeader,
  isOAuthError,
  parseAuthorizationHeader,
} from '../src/index.js'

it.each(['OAuth', 'oauth', 'OAUTH', 'oAuTh'])('reads the scheme as %s', (scheme) => {
  expect(parseAuthorizationHeader(`${scheme} oauth_token="a"`)?.parameters).toEqual([
    ['oauth_token', 'a'],
  ])
})

it.each(['Basic abc', 'Bearer x', 'OAuth2 x="y"', 'OAuthx="y"', '', 'NotOAuth a="b"'])(
  'finds no credentials in %j',
  (value) => {
    expect(parseAuthorizationHeader(value)).toBeUndefined()
  },
)

it('keeps empty values, decodes names and values, and sets the realm apart', () => {
  const value = 'OAuth realm="a \\"b\\" , c", oauth_token="", oauth%5Fx="%26+", oauth_y=bare'
  expect(parseAuthorizationHeader(value)).toEqual({
    realm: 'a "b" , c',
    parameters: [
      ['oauth_token', ''],
      ['oauth_x', '&+'],
      ['oauth_y', 'bare'],
    ],
  })
})

it.each([
  ['OAuth a=",b"', ',b'],
  ['OAuth a=" b",c="d"', ' b'],
  ['OAuth a="b c",c="d"', 'b c'],
  ['OAuth a="b,c", c="d"', 'b,c'],
])('keeps spaces and commas in the value of %j', (header, value) => {
  const [first, second] = parseAuthorizationHeader(header)?.parameters ?? []
  expect(first).toEqual(['a', value])
  if (header.includes('c="d"')) expect(second).toEqual(['c', 'd'])
})

it('writes a header without parameters', () => {
  expect(formatAuthorizationHeader([])).toBe('OAuth')
  expect(formatAuthorizationHeader([], { realm: 'a' })).toBe('OAuth realm="a"')
})

it('does not decode the realm', () => {
  expect(parseAuthorizationHeader('OAuth realm="http%3A%2F%2Fx"')?.realm).toBe('http%3A%2F%2Fx')
})

it.each([
  'OAuth oauth_token="a", oauth_x="b",',
  'OAuth oauth_token="a", oauth_x="b", ',
  'OAuth oauth_token="a", oauth_x="b" ,\t, ,,',
  'OAuth ,oauth_token="a", oauth_x="b"',
  'OAuth , \t,,oauth_token="a",oauth_x="b"',
  'OAuth\t,oauth_token="a", oauth_x="b"',
  'OAuth oauth_token="a",,oauth_x="b"',
  'OAuth oauth_token="a",\toauth_x="b"',
  'OAuth oauth_token="a",  oauth_x="b"',
  'OAuth oauth_token="\\a", oauth_x="b"',
  'OAuth oauth_token="a", , oauth_x="b"',
  'OAuth oauth_token="a" ,\t,,, oauth_x="b"',
  'OAuth oauth_token=a,,oauth_x=b,',
  'OAuth oauth_token = "a", oauth_x = "b"',
  'OAuth oauth_token ="a", oauth_x= "b"',
  'OAuth oauth_token\t=\t"a", oauth_x \t = \t "b"',
  'OAuth oauth_token = a , oauth_x = b ',
  'OAuth %6fauth_token = "%61",oauth%5Fx = "\\b"',
])('ignores empty elements and whitespace around the equals sign in %j', (value) => {
  expect(parseAuthorizationHeader(value)).toEqual({
    realm: undefined,
    parameters: [
      ['oauth_token', 'a'],
      ['oauth_x', 'b'],
    ],
  })
})

it.each(['OAuth', 'OAuth ', 'OAuth ,', 'OAuth ,, \t,'])('finds no parameter in %j', (value) => {
  expect(parseAuthorizationHeader(value)).toEqual({ realm: undefined, parameters: [] })
})

it.each(['OAuth realm = "a",', 'OAuth ,REALM\t= a,'])('finds the realm in %j', (value) => {
  expect(parseAuthorizationHeader(value)).toEqual({ realm: 'a', parameters: [] })
})

it.each(['realms', 'xrealm', 'real'])('takes %s for a parameter', (name) => {
  expect(parseAuthorizationHeader(`OAuth ${name}="a"`)).toEqual({
    realm: undefined,
    parameters: [[name, 'a']],
  })
})

it.each([
  'Basic eA==,OAuth a="b"',
  'Basic eA==, \tOAuth a="b"',
  'Basic eA==, OAuth',
  'Basic, oauth,',
  'Digest a="b", OAuth\ta="b"',
  'Digest a="\\"", OAuth a="b"',
])('refuses %j, which joins another scheme and OAuth', (value) => {
  const request = { method: 'GET', url: 'https://a.example/', headers: [['authorization', value]] }
  expect(() => collectRequest(request as never)).toThrow(
    'The request has two Authorization headers.',
  )
})

it.each([
  'Basic eA==',
  'Basic eA==, OAuth2 a="b"',
  'Basic eA==,xOAuth a="b"',
  'Basic OAuth a="b"',
  'Digest a=", OAuth b"',
  'Digest a="\\", OAuth b"',
])('finds no credentials in a request with %j', (value) => {
  const headers = [['authorization', value]] as const
  const collected = collectRequest({ method: 'GET', url: 'https://a.example/', headers })
  expect(collected).toMatchObject({ source: undefined, header: [], protocol: [] })
})

it('may contain a parameter with the name of its scheme, and parameters outside the protocol', () => {
  const headers = [['authorization', 'OAuth oauth_token="a", OAuth ="b"']] as const
  const collected = collectRequest({ method: 'GET', url: 'https://a.example/', headers })
  expect(collected.header).toEqual([
    ['oauth_token', 'a'],
    ['OAuth', 'b'],
  ])
  expect(collected.protocol).toEqual([['oauth_token', 'a']])
})

it.each(['OAuth,oauth_token="a"', 'OAuth="a"'])('finds another scheme in %j', (value) => {
  expect(parseAuthorizationHeader(value)).toBeUndefined()
})

it.each([
  'OAuth oauth_token',
  'OAuth oauth_token="a',
  'OAuth oauth_token="a" oauth_nonce="b"',
  'OAuth ="a"',
  'OAuth = "a"',
  'OAuth ,="a"',
  'OAuth oauth_token="a", b',
  'OAuth a b="c"',
  'OAuth a, b="c"',
  'OAuth a="b" c',
  'OAuth a= b c',
  'OAuth a= b c="d"',
  'OAuth a=b"c"',
  'OAuth a=b", c="d"',
  'OAuth a="x," b="c"',
  'OAuth a="b""c"',
  'OAuth a="b"; c="d"',
  'OAuth a==b',
  'OAuth a= =b',
  'OAuth a =\u00a0"b"',
  'OAuth a=\n"b"',
  'OAuth realm="a",,realm="b"',
  'OAuth oauth_token="%zz"',
  'OAuth oauth_token="%E9"',
  'OAuth realm="a", Realm="b"',
  'OAuth oauth_token="a"b',
])('refuses %j', (value) => {
  try {
    parseAuthorizationHeader(value)
  } catch (error) {
    expect(isOAuthError(error) && error.code).toBe('parameter_rejected')
  }
  expect.assertions(1)
})

it('writes what it reads', () => {
  const parameters = [
    ['oauth_token', ''],
    ['oauth_x', 'a "b" ☃'],
  ] as const
  const value = formatAuthorizationHeader(parameters, { realm: 'a\\"b' })
  expect(value).toBe('OAuth realm="a\\\\\\"b", oauth_token="", oauth_x="a%20%22b%22%20%E2%98%83"')
  expect(parseAuthorizationHeader(value)).toEqual({ realm: 'a\\"b', parameters })
})

it.each(['a\r\nX-Evil: 1', 'a\u0000', '☃'])('refuses to write the realm %j', (realm) => {
  expect(() => formatAuthorizationHeader([], { realm })).toThrow(TypeError)
  expect(() => formatAuthorizationHeader([], { realm })).toThrow(
    /^formatAuthorizationHeader: realm must not contain control characters/,
  )
})

it('reads a header of a hundred thousand characters in linear time', () => {
  const before = performance.now()
  const hostile = ['"', '\\', ' x', 'a="', 'a=', '%', 'a="\\'].map((unit) => unit.repeat(100_000))
  hostile.push(...[', ', ' ', 'a =', ',a= ', 'a="b",, '].map((unit) => `${unit.repeat(100_000)}"`))
  for (const text of hostile) {
    expect(() => parseAuthorizationHeader(`OAuth ${text}`)).toThrow()
  }
  expect(performance.now() - before).toBeLessThan(2000)
})
