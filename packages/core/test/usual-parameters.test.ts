import { expect, it } from 'vitest'

import {
  encodeAgain,
  encodeParameters,
  encodeTwice,
  joinForBaseString,
} from '../src/encoded-parameters.js'
import { joinUsualParameters } from '../src/join-usual-parameters.js'

type Pairs = readonly (readonly [name: string, value: string])[]

const USUAL: Pairs = [
  ['oauth_version', '1.0'],
  ['oauth_consumer_key', 'a key'],
  ['oauth_timestamp', '1'],
  ['oauth_nonce', 'n/'],
  ['oauth_signature_method', 'HMAC-SHA1'],
]
const TOKEN: Pairs = [['oauth_token', 'a&b']]
const SIGNATURE: Pairs = [['oauth_signature', 'x']]

it.each<[what: string, protocol: Pairs, text: string]>([
  [
    'no token',
    USUAL,
    'oauth_consumer_key%3Da%2520key%26oauth_nonce%3Dn%252F%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D1%26oauth_version%3D1.0',
  ],
  [
    'a token and a signature',
    [...SIGNATURE, ...USUAL, ...TOKEN],
    'oauth_consumer_key%3Da%2520key%26oauth_nonce%3Dn%252F%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D1%26oauth_token%3Da%2526b%26oauth_version%3D1.0',
  ],
])('writes usual parameters with %s as sorting them does', (_what, protocol, text) => {
  expect(joinUsualParameters(protocol, encodeTwice)).toBe(text)
  expect(joinUsualParameters(encodeParameters(protocol), encodeAgain)).toBe(text)
  expect(joinForBaseString(encodeParameters(protocol))).toBe(text)
})

it.each<[what: string, protocol: Pairs]>([
  ['nothing', []],
  ...USUAL.map(([name]): [string, Pairs] => [
    `no ${name}`,
    USUAL.filter((parameter) => parameter[0] !== name),
  ]),
  ['another version', [['oauth_version', '1.1'], ...USUAL.slice(1)]],
  ['an empty version', [['oauth_version', ''], ...USUAL.slice(1)]],
  ['another parameter', [...USUAL, ['oauth_callback', 'oob']]],
])('leaves %s to sorting', (_what, protocol) => {
  expect(joinUsualParameters(protocol, encodeTwice)).toBeUndefined()
})
