import { runInNewContext } from 'node:vm'

import { describe, expect, it } from 'vitest'

import {
  assertArgument,
  assertOptions,
  isArrayOf,
  isBoolean,
  isFunction,
  isInteger,
  isMapOf,
  isObjectOf,
  isOneOf,
  isRecordWith,
  isString,
  optionChecks,
} from '../src/internal.js'

interface Options {
  readonly publicUrl: string
  readonly limit?: number
  readonly skipConsent?: boolean | undefined
  readonly place?: 'header' | 'body'
  readonly on?: (() => void) | undefined
  readonly scopes?: Readonly<Record<string, { readonly description: string }>>
  readonly hosts?: readonly string[]
  readonly consumer?: { readonly key: string }
}

const SCOPE = optionChecks<{ readonly description: string }>({
  required: { description: isString },
  optional: {},
})
const KEY = optionChecks<{ key: string }>({ required: { key: isString }, optional: {} })
const CHECKS = optionChecks<Options>({
  required: { publicUrl: isString },
  optional: {
    limit: isInteger(1, 9),
    skipConsent: isBoolean,
    place: isOneOf('header', 'body'),
    on: isFunction,
    scopes: isMapOf('an object of scopes by name', isObjectOf(SCOPE)),
    hosts: isArrayOf('an array of strings', isString),
    consumer: isRecordWith('a consumer', KEY),
  },
})

const SOUND = { publicUrl: 'https://photos.example' }

function problemOf(options: unknown): { message: string; code: unknown } {
  try {
    assertOptions('make', options, CHECKS)
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError)
    const { message, code } = error as TypeError & { code: unknown }
    return { message, code }
  }
  return { message: '', code: undefined }
}

