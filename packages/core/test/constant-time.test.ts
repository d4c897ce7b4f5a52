import { expect, it } from 'vitest'

import { constantTimeEqual } from '../src/index.js'

it.each([
  ['', '', true],
  ['a', 'a', true],
  ['☃😀', '☃😀', true],
  ['a', 'b', false],
  ['a', '', false],
  ['', 'a', false],
  ['ab', 'a', false],
  ['a', 'a\u0000', false],
  ['a\u0000', 'a', false],
])('compares %j with %j', (expected, received, equal) => {
  expect(constantTimeEqual(expected, received)).toBe(equal)
})
