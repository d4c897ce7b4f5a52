import { isOAuthError } from '@oauthplus/core'
import { describe, expect, it } from 'vitest'

import { PUBLIC_READERS } from './public-readers.js'

const MEBIBYTE = 1_048_576
/** Strings that exhaust the stack of an expression or of a recursion if they are repeated often enough. */
const UNITS = ['a', '"', '\\a', '%41', 'AAAA', 's', '[', ' ']
/** Those that look for the end of something, or repeat what they do. */
const READERS = [
  'percentDecode',
  'parseAuthorizationHeader',
  'baseStringUri',
  'hasFormContentType',
  'collectRequest',
  'an RSA signature',
  'readRsaPublicKey',
  'the header Forwarded of a Provider',
  'the header X-Forwarded-For of a Provider',
  'the header X-Forwarded-Prefix of a Provider',
  'the header Authorization of a Provider',
  'the path of a Provider',
  'the query of a Provider',
  'the form of a Provider',
  'a callback that is registered',
  'the body that readProblem reads',
  'the challenge that readProblem reads',
  'the response that has a token',
  'the response that refuses a token',
  'readRequests',
  'the query of explainSteps',
  'a form that diagnose refuses to read',
]

/** Gives what a call throws, unless that is one of the errors that are documented. */
async function faultOf(call: () => unknown): Promise<unknown> {
  try {
    await call()
    return undefined
  } catch (error) {
    return isOAuthError(error) || error instanceof TypeError ? undefined : error
  }
}

const readers = PUBLIC_READERS.filter(({ name }) => READERS.includes(name))

it('knows all of these functions', () => {
  expect(readers.map(({ name }) => name).sort()).toEqual([...READERS].sort())
})

describe.each([
  [16, UNITS],
  [64, ['"', '\\a']],
])('in %i MiB, a public function gives its result or its error:', (size, units) => {
  it.each(readers.map((reader) => [reader.name, reader] as const))(
    '%s',
    async (_, { read, beginnings = [''] }) => {
      for (const unit of units) {
        for (const beginning of beginnings) {
          const text = beginning + unit.repeat((size * MEBIBYTE) / unit.length)
          expect(await faultOf(() => read(text)), `${beginning}${unit}`).toBeUndefined()
        }
      }
    },
  )
})
