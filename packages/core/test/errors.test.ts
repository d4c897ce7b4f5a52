import { inspect } from 'node:util'

import { expect, it } from 'vitest'

import * as core from '../src/index.js'

it('recognises its errors and nothing else', () => {
  const error = new core.OAuthError('token_expired', 'The token has expired.')
  expect(core.isOAuthError(error)).toBe(true)
  expect(core.isOAuthError(new Error('x'))).toBe(false)
  expect(core.isOAuthError({ code: 'token_expired' })).toBe(false)
})

it('has a name, a code and details, and a cause only if one is given', () => {
  const cause = new Error('beneath')
  const details = { parametersAbsent: ['oauth_nonce'] }
  const error = new core.OAuthError('parameter_absent', 'Missing.', { details, cause })
  expect(error).toMatchObject({ name: 'OAuthError', code: 'parameter_absent', details, cause })
  expect(String(error)).toBe('OAuthError: Missing.')
  expect(new core.OAuthError('parameter_absent', 'Missing.')).not.toHaveProperty('cause')
})

it('recognises an error of another copy of the package', () => {
  const foreign = Object.defineProperty(new Error('x'), Symbol.for('@oauthplus/core:OAuthError'), {
    value: true,
  })
  expect(core.isOAuthError(foreign)).toBe(true)
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
