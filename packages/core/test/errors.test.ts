import { inspect } from 'node:util'

import { expect, it } from 'vitest'

import * as core from '../src/index.js'

it('recognises its errors and nothing else', () => {
  const error = new core.OAuthError('token_expired', 'The token has expired.')
  expect(core.isOAuthError(error)).toBe(true)
  expect(core.isOAuthError(new Error('x'))).toBe(false)
  expect(core.isOAuthError({ code: 'token_expired' })).toBe(false)
})

it('prints no brand', () => {
  expect(inspect(new core.OAuthError('token_expired', 'x'))).not.toContain('Symbol(')
})

it('brands every error class that it exports', () => {
  const classes = Object.values(core).filter(
    (value) => typeof value === 'function' && value.prototype instanceof Error,
  )
  expect(classes).toEqual([core.OAuthError])
})
