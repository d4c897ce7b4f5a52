import type { Problem } from '@oauthplus/core'
import { describe, expect, it } from 'vitest'

import { findReportedProblem, readResponseParameters } from '../src/errors/find-reported-problem.js'
import { toErrorCode } from '../src/errors/problem-report.js'
import { isOAuthResponseError, OAuthError, readBaseString, readProblem } from '../src/index.js'
import { OAuthResponseError } from '../src/errors/response-error.js'

const SECRETS = ['the-secret']

function find(body: string, challenge = ''): Problem | undefined {
  const headers = { 'www-authenticate': challenge }
  return findReportedProblem(new Response(null, { headers }), body, { secrets: SECRETS })
}

function defined(problem: Problem | undefined): object {
  return Object.fromEntries(
    Object.entries(problem ?? {}).filter(([, value]) => value !== undefined),
  )
}

describe('findReportedProblem', () => {
  it('prefers the challenge to the body', () => {
    const challenge = 'OAuth oauth_problem="token_used"'
    expect(find('oauth_problem=token_expired', challenge)?.code).toBe('token_used')
    expect(find('oauth_problem=token_expired', 'OAuth realm="a"')?.code).toBe('token_expired')
    expect(find('nothing', 'OAuth realm="a"')).toBeUndefined()
  })

  it('omits strings that contain a secret', () => {
    const body = new URLSearchParams({
      oauth_problem: 'parameter_rejected',
      oauth_problem_advice: 'You sent the-secret.',
      oauth_parameters_absent: 'a&the-secret&b',
      oauth_parameters_rejected: 'c=1&d=the-secret&x_auth_password=other&x_auth_mode=2',
    }).toString()
    expect(defined(find(body))).toEqual({
      code: 'parameter_rejected',
      parametersAbsent: ['a', 'b'],
      parametersRejected: [
        ['c', '1'],
        ['x_auth_mode', '2'],
      ],
    })
    expect(find('oauth_problem=the-secret')?.code).toBe('unknown')
  })

  it('truncates a code and an advice at 500 characters', () => {
    const [code, advice] = ['c'.repeat(501), 'a'.repeat(501)]
    expect(defined(find(`oauth_problem=${code}&oauth_problem_advice=${advice}`))).toEqual({
      code: code.slice(1),
      advice: `${advice.slice(1)}…`,
    })
  })

  it('escapes the control characters of each member', () => {
    const body = new URLSearchParams({
      oauth_problem: 'a\u0007',
      oauth_problem_advice: 'b\u0007',
      oauth_parameters_absent: 'c%07',
      oauth_parameters_rejected: 'd%07=e%07',
      oauth_acceptable_versions: '1\u0007-2\u0007',
    }).toString()
    expect(JSON.stringify(find(body)).match(/\\\\u\{7\}/g)).toHaveLength(7)
  })
})

