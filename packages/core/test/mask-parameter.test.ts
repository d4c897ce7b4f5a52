import { expect, it } from 'vitest'

import { maskParameter } from '../src/internal.js'

it.each([
  [
    ['card_number', '4111'],
    ['card_number', '***'],
  ],
  [
    ['photo', 'cat.jpg'],
    ['photo', 'cat.jpg'],
  ],
  [
    ['{"user":{"pin":"1234"}}', ''],
    ['***', '***'],
  ],
  [
    ['payload', '{"user":{"pin":"1234"}}'],
    ['payload', '***'],
  ],
  [
    ['payload', '<pin>1234</pin>'],
    ['payload', '***'],
  ],
  [
    ['payload', '[["pin","1234"]]'],
    ['payload', '***'],
  ],
  [
    ['oauth_callback', 'https://printer.example/auth'],
    ['oauth_callback', 'https://printer.example/auth'],
  ],
  [
    ['oauth_callback', 'https://printer.example/cb?session=1'],
    ['oauth_callback', '***'],
  ],
] as const)('shows %j as %j', (parameter, shown) => {
  expect(maskParameter(parameter)).toEqual(shown)
})
