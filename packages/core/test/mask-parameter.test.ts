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
  [
    ['redirect', 'https%3A%2F%2Fprinter.example%2Fcb%3Faccess_token%3Dabc'],
    ['redirect', '***'],
  ],
  [
    ['redirect', 'https%253A%252F%252Fprinter.example%252Fcb%253Fpin%253D1'],
    ['redirect', '***'],
  ],
  [
    ['payload', String.raw`\u007b\u0022pin\u0022`],
    ['payload', '***'],
  ],
  [
    ['q', 'password%20hunter'],
    ['q', 'password%20hunter'],
  ],
  [
    ['passWord', 'hunter2'],
    ['passWord', '***'],
  ],
] as const)('shows %j as %j', (parameter, shown) => {
  expect(maskParameter(parameter)).toEqual(shown)
})