describe('assertOptions', () => {
  it.each([
    SOUND,
    { ...SOUND, limit: 9, skipConsent: false, place: 'body', on: () => undefined },
    { ...SOUND, scopes: { photos: { description: 'See' } }, hosts: ['a'], consumer: { key: '' } },
    { ...SOUND, limit: undefined, on: undefined },
    { ...SOUND, consumer: { key: 'k', createdAt: 1 } },
    Object.assign(Object.create(null) as object, SOUND),
  ])('takes what fits: %o', (options) => {
    expect(problemOf(options).message).toBe('')
  })

  it.each([
    [undefined, 'make: options must be a plain object, received undefined'],
    [null, 'make: options must be a plain object, received null'],
    ['admin', 'make: options must be a plain object, received a string of 5 characters'],
    [['admin'], 'make: options must be a plain object, received an array'],
    [() => SOUND, 'make: options must be a plain object, received a function'],
    [class Options extends Error {}, 'make: options must be a plain object, received a class'],
    [
      new URL('http://a.example'),
      'make: options must be a plain object, received an instance of URL',
    ],
    [
      new Request('http://a.example'),
      'make: options must be a plain object, received an instance of Request',
    ],
    [
      Promise.resolve(SOUND),
      'make: options must be a plain object, received a promise (await it first)',
    ],
    [{}, 'make: publicUrl must be a string, received undefined'],
    [
      { publicUrl: new URL('http://a.example') },
      'make: publicUrl must be a string, received an instance of URL',
    ],
    [{ ...SOUND, limit: 10 }, 'make: limit must be an integer from 1 to 9, received 10'],
    [
      { ...SOUND, limit: '5' },
      'make: limit must be an integer from 1 to 9, received a string of 1 characters',
    ],
    [{ ...SOUND, skipConsent: null }, 'make: skipConsent must be true or false, received null'],
    [{ ...SOUND, place: 'BODY' }, 'make: place must be "header" or "body", received "BODY"'],
    [{ ...SOUND, on: {} }, 'make: on must be a function, received an object'],
    [
      { ...SOUND, scopes: ['photos'] },
      'make: scopes must be an object of scopes by name, received an array',
    ],
    [
      { ...SOUND, scopes: { photos: 'See' } },
      'make: scopes.photos must be a plain object, received a string of 3 characters',
    ],
    [
      { ...SOUND, scopes: { photos: { descripton: 'See' } } },
      'make: scopes.photos.descripton is not an option (received a string of 3 characters). Did you mean description?',
    ],
    [{ ...SOUND, hosts: ['a', 1] }, 'make: hosts[1] must be a string, received 1'],
    [{ ...SOUND, consumer: {} }, 'make: consumer.key must be a string, received undefined'],
  ])('refuses %o', (options, message) => {
    expect(problemOf(options).message).toBe(message)
    expect(problemOf(options).code).toMatch(/^ERR_INVALID_ARG_(?:TYPE|VALUE)$/)
  })

  it.each([
    ['publicURL', 'publicUrl'],
    ['public_url', 'publicUrl'],
    ['limits', 'limit'],
    ['skipconsent', 'skipConsent'],
    ['plcae', 'place'],
    ['scope', 'scopes'],
  ])('names what is closest to %s', (misspelled, name) => {
    const { message, code } = problemOf({ ...SOUND, [misspelled]: undefined })
    expect(message).toBe(
      `make: ${misspelled} is not an option (received undefined). Did you mean ${name}?`,
    )
    expect(code).toBe('ERR_INVALID_ARG_VALUE')
  })

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    'knows no option that every object has, such as %s',
    (name) => {
      const options: unknown = JSON.parse(`{"publicUrl":"https://a.example","${name}":1}`)
      expect(problemOf(options).message).toContain(`${name} is not an option (received 1)`)
    },
  )

  it('lists the options for a name that resembles none', () => {
    expect(problemOf({ ...SOUND, x: 1 }).message).toMatch(
      /x is not an option \(received 1\)\. The options are publicUrl, limit, /,
    )
  })

  it('shows a hostile name without its control characters and cut to 40 characters', () => {
    const { message } = problemOf({ ...SOUND, [`\u001b[2J${'a'.repeat(100_000)}`]: 1 })
    expect(message).toContain(`\\u001b[2J${'a'.repeat(36)}" is not an option`)
    expect(message.length).toBeLessThan(300)
  })

  it.each([
    ['a'.repeat(40), 'a'.repeat(40)],
    ['a'.repeat(41), `"${'a'.repeat(40)}"`],
    ['a-b_2', 'a-b_2'],
    [' ab', '" ab"'],
    ['ab.', '"ab."'],
    ['', '""'],
  ])('shows the name %j as %s', (name, shown) => {
    expect(problemOf({ ...SOUND, [name]: 1 }).message).toMatch(`make: ${shown} is not an option`)
    const scopes = { [name]: 5 }
    expect(problemOf({ ...SOUND, scopes }).message).toBe(
      `make: scopes.${shown} must be a plain object, received 5`,
    )
  })

  it.each<[string, unknown]>([
    ['without a prototype', Object.create(null)],
    ['of another realm', runInNewContext('({})')],
  ])('takes an object %s', (_what, options) => {
    expect(problemOf(Object.assign(options as object, SOUND)).message).toBe('')
  })

  it.each<[string, unknown]>([
    ['an array of another realm', runInNewContext('[]')],
    ['an instance of a class', new Headers()],
    ['an object that inherits', Object.create(SOUND)],
  ])('refuses %s', (_what, options) => {
    expect(problemOf(options).message).toMatch(/^make: options must be a plain object, received an/)
  })

  it.each<[object, 'ERR_INVALID_ARG_TYPE' | 'ERR_INVALID_ARG_VALUE']>([
    [{ limit: 10 }, 'ERR_INVALID_ARG_VALUE'],
    [{ limit: '5' }, 'ERR_INVALID_ARG_TYPE'],
    [{ place: 'BODY' }, 'ERR_INVALID_ARG_VALUE'],
    [{ on: {} }, 'ERR_INVALID_ARG_TYPE'],
    [{ consumer: {} }, 'ERR_INVALID_ARG_TYPE'],
    [{ scopes: { photos: 'See' } }, 'ERR_INVALID_ARG_TYPE'],
  ])('refuses %j with the code %s', (options, code) => {
    expect(problemOf({ ...SOUND, ...options }).code).toBe(code)
  })

  it('ignores properties of Object.prototype', () => {
    const everyObject = Object.prototype as Record<string, unknown>
    everyObject.polluted = 1
    try {
      expect(problemOf(SOUND).message).toBe('')
    } finally {
      delete everyObject.polluted
    }
  })
})

describe('optionChecks', () => {
  it('is kept in step with the type by the compiler', () => {
    type Either = { key: string; secret?: string } | { key: string; privateKey: string }
    const sound = {
      required: { key: isString },
      optional: { secret: isString, privateKey: isString },
    }
    optionChecks<Either>(sound)
    // @ts-expect-error An option without a check.
    optionChecks<Either>({ required: { key: isString }, optional: { secret: isString } })
    // @ts-expect-error A check without an option.
    optionChecks<Either>({ ...sound, required: { key: isString, kye: isString } })
    // @ts-expect-error A required option that is checked as an optional one.
    optionChecks<Either>({ required: {}, optional: { ...sound.optional, key: isString } })
    expect(() => {
      assertOptions('make', { key: 'k', privateKey: 'p' }, optionChecks<Either>(sound))
    }).not.toThrow()
  })
})

describe('assertArgument', () => {
  it('names the function and the argument', () => {
    expect(() => {
      assertArgument('read', { text: 5 }, isString)
    }).toThrow('read: text must be a string, received 5')
  })

  it('names the option inside of an argument', () => {
    expect(() => {
      assertArgument('sign', { consumer: { key: 5 } }, isRecordWith('a consumer', KEY))
    }).toThrow('sign: consumer.key must be a string, received 5')
  })
})
