import { expect, it } from 'vitest'

import { containsSecret } from '../src/errors/contains-secret.js'

/** Encodes the first letter of "the-secret" a number of times. */
function encoded(times: number): string {
  return `%${'25'.repeat(times - 1)}74he-secret`
}

it.each<[text: string, secret: string]>([
  ['You sent the-secret.', 'the-secret'],
  ['a+b', 'a+b'],
  ['two+words', 'two words'],
  [encoded(1), 'the-secret'],
  [encoded(4), 'the-secret'],
  [String.raw`%5Cu0074he-secret`, 'the-secret'],
  ['%26#116;he-secret', 'the-secret'],
  [String.raw`\u0026#116;he-secret`, 'the-secret'],
  ['a%2526amp;b', 'a%26amp;b'],
  [String.raw`a\\&amp;b`, String.raw`a\&amp;b`],
  ['%7%74he-secret', 'the-secret'],
  ['%%74he-secret', 'the-secret'],
  ['%/%74he-secret', 'the-secret'],
  ['%:%74he-secret', 'the-secret'],
  ['%6%74he-secret', 'the-secret'],
  ['%g4%74he-secret', 'the-secret'],
  ['the-secre%74%', 'the-secret'],
  ['the-secre%74%7', 'the-secret'],
  ['%30secret', '0secret'],
  ['%39secret', '9secret'],
  ['%03secret', '\u0003secret'],
  ['%6asecret', 'jsecret'],
  ['%6Asecret', 'jsecret'],
  ['%6fsecret', 'osecret'],
  ['%6Fsecret', 'osecret'],
  ['%A1%C3%A9secret', 'ésecret'],
  ['%6gsecre%74', 'gsecret'],
  ['%6Gsecre%74', 'Gsecret'],
  ['%6`secre%74', '`secret'],
  ['%6@secre%74', '@secret'],
  ['%EF%BB%BFsecret', '\ufeffsecret'],
])('the string %j contains the secret %j', (text, secret) => {
  expect(containsSecret(text, ['another', secret])).toBe(true)
})

it.each<[text: string, secret: string]>([
  ['', 'the-secret'],
  ['the secret', 'the-secret'],
  ['words+two', 'two words'],
  [encoded(5), 'the-secret'],
  ['%74he', 'the-secret'],
  ['anything', ''],
])('the string %j does not contain the secret %j', (text, secret) => {
  expect(containsSecret(text, [secret])).toBe(false)
})
