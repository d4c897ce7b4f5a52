import { expect, it } from 'vitest'

import { findClosestName } from '../src/find-closest-name.js'

it.each<[misspelled: string, names: readonly string[], closest: string | undefined]>([
  ['realm', ['relm', 'realm'], 'realm'],
  ['REALM', ['nonce', 'Realm'], 'Realm'],
  ['hat', ['cat', 'bat'], 'cat'],
  ['abd', ['abc', 'ab'], 'abc'],
  ['a', ['ab'], 'ab'],
  ['ab', ['ac'], 'ac'],
  ['ab', ['cd'], undefined],
  ['abc', ['axy'], undefined],
  ['abcd', ['ab'], 'ab'],
  ['abcde', ['ab'], undefined],
  ['', ['a'], undefined],
  ['ba', ['ab', 'bac'], 'bac'],
  ['consumerkey', ['key', 'consumerKey', 'consumerSecret'], 'consumerKey'],
  ['realm', [], undefined],
  [`${'a'.repeat(40)}${'b'.repeat(100_000)}`, ['a'.repeat(40)], 'a'.repeat(40)],
])('of %j is among %j the name %j', (misspelled, names, closest) => {
  expect(findClosestName(misspelled, names)).toBe(closest)
})
