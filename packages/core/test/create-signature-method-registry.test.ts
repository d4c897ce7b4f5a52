import { expect, it } from 'vitest'

import { HMAC_SHA1, PLAINTEXT } from '../src/index.js'
import { createSignatureMethodRegistry } from '../src/internal.js'

it('finds each method by its name', () => {
  const registry = createSignatureMethodRegistry([HMAC_SHA1, PLAINTEXT])
  expect([...registry]).toEqual([
    ['HMAC-SHA1', HMAC_SHA1],
    ['PLAINTEXT', PLAINTEXT],
  ])
})

it('refuses two methods of the same name', () => {
  expect(() => createSignatureMethodRegistry([HMAC_SHA1, PLAINTEXT, { ...HMAC_SHA1 }])).toThrow(
    /^signatureMethods must not contain two methods of the same name, received two named HMAC-SHA1$/,
  )
})
