import { expect, it } from 'vitest'

import { encodeParameters, encodeTwice, joinForBaseString } from '../src/encoded-parameters.js'
import type { EncodedParameters } from '../src/encoded-parameters.js'
import { joinManyParameters } from '../src/join-many-parameters.js'
import { joinUsualParameters } from '../src/join-usual-parameters.js'
import { signatureBaseString } from '../src/base-string.js'
import { seededRandom } from './seeded-random.js'

const USUAL = [
  ['oauth_consumer_key', 'a=key!'],
  ['oauth_nonce', 'n%26'],
  ['oauth_signature_method', 'HMAC-SHA1'],
  ['oauth_timestamp', '1'],
  ['oauth_version', '1.0'],
] as const
const CHARACTERS = ['a', 'b', 'Z', '0', '-', '.', '_', '~', ' ', '!', '%', '&', '=', 'é', '☃']

function createParameters(seed: number, count: number): EncodedParameters {
  const random = seededRandom(seed)
  const createText = () => random.list(4, () => random.pick(CHARACTERS)).join('')
  return Array.from({ length: count }, () => [
    random.onceIn(20) ? 'oauth_signature' : createText(),
    createText(),
  ])
}

it('joins parameters as sorting them one by one does', () => {
  for (let seed = 0; seed < 200; seed++) {
    const encoded = encodeParameters(createParameters(seed, 40))
    expect(joinManyParameters(encoded, undefined)).toBe(joinForBaseString([...encoded]))
    const usual = joinUsualParameters(USUAL, encodeTwice)
    expect(joinManyParameters(encoded, usual)).toBe(joinForBaseString([...encoded], usual))
  }
})

it('returns a base string of more than 10,000 parameters', () => {
  const parameters = Array.from({ length: 10_001 }, (_, index): [string, string] => [
    String(20_001 - index),
    '=',
  ])
  const expected = parameters.map(([name]) => `${name}%3D%253D`).reverse()
  expect(signatureBaseString({ method: 'POST', url: 'https://photos.example/', parameters })).toBe(
    `POST&https%3A%2F%2Fphotos.example%2F&${expected.join('%26')}`,
  )
})
