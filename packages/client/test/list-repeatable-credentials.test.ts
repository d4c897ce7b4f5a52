import { expect, it } from 'vitest'

import { listRepeatableCredentials } from '../src/fetch/list-repeatable-credentials.js'

it.each([
  ['query', '12345678', ['the-signature', '12345678']],
  ['body', '12345678', ['the-signature', '12345678']],
  ['query', '1234567', ['the-signature']],
  ['body', undefined, ['the-signature']],
  ['header', '12345678', []],
  [undefined, '12345678', []],
] as const)(
  'listRepeatableCredentials lists the credentials in the %s, with the nonce %s',
  (transmission, nonce, expected) => {
    const parameters = [
      ['oauth_token', 'token-of-the-user'],
      ...(nonce === undefined ? [] : [['oauth_nonce', nonce] as const]),
    ] as const
    const signed = { parameters, signature: 'the-signature' }
    expect(listRepeatableCredentials({ transmission }, signed)).toEqual(expected)
  },
)
