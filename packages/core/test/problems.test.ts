import { expect, it } from 'vitest'

import { formatForm, OAuthError, parseForm, PROBLEMS } from '../src/index.js'
import type { Problem } from '../src/index.js'
import { formatProblem, parseProblem, toProblem } from '../src/internal.js'

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

it('encodes rejected parameters twice in the response', () => {
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

it('finds no problem if none is reported', () => {
  expect(parseProblem(parseForm('oauth_token=x'))).toBeUndefined()
})

it.each([
  [
    400,
    [
      'version_rejected',
      'parameter_absent',
      'parameter_rejected',
      'timestamp_refused',
      'signature_method_rejected',
    ],
  ],
  [
    401,
    [
      'nonce_used',
      'signature_invalid',
      'consumer_key_unknown',
      'consumer_key_rejected',
      'token_used',
      'token_expired',
      'token_revoked',
      'token_rejected',
      'verifier_invalid',
      'access_token_expired',
      'additional_authorization_required',
      'permission_unknown',
      'permission_denied',
      'credentials_absent',
    ],
  ],
  [403, ['insecure_transport']],
  [503, ['consumer_key_refused', 'user_refused', 'service_unavailable']],
])('has the status %i for its codes', (status, codes) => {
  const found = Object.entries(PROBLEMS).filter(([, problem]) => problem.status === status)
  expect(found.map(([code]) => code)).toEqual(codes)
  for (const [, { meaning }] of found) expect(meaning).toMatch(/^The |^A /)
  expect(Object.isFrozen(PROBLEMS)).toBe(true)
})

it('reports the code, the advice and the details of an error', () => {
  const error = new OAuthError('timestamp_refused', 'Too late.', {
    details: { acceptableTimestamps: [1, 2] },
  })
  expect(toProblem(error)).toEqual({
    code: 'timestamp_refused',
    advice: 'Too late.',
    acceptableTimestamps: [1, 2],
  })
})

it.each([
  ['', undefined],
  ['oauth_problem=', undefined],
  ['oauth_problem=x&oauth_parameters_absent=', { parametersAbsent: [] }],
  ['oauth_problem=x&oauth_parameters_absent=%26a%26%26b%26', { parametersAbsent: ['a', 'b'] }],
  ['oauth_problem=x&oauth_acceptable_timestamps=1-20', { acceptableTimestamps: [1, 20] }],
  ['oauth_problem=x&oauth_acceptable_timestamps=10-2', { acceptableTimestamps: [10, 2] }],
  ['oauth_problem=x&oauth_acceptable_timestamps=a1-2', { acceptableTimestamps: undefined }],
  ['oauth_problem=x&oauth_acceptable_timestamps=1-2a', { acceptableTimestamps: undefined }],
  ['oauth_problem=x&oauth_acceptable_timestamps=1-', { acceptableTimestamps: undefined }],
  ['oauth_problem=x&oauth_acceptable_versions=1.0-2.0', { acceptableVersions: ['1.0', '2.0'] }],
  ['oauth_problem=x&oauth_acceptable_versions=1.0', { acceptableVersions: undefined }],
  ['oauth_problem=x&oauth_acceptable_versions=-1.0', { acceptableVersions: undefined }],
  ['oauth_problem=x&oauth_acceptable_versions=1.0-', { acceptableVersions: undefined }],
  ['oauth_problem=x&oauth_acceptable_versions=1-2-3', { acceptableVersions: undefined }],
])('reads %j', (text, problem) => {
  const found = parseProblem(parseForm(text))
  if (problem === undefined) expect(found).toBeUndefined()
  else expect(found).toMatchObject(problem)
})

it('writes several parameters into one companion, and nothing with a bare challenge', () => {
  const problem: Problem = {
    code: 'parameter_rejected',
    parametersRejected: [
      ['a', '1'],
      ['b', '2'],
    ],
  }
  expect(formatProblem(problem)).toEqual([
    ['oauth_problem', 'parameter_rejected'],
    ['oauth_parameters_rejected', 'a=1&b=2'],
  ])
  expect(formatProblem({ code: 'parameter_absent' })).toEqual([
    ['oauth_problem', 'parameter_absent'],
  ])
  expect(formatProblem({ code: 'credentials_absent', advice: 'Sign the request.' })).toEqual([])
})
