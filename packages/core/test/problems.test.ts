import { expect, it } from 'vitest'

import {
  formatForm,
  formatProblem,
  OAuthError,
  parseForm,
  parseProblem,
  problemOf,
  PROBLEMS,
} from '../src/index.js'
import type { Problem } from '../src/index.js'

it('writes every companion parameter so that it can be read again', () => {
  const problem: Problem = {
    code: 'parameter_rejected',
    advice: 'Two sentences & a snowman ☃.',
    parametersAbsent: ['oauth_nonce', 'a&b'],
    parametersRejected: [['x=y', 'a b']],
    acceptableTimestamps: [1, 2],
    acceptableVersions: ['1.0', '1.0'],
  }
  expect(parseProblem(parseForm(formatForm(formatProblem(problem))))).toEqual(problem)
})

it('encodes rejected parameters twice in the answer', () => {
  expect(
    formatForm(formatProblem({ code: 'parameter_rejected', parametersRejected: [['a', 'b c']] })),
  ).toBe('oauth_problem=parameter_rejected&oauth_parameters_rejected=a%3Db%2520c')
})

it('reads a problem whose companions are broken', () => {
  const text = 'oauth_problem=weird&oauth_acceptable_timestamps=x&oauth_parameters_absent=%25zz'
  expect(parseProblem(parseForm(text))).toMatchObject({
    code: 'weird',
    parametersAbsent: undefined,
  })
})

it('finds no problem where none is reported', () => {
  expect(parseProblem(parseForm('oauth_token=x'))).toBeUndefined()
})

it('gives every code a status of refusal', () => {
  for (const { status } of Object.values(PROBLEMS)) expect([400, 401, 403, 503]).toContain(status)
})

it('tells of an error its code, its advice and its details', () => {
  const error = new OAuthError('timestamp_refused', 'Too late.', {
    details: { acceptableTimestamps: [1, 2] },
  })
  expect(problemOf(error)).toEqual({
    code: 'timestamp_refused',
    advice: 'Too late.',
    acceptableTimestamps: [1, 2],
  })
})