describe('readResponseParameters', () => {
  const response = new Response()
  const read = (body: string): unknown => readResponseParameters(response, body, undefined)

  it.each([
    [
      'a=1&b=2',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    [' a=1\r\n', [['a', '1']]],
    ['', []],
    ['a=%ff', undefined],
    [
      ' {"a":"1","b":2,"c":null,"d":true,"e":{},"f":["1"]} ',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    ['{"a":', undefined],
    ['{}', []],
    ['<p>a=1</p>', undefined],
    [' <p>a=1</p>', undefined],
    ['["a=1"]', undefined],
    ['"a=1"', undefined],
    ['a<b=1', [['a<b', '1']]],
  ])('parses %j as %j', (body, expected) => {
    expect(read(body)).toEqual(expected)
  })

  it("prefers the service's own reader", () => {
    const calls: unknown[] = []
    const reader = (...given: readonly unknown[]): undefined => void calls.push(...given)
    expect(readResponseParameters(response, 'a=1', reader)).toEqual([['a', '1']])
    expect(calls).toEqual(['a=1', response])
    expect(readResponseParameters(response, 'a=1', () => [])).toEqual([])
  })
})

it.each([
  ['token_used', 'token_used'],
  ['a', 'a'],
  ['a1_', 'a1_'],
  ['a'.repeat(64), 'a'.repeat(64)],
  ['a'.repeat(65), 'request_failed'],
  ['', 'request_failed'],
  ['1a', 'request_failed'],
  ['_a', 'request_failed'],
  ['Token_used', 'request_failed'],
  ['token used', 'request_failed'],
  ['token_used!', 'request_failed'],
])('converts the problem %j to the error code %s', (code, expected) => {
  expect(toErrorCode({ code })).toBe(expected)
})

describe('OAuthResponseError', () => {
  const response = new Response()

  it('has its details, and hides the response from loggers', () => {
    const problem = { code: 'token_used', status: 401, acceptableTimestamps: [1, 2] as const }
    const details = { status: 401, problem, bodyExcerpt: 'no', baseString: 'GET&', response }
    const error = new OAuthResponseError('token_used', 'Used.', details)
    expect(Object.fromEntries(Object.entries(error))).toEqual({
      name: 'OAuthResponseError',
      code: 'token_used',
      status: 401,
      problem,
      bodyExcerpt: 'no',
      baseString: 'GET&',
      details: {
        status: 401,
        parametersAbsent: undefined,
        parametersRejected: undefined,
        acceptableTimestamps: [1, 2],
        acceptableVersions: undefined,
      },
    })
    expect(error.message).toBe('Used.')
    expect(error.response).toBe(response)
  })

  it('has no details without a reported problem', () => {
    const error = new OAuthResponseError('request_failed', 'Failed.', { status: 500, response })
    expect(error.details).toBeUndefined()
    expect(isOAuthResponseError(error)).toBe(true)
  })

  it('is recognized by its brand, and only if it is an error', () => {
    const brand = Symbol.for('@oauthplus/client:OAuthResponseError')
    expect(isOAuthResponseError(Object.assign(new Error('x'), { [brand]: true }))).toBe(true)
    for (const value of [{ [brand]: true }, new OAuthError('a', 'b'), null, undefined, 'x']) {
      expect(isOAuthResponseError(value)).toBe(false)
    }
  })
})

it.each([undefined, null, 5, {}, { status: 200 }, { headers: new Headers() }, () => undefined])(
  'readProblem and readBaseString reject %j instead of a response',
  async (value) => {
    const message = (name: string): RegExp =>
      new RegExp(`^${name}: response must be a Response, received `)
    await expect(readProblem(value as never)).rejects.toThrow(message('readProblem'))
    expect(() => readBaseString(value as never)).toThrow(message('readBaseString'))
  },
)

describe('readProblem', () => {
  it('reads at most 64 KiB of a body', async () => {
    const body = (length: number): string => `oauth_problem=token_used&x=${'x'.repeat(length - 27)}`
    expect((await readProblem(new Response(body(65_536))))?.code).toBe('token_used')
    expect(await readProblem(new Response(body(65_537)))).toBeUndefined()
  })

  it('reads the header even if the body is longer', async () => {
    const headers = { 'www-authenticate': 'OAuth oauth_problem="token_used"' }
    const response = new Response('x'.repeat(65_537), { headers })
    expect((await readProblem(response))?.code).toBe('token_used')
  })

  it('reads only the header if the body was already read', async () => {
    const headers = { 'www-authenticate': 'OAuth oauth_problem="token_used"' }
    for (const [init, expected] of [
      [{ headers }, { code: 'token_used' }],
      [{}, undefined],
    ] as const) {
      const response = new Response('oauth_problem=token_expired', init)
      await response.text()
      expect(await readProblem(response)).toEqual(
        expected === undefined ? undefined : expect.objectContaining(expected),
      )
    }
  })
})
