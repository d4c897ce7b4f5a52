import { expect, it } from 'vitest'

import { containsSecret } from '../src/errors/contains-secret.js'
import { readProblem } from '../src/index.js'

it('returns no problem for an error response above the limit, and does not wait', async () => {
  const response = new Response('a'.repeat(70_000), { status: 401 })
  expect(await readProblem(response)).toBeUndefined()
  expect(await response.text()).toHaveLength(70_000)
})

it('parses a challenge with quoted pairs, words of other schemes, and an unclosed quote', async () => {
  const challenge = String.raw`Basic realm="a, b", OAuth realm="a\"b", oauth_problem="token\_used", x="y`
  const response = new Response('', { status: 401, headers: { 'WWW-Authenticate': challenge } })
  expect(await readProblem(response)).toMatchObject({ code: 'token_used' })
})

it.each([
  'OAuth oauth_problem = "token_used"',
  'OAuth oauth_problem\t= token_used ,',
  'OAuth realm = "a",, oauth_problem ="token_used",',
  ',, OAuth , oauth_problem="token_used"',
  'Negotiate abc==, , OAuth oauth_problem= "token_used"',
  'Basic realm = "a", OAuth oauth_problem="token_used"',
  'OAuth realm="a", oauth_problem="token_used", Basic oauth_problem = "token_expired"',
  'Basic realm="a" "b", OAuth oauth_problem="token_used"',
  'Basic realm="a""OAuth oauth_problem=token_expired, OAuth a", OAuth oauth_problem="token_used"',
  'Basic realm="a", =, OAuth , = oauth_problem="token_used"',
  'Bearer "error", OAuth realm="a" "b" oauth_problem="token_used" "c"',
])(
  'skips empty elements, whitespace around equals signs, and stray characters in the challenge %s',
  async (value) => {
    const response = new Response('', { status: 401, headers: { 'WWW-Authenticate': value } })
    expect(await readProblem(response)).toMatchObject({ code: 'token_used' })
  },
)

it.each([
  'the-secret',
  'the%2Dsecret',
  '%FF%74%68%65%2dsecret',
  '%C3%74he-secret%E9',
  'a%the-secret',
  '%2574he-secret',
  '%25252574he-secret',
  'é%C3%A9 the-secret',
  '%',
])('finds a secret next to escapes that are not valid UTF-8: %s', (text) => {
  expect(containsSecret(text, ['the-secret'])).toBe(text !== '%')
})

it('parses a long challenge of stray characters in a fraction of a second', async () => {
  for (const sign of [String.raw`\"`, '"', '= ', ' , ', String.raw`a="\"`]) {
    const value = `OAuth ${sign.repeat(100_000)}`
    const response = new Response('', { status: 401, headers: { 'WWW-Authenticate': value } })
    const start = process.cpuUsage()
    expect(await readProblem(response)).toBeUndefined()
    const { user, system } = process.cpuUsage(start)
    expect((user + system) / 1000).toBeLessThan(1000)
  }
})

it.each([
  [String.raw`{"error":"3q2+7w\/abcd=="}`, '3q2+7w/abcd=='],
  [String.raw`3q2+7w\u002Fabcd\u003d=`, '3q2+7w/abcd=='],
  [String.raw`{"a":"{\"b\":\"3q2+7w\\\/abcd==\"}"}`, '3q2+7w/abcd=='],
  [String.raw`%7B%22a%22:%223q2+7w%5C/abcd%3D%3D%22`, '3q2+7w/abcd=='],
  [String.raw`{"a":"3q2%2B7w%2Fabcd\u003D\u003D"}`, '3q2+7w/abcd=='],
  [String.raw`"\ud83d\ude00 and more"`, '😀 and more'],
  ['<p>3q2+7w&#x2F;abcd&#61;&#61;</p>', '3q2+7w/abcd=='],
  ['<p>a&lt;b&amp;c&quot;&#39;&gt;&apos;</p>', `a<b&c"'>'`],
  ['<p>a&amp;amp;b</p>', 'a&b'],
  [String.raw`\n\u0061\u0062\/c`, 'ab/c'],
  [String.raw`a\b&amp;c`, String.raw`a\b&c`],
  [String.raw`a%5C/b`, String.raw`a\/b`],
])('finds a secret in JSON and HTML escapes: %s', (text, secret) => {
  expect(containsSecret(text, [secret])).toBe(true)
})

it.each([String.raw`\u12`, String.raw`\uzzzz`, '&#x110000;', '&#9999999;', '&;', '\\'])(
  'is not misled by an invalid escape: %s',
  (text) => {
    expect(containsSecret(`${text}the-secret`, ['the-secret'])).toBe(true)
    expect(containsSecret(text, ['the-secret'])).toBe(false)
  },
)

it('finds a non-ASCII secret, and a secret with a space in a form', () => {
  expect(containsSecret('a=%C3%A9%E2%98%83', ['é☃'])).toBe(true)
  expect(containsSecret('a=two+words', ['two words'])).toBe(true)
  expect(containsSecret('a=two+words', ['words two'])).toBe(false)
})

it('searches 1 MiB of escapes in a fraction of a second', () => {
  for (const escape of ['%C3=', String.raw`\\\\`, String.raw`\u5c`, '&amp;']) {
    const text = escape.repeat(1_048_576 / escape.length)
    const start = process.cpuUsage()
    expect(containsSecret(text, ['the-secret'])).toBe(false)
    const { user, system } = process.cpuUsage(start)
    expect((user + system) / 1000).toBeLessThan(1000)
  }
})
