import { expect, it } from 'vitest'

import { isOAuthError, percentDecode, percentEncode } from '../src/index.js'

function codeOf(call: () => unknown): string {
  try {
    call()
  } catch (error) {
    if (isOAuthError(error)) return error.code
    throw error
  }
  return 'no error'
}

it('leaves exactly the unreserved characters', () => {
  const ascii = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code))
  const left = ascii.filter((character) => percentEncode(character) === character).join('')
  expect(left).toBe('-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~')
})

it('encodes in upper case what encodeURIComponent leaves', () => {
  expect(percentEncode("a!'()*b")).toBe('a%21%27%28%29%2Ab')
})

it.each([
  ['%', 'A "%" is not followed by two hexadecimal digits.'],
  ['%4', 'A "%" is not followed by two hexadecimal digits.'],
  ['%4g', 'A "%" is not followed by two hexadecimal digits.'],
  ['%41%zz', 'A "%" is not followed by two hexadecimal digits.'],
  ['%E9', 'Percent-escapes do not form UTF-8.'],
  ['%e9%AF', 'Percent-escapes do not form UTF-8.'],
])('explains why %s is invalid', (text, message) => {
  expect(() => percentDecode(text)).toThrow(message)
})

it('encodes astral characters as UTF-8', () => {
  expect(percentEncode('😀')).toBe('%F0%9F%98%80')
})

it('decodes what it encodes, for every kind of character', () => {
  for (let code = 0; code < 0x11_0000; code += 97) {
    if (code >= 0xd800 && code <= 0xdfff) continue
    const text = `a${String.fromCodePoint(code)}%`
    expect(percentDecode(percentEncode(text))).toBe(text)
  }
})

it('leaves a plus when it decodes', () => {
  expect(percentDecode('a+b%2B')).toBe('a+b+')
})

it.each(['\ud800', 'a\udc00', '\ud83d\ud83d'])('refuses half a surrogate pair: %j', (text) => {
  expect(codeOf(() => percentEncode(text))).toBe('parameter_rejected')
})

it.each(['%', '%4', '%zz', '%E2%98', 'a%', '%u2603'])('refuses the malformed escape %s', (text) => {
  expect(codeOf(() => percentDecode(text))).toBe('parameter_rejected')
})

it.each(['%E9', '%FF', '%C0%80', '%ED%A0%80', '%F8%88%80%80%80', '%E2%28%A1'])(
  'refuses octets that are not UTF-8: %s',
  (text) => {
    expect(codeOf(() => percentDecode(text))).toBe('parameter_rejected')
  },
)

it('repeats no part of the text in its message, which may be a secret', () => {
  try {
    percentEncode('my secret \ud800')
  } catch (error) {
    expect(String(error)).not.toContain('my secret')
  }
  expect.assertions(1)
})
