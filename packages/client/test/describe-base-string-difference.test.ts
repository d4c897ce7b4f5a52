import { percentEncode } from '@oauthplus/core'
import { expect, it } from 'vitest'

import { describeBaseStringDifference } from '../src/errors/describe-base-string-difference.js'

function baseString(parameters: string, url = 'https://photos.example/a', method = 'GET'): string {
  return [method, url, parameters].map(percentEncode).join('&')
}

const LONG = 'x'.repeat(60)

it.each<[name: string, signed: string, expected: string, difference: string | undefined]>([
  ['nothing', baseString('a=1'), baseString('a=1'), undefined],
  [
    'the method',
    baseString('a=1'),
    baseString('a=1', undefined, 'POST'),
    'the method is "POST" instead of "GET"',
  ],
  [
    'the URL',
    baseString('a=1'),
    baseString('a=1', 'http://photos.example:80/a'),
    'the URL is "http://photos.example:80/a" instead of "https://photos.example/a"',
  ],
  ['a value', baseString('a=1=2&b=3'), baseString('a=1=3&b=3'), 'a is "1=3" instead of "1=2"'],
  [
    'one of several values',
    baseString('a=1&a=2'),
    baseString('a=1&a=3'),
    'a is "3" instead of "2"',
  ],
  [
    'a missing parameter',
    baseString('a=1'),
    baseString('a=1&b=2'),
    'b is missing from the signed string',
  ],
  [
    'an additional parameter',
    baseString('a=1&b'),
    baseString('a=1'),
    'b is only in the signed string',
  ],
  [
    'changes, missing and additional parameters, in this order',
    baseString('a=1&b=2&d=4'),
    baseString('a=2&c=3&d=4'),
    'a is "2" instead of "1"; c is missing from the signed string; b is only in the signed string',
  ],
  [
    'the order',
    baseString('a=1&b=2'),
    baseString('b=2&a=1'),
    'the parameters are in another order or encoding',
  ],
  [
    'five things',
    baseString('a=1&b=1&c=1&d=1&e=1'),
    baseString('a=2&b=2&c=2&d=2&e=2'),
    ['a', 'b', 'c', 'd', 'e'].map((name) => `${name} is "2" instead of "1"`).join('; '),
  ],
  [
    'seven things',
    baseString('a=1&b=1&c=1&d=1&e=1&f=1&g=1'),
    baseString('a=2&b=2&c=2&d=2&e=2&f=2&g=2'),
    `${['a', 'b', 'c', 'd', 'e'].map((name) => `${name} is "2" instead of "1"`).join('; ')}; and 2 more differences`,
  ],
  [
    'values of 60 and 61 characters',
    baseString(`a=${LONG}`),
    baseString(`a=${LONG}x`),
    `a is "${LONG}…" instead of "${LONG}"`,
  ],
])('describes %s', (...[, signed, expected, difference]) => {
  expect(describeBaseStringDifference(signed, expected)).toBe(difference)
})
