import { expect, it } from 'vitest'

import { removeProtocolParameters } from '../src/fetch/remove-protocol-parameters.js'

it.each([
  ['https://a.example/', 'https://a.example/'],
  ['https://a.example/?', 'https://a.example/?'],
  ['https://a.example/?a=1&&b', 'https://a.example/?a=1&&b'],
  ['https://a.example/?a=%ff&b=%', 'https://a.example/?a=%ff&b=%'],
  ['https://a.example/?oauth_token=t', 'https://a.example/'],
  ['https://a.example/?oauth_token', 'https://a.example/'],
  ['https://a.example/?oauth_=', 'https://a.example/'],
  ['https://a.example/?oauth=1&x_oauth_token=2', 'https://a.example/?oauth=1&x_oauth_token=2'],
  ['https://a.example/?oauth_token=t&a=1', 'https://a.example/?a=1'],
  ['https://a.example/?a=1&oauth_token=t&b=2', 'https://a.example/?a=1&b=2'],
  ['https://a.example/?%6Fauth_token=t&oauth%5Fnonce=n&a=1', 'https://a.example/?a=1'],
  ['https://a.example/?oauth_token=%ff&a=1', 'https://a.example/?oauth_token=%ff&a=1'],
  ['https://a.example/?%6fauth_token=%&a=1', 'https://a.example/?%6fauth_token=%&a=1'],
  [
    'https://a.example/?oauth_token=t#there?oauth_token=t',
    'https://a.example/#there?oauth_token=t',
  ],
  ['https://a.example/#?oauth_token=t', 'https://a.example/#?oauth_token=t'],
  ['/to?a=1&oauth_token=t#there', '/to?a=1#there'],
  ['?oauth_token=t', '?'],
  ['?oauth_token=t#there', '?#there'],
  ['?oauth_token=t&a', '?a'],
  ['oauth_token=t', 'oauth_token=t'],
  ['', ''],
])('removeProtocolParameters converts %s to %s', (url, expected) => {
  expect(removeProtocolParameters(url)).toBe(expected)
})
