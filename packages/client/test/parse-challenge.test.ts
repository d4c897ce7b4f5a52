import { expect, it } from 'vitest'

import { parseChallenge } from '../src/errors/parse-challenge.js'

const MAX_CHARACTERS = 65_536

it.each<[string, readonly (readonly [name: string, value: string])[]]>([
  ['', []],
  ['OAuth', []],
  ['OAuth a=b', [['a', 'b']]],
  ['a=b', []],
  ['OAUTH a=b', [['a', 'b']]],
  ['oauth a="b"', [['a', 'b']]],
  ['XOAuth a=b', []],
  ['OAuthX a=b', []],
  [
    'OAuth a="b",c="d" e=f',
    [
      ['a', 'b'],
      ['c', 'd'],
      ['e', 'f'],
    ],
  ],
  [
    'OAuth a="b"c="d"',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  ['OAuth a=""', [['a', '']]],
  ['OAuth a=', [['a', '']]],
  [
    'OAuth a=,b=c',
    [
      ['a', ''],
      ['b', 'c'],
    ],
  ],
  ['OAuth a\t=\t"b"', [['a', 'b']]],
  [
    'OAuth , a=b ,, c=d,',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  ['OAuth a=b=c', [['a', 'b=c']]],
  [
    'OAuth a=b"c=d", e=f',
    [
      ['a', 'b'],
      ['e', 'f'],
    ],
  ],
  [
    'Basic a=b, OAuth c=d, Bearer e=f, oauth g=h',
    [
      ['c', 'd'],
      ['g', 'h'],
    ],
  ],
  ['Negotiate abc==, OAuth a=b', [['a', 'b']]],
  ['"OAuth a=b", OAuth c=d', [['c', 'd']]],
  ['OAuth "a=b" c=d', [['c', 'd']]],
  ['OAuth = a=b', []],
  ['OAuth, = , a=b', [['a', 'b']]],
  [String.raw`OAuth a="b\"c\\d\e"`, [['a', String.raw`b"c\de`]]],
  ['OAuth a="b\\\nc"', [['a', 'b\nc']]],
  ['OAuth a%20b="c%2Cd"', [['a b', 'c,d']]],
  ['OAuth a=%, b=c', [['b', 'c']]],
  ['OAuth %=a, b=c', [['b', 'c']]],
  ['OAuth a=%ff, b=c', [['b', 'c']]],
  [
    'OAuth a=b, c="d, e=f',
    [
      ['a', 'b'],
      ['c', ''],
    ],
  ],
  [String.raw`OAuth a="b\"`, [['a', '']]],
  ['OAuth a="b, OAuth c="d"', [['a', 'b, OAuth c=']]],
  ['Basic "a, OAuth b=c', [['b', 'c']]],
])('parseChallenge parses %j', (header, parameters) => {
  expect(parseChallenge(header)).toEqual(parameters)
})

it('parseChallenge reads the first 64 KiB', () => {
  const header = (length: number): string => `OAuth${' '.repeat(length - 8)}a=b`
  expect(parseChallenge(header(MAX_CHARACTERS))).toEqual([['a', 'b']])
  expect(parseChallenge(header(MAX_CHARACTERS + 1))).toEqual([['a', '']])
})
