import { expect, it } from 'vitest'

import { formatForm, parseForm } from '../src/index.js'

it('keeps order and duplicates', () => {
  expect(parseForm('a=1&a=0&b=&c=hello%20world&d=%E2%98%83&e=a%2Bb%3D%26')).toEqual([
    ['a', '1'],
    ['a', '0'],
    ['b', ''],
    ['c', 'hello world'],
    ['d', '☃'],
    ['e', 'a+b=&'],
  ])
})

it('splits at the first equals sign, skips empty pieces, and takes nothing but & for a separator', () => {
  expect(parseForm('&cursor=abc==&&flag&=x&a;b=1;c&')).toEqual([
    ['cursor', 'abc=='],
    ['flag', ''],
    ['', 'x'],
    ['a;b', '1;c'],
  ])
})

it('decodes names and values, whichever of the two is encoded', () => {
  expect(parseForm('%61=b&a=%62&c+d=e&e=c+d')).toEqual([
    ['a', 'b'],
    ['a', 'b'],
    ['c d', 'e'],
    ['e', 'c d'],
  ])
})

it('reads a plus as a space, also in names, and never writes one', () => {
  expect(parseForm('a+b=c+d')).toEqual([['a b', 'c d']])
  expect(formatForm([['a b', 'c d']])).toBe('a%20b=c%20d')
})

it('keeps a leading question mark, which a form body may begin with', () => {
  expect(parseForm('?a=1')).toEqual([['?a', '1']])
})

it('gives back names that objects stumble over', () => {
  const parameters = [
    ['__proto__', '1'],
    ['constructor', '2'],
    ['toString', '3'],
  ] as const
  expect(parseForm(formatForm(parameters))).toEqual(parameters)
})
