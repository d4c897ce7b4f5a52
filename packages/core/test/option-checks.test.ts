import { expect, it } from 'vitest'

import {
  isEither,
  isInteger,
  isNonEmptyString,
  isNullOr,
  isPurgeInterval,
  isString,
  isTimeout,
} from '../src/internal.js'
import type { OptionCheck } from '../src/internal.js'

const isPort = isInteger(1, 65_535)
const isNumberOrText = isEither('an integer or text', isInteger(), isNonEmptyString)

it.each<[string, OptionCheck, readonly unknown[]]>([
  ['isInteger(1, 65535)', isPort, [1, 80, 65_535]],
  ['isInteger()', isInteger(), [0, Number.MAX_SAFE_INTEGER]],
  ['isEither', isNumberOrText, [0, 'a']],
  ['isPurgeInterval', isPurgeInterval, [false, 0.001, 1, 86_400]],
  ['isTimeout', isTimeout, [Number.MIN_VALUE, 0.5, 2_147_483]],
  ['isNullOr', isNullOr(isString), [null, '']],
])('%s accepts %j', (_name, check, values) => {
  expect(values.map(check)).toEqual(values.map(() => undefined))
})

const INTEGER = 'an integer from 1 to 65535'
const PURGE_INTERVAL = 'a number from 0.001 to 86,400, or false'
const TIMEOUT = 'a number above 0, up to 2147483'

it.each<[expected: string, check: OptionCheck, values: Readonly<Record<string, unknown>>]>([
  [INTEGER, isPort, { '0': 0, '65536': 65_536, '1.5': 1.5, NaN, Infinity }],
  ['an integer of 0 or more', isInteger(), { '-1': -1, '9007199254740992': 2 ** 53 }],
])('an integer must be %s: a number that is not has a wrong value', (expected, check, values) => {
  for (const [received, value] of Object.entries(values)) {
    const message = `must be ${expected}, received ${received}`
    expect(check(value)).toEqual({ path: '', message, code: 'ERR_INVALID_ARG_VALUE' })
  }
})

it.each<[expected: string, check: OptionCheck, values: Readonly<Record<string, unknown>>]>([
  [INTEGER, isPort, { 'a string of 1 characters': '5', null: null, true: true }],
  ['an integer or text', isNumberOrText, { 'an empty string': '', '-1': -1, null: null }],
  [
    PURGE_INTERVAL,
    isPurgeInterval,
    {
      '0': 0,
      '0.0009': 0.0009,
      '86400.5': 86_400.5,
      NaN,
      true: true,
      'a string of 1 characters': '5',
    },
  ],
  [
    TIMEOUT,
    isTimeout,
    {
      '0': 0,
      '-1': -1,
      '2147483.5': 2_147_483.5,
      NaN,
      false: false,
      'a string of 1 characters': '5',
    },
  ],
  ['a string', isNullOr(isString), { undefined, '0': 0 }],
])('refuses any other value in place of %s', (expected, check, values) => {
  for (const [received, value] of Object.entries(values)) {
    const message = `must be ${expected}, received ${received}`
    expect(check(value)).toEqual({ path: '', message, code: 'ERR_INVALID_ARG_TYPE' })
  }
})
