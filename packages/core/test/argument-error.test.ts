import { inspect } from 'node:util'

import { describe, expect, it } from 'vitest'

import { argumentError, nameError, nameErrors } from '../src/internal.js'

const cause = new Error('beneath')

describe('argumentError', () => {
  it('is a TypeError with a code', () => {
    const error = argumentError('limit must be 1')
    expect(error).toBeInstanceOf(TypeError)
    expect(error).toMatchObject({ message: 'limit must be 1', code: 'ERR_INVALID_ARG_VALUE' })
    expect(argumentError('x', 'ERR_INVALID_ARG_TYPE').code).toBe('ERR_INVALID_ARG_TYPE')
    expect(error).not.toHaveProperty('cause')
    expect(argumentError('x', undefined, { cause }).cause).toBe(cause)
  })

  it('is printed without its brand', () => {
    expect(inspect(argumentError('limit must be 1'))).not.toContain('Symbol(')
  })
})

describe('nameError', () => {
  it('puts the function in front of the message, and keeps code and cause', () => {
    const given = argumentError('secret must be a string', 'ERR_INVALID_ARG_TYPE', { cause })
    expect(nameError('signRequest', given)).toMatchObject({
      name: 'TypeError',
      message: 'signRequest: secret must be a string',
      code: 'ERR_INVALID_ARG_TYPE',
      cause,
    })
    expect(nameError('signRequest', argumentError('x'))).not.toHaveProperty('cause')
  })

  it('keeps the function that an error names already', () => {
    const named = nameError('signRequest', argumentError('secret must be a string'))
    expect(nameError('client.fetch', named)).toBe(named)
  })

  it.each(['realm must not contain "a: b"', `${'a'.repeat(61)}: is unknown`, 'a b: is unknown'])(
    'does not take %s for named',
    (message) => {
      const named = nameError('signRequest', argumentError(message))
      expect((named as Error).message).toBe(`signRequest: ${message}`)
    },
  )

  it.each([
    ['another TypeError', new TypeError('x')],
    [
      'one with the code of Node.js',
      Object.assign(new TypeError('x'), { code: 'ERR_INVALID_ARG_TYPE' }),
    ],
    ['no TypeError', Object.defineProperty(new Error('x'), brand(), { value: true })],
    ['no error', 'x'],
    ['nothing', undefined],
  ])('leaves %s as it is', (_what, error) => {
    expect(nameError('signRequest', error)).toBe(error)
  })

  it('names an error of another copy of the package', () => {
    const foreign = Object.assign(new TypeError('x'), { code: 'ERR_INVALID_ARG_TYPE' })
    const branded = Object.defineProperty(foreign, Symbol.for('@oauthplus/core:argumentError'), {
      value: true,
    })
    expect(nameError('signRequest', branded)).toHaveProperty('message', 'signRequest: x')
  })
})

/** The symbol that marks an argument error. */
function brand(): symbol {
  return Object.getOwnPropertySymbols(argumentError('x'))[0] ?? Symbol('none')
}

describe('nameErrors', () => {
  const fail = (): never => {
    throw argumentError('secret must be a string')
  }

  it('returns what the function returns, now or later', async () => {
    expect(nameErrors('signRequest', () => 1)).toBe(1)
    await expect(nameErrors('signRequest', () => Promise.resolve(1))).resolves.toBe(1)
  })

  it('names what the function throws', () => {
    expect(() => nameErrors('signRequest', fail)).toThrow('signRequest: secret must be a string')
    expect(() =>
      nameErrors('signRequest', () => {
        throw cause
      }),
    ).toThrow(cause)
  })

  it('names what the function rejects with', async () => {
    const later = nameErrors('signRequest', async () => {
      await Promise.resolve()
      fail()
    })
    await expect(later).rejects.toThrow('signRequest: secret must be a string')
    await expect(nameErrors('signRequest', () => Promise.reject(cause))).rejects.toBe(cause)
  })
})
