import { expect, it } from 'vitest'

import { isReceived } from '../src/internal.js'

const REQUEST = { method: 'GET', url: 'https://photos.example/', headers: [['accept', 'a']] }

it.each([
  REQUEST,
  { ...REQUEST, body: null },
  { ...REQUEST, body: undefined },
  { ...REQUEST, body: '' },
  { ...REQUEST, body: Uint8Array.of(1) },
  { ...REQUEST, path: '/' },
])('takes %j for a received request', (request) => {
  expect(isReceived(request)).toBeUndefined()
})

it.each<[request: unknown, path: string, expected: string]>([
  [undefined, '', 'a request with method, url and headers'],
  [[], '', 'a request with method, url and headers'],
  [{ ...REQUEST, method: undefined }, '.method', 'a string'],
  [{ ...REQUEST, url: new URL(REQUEST.url) }, '.url', 'a string'],
  [{ ...REQUEST, headers: new Headers() }, '.headers', 'an array of [name, value] pairs'],
  [{ ...REQUEST, body: 1 }, '.body', 'a string or a Uint8Array'],
])('does not take %j for a received request', (request, path, expected) => {
  const found = isReceived(request)
  expect(found?.path).toBe(path)
  expect(found?.message).toContain(`must be ${expected}`)
  expect(found?.code).toBe('ERR_INVALID_ARG_TYPE')
})
