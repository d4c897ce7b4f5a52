import { expect, it } from 'vitest'

import { showsSecret } from '../src/errors/shows-secret.js'
import { readProblem } from '../src/index.js'

it('gives no problem for an error response that is longer than is read, and does not wait', async () => {
  const response = new Response('a'.repeat(70_000), { status: 401 })
  expect(await readProblem(response)).toBeUndefined()
  expect(await response.text()).toHaveLength(70_000)
})

it('reads a challenge with quoted pairs, words of other schemes, and a quote that does not end', async () => {
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
])(
  'reads empty elements and whitespace around the equals sign in the challenge %s',
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
])('finds a secret behind escapes that are not UTF-8: %s', (text) => {
  expect(showsSecret(text, ['the-secret'])).toBe(text !== '%')
})

it('finds a secret that is not ASCII, and one with a space in a form', () => {
  expect(showsSecret('a=%C3%A9%E2%98%83', ['é☃'])).toBe(true)
  expect(showsSecret('a=two+words', ['two words'])).toBe(true)
  expect(showsSecret('a=two+words', ['words two'])).toBe(false)
})

it('looks through 1 MiB of escapes that are not UTF-8 in a fraction of a second', () => {
  const text = '%C3='.repeat(262_144)
  const start = process.cpuUsage()
  expect(showsSecret(text, ['the-secret'])).toBe(false)
  const { user, system } = process.cpuUsage(start)
  expect((user + system) / 1000).toBeLessThan(1000)
})
