import { assertArgument } from './assert-options.js'
import { parseForm } from './form.js'
import { isRecordWith, optionChecks } from './object-checks.js'
import { isString } from './option-checks.js'
import type { ParametersInput } from './pairs-input.js'
import type { ParameterList } from './parameter-list.js'
import { toPairs } from './to-pairs.js'
import { parameterValue } from './parameters.js'
import { percentDecode, percentEncode } from './percent-encode.js'
import type { ProblemCode, Problem } from './problem.js'

/** The meaning of a problem code, and its HTTP status. */
export interface ProblemMeaning {
  /** The HTTP status. */
  readonly status: number
  /** The meaning, in one sentence. */
  readonly meaning: string
}

/**
 * Every problem code with its status and meaning: those of the Problem Reporting extension, those
 * that other providers added and clients know (`verifier_invalid`, `access_token_expired`), and
 * three that oauthplus adds (`credentials_absent`, never sent, `insecure_transport` and
 * `service_unavailable`).
 *
 * @see [OAuth Problem Reporting](https://oauth.pbworks.com/w/page/12239088/ProblemReporting)
 */
export const PROBLEMS: Readonly<Record<ProblemCode, ProblemMeaning>> =
  /* @__PURE__ */ Object.freeze({
    version_rejected: { status: 400, meaning: 'The oauth_version is not supported.' },
    parameter_absent: { status: 400, meaning: 'A required parameter is missing.' },
    parameter_rejected: { status: 400, meaning: 'A parameter is malformed or not expected here.' },
    timestamp_refused: { status: 400, meaning: 'The timestamp is too far from the server time.' },
    signature_method_rejected: { status: 400, meaning: 'The signature method is not accepted.' },
    nonce_used: { status: 401, meaning: 'The request was received before.' },
    signature_invalid: { status: 401, meaning: 'The signature does not match the request.' },
    consumer_key_unknown: { status: 401, meaning: 'The consumer key is unknown.' },
    consumer_key_rejected: { status: 401, meaning: 'The consumer is not accepted.' },
    consumer_key_refused: { status: 503, meaning: 'The consumer is refused for the time being.' },
    token_used: { status: 401, meaning: 'The request token was exchanged before.' },
    token_expired: { status: 401, meaning: 'The token has expired.' },
    token_revoked: { status: 401, meaning: 'The token was revoked.' },
    token_rejected: { status: 401, meaning: 'The token is not accepted here.' },
    verifier_invalid: { status: 401, meaning: 'The verifier is wrong.' },
    access_token_expired: { status: 401, meaning: 'The access token has expired; renew it.' },
    additional_authorization_required: {
      status: 401,
      meaning: 'The user has not granted what this request needs.',
    },
    permission_unknown: { status: 401, meaning: 'The user has not decided yet.' },
    permission_denied: { status: 401, meaning: 'The user has refused access.' },
    user_refused: { status: 503, meaning: 'The user is refused for the time being.' },
    credentials_absent: { status: 401, meaning: 'The request carries no OAuth credentials.' },
    insecure_transport: { status: 403, meaning: 'The request did not come over HTTPS.' },
    service_unavailable: { status: 503, meaning: 'The server cannot judge the request now.' },
  })

const isProblem = /* @__PURE__ */ isRecordWith(
  'a problem with a code',
  /* @__PURE__ */ optionChecks<{ readonly code: string }>({
    required: { code: isString },
    optional: {},
  }),
)

/**
 * Writes a problem as parameters, for the `WWW-Authenticate` header or the body of the response.
 *
 * @example
 *
 * ```ts
 * formatProblem({ code: 'parameter_absent', parametersAbsent: ['oauth_nonce'] })
 * // [['oauth_problem', 'parameter_absent'], ['oauth_parameters_absent', 'oauth_nonce']]
 * ```
 *
 * @param problem The problem.
 *
 * @returns The parameters; none for `credentials_absent`, whose response is a bare challenge.
 *
 * @throws {@link OAuthError} `parameter_rejected` when a string contains half of a surrogate pair.
 *
 * @see [OAuth Problem Reporting](https://oauth.pbworks.com/w/page/12239088/ProblemReporting)
 */
export function formatProblem(problem: Problem): ParameterList {
  assertArgument('formatProblem', { problem }, isProblem)
  if (problem.code === 'credentials_absent') return []
  const parameters: [name: string, value: string][] = [['oauth_problem', problem.code]]
  const add = (name: string, value: string | undefined): void => {
    if (value !== undefined) parameters.push([name, value])
  }
  add('oauth_problem_advice', problem.advice)
  add('oauth_parameters_absent', problem.parametersAbsent?.map(percentEncode).join('&'))
  add(
    'oauth_parameters_rejected',
    problem.parametersRejected
      ?.map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
      .join('&'),
  )
  add('oauth_acceptable_timestamps', problem.acceptableTimestamps?.join('-'))
  add('oauth_acceptable_versions', problem.acceptableVersions?.join('-'))
  return parameters
}

/**
 * Reads the problem that a server reported.
 *
 * @example
 *
 * ```ts
 * parseProblem(parseForm('oauth_problem=token_expired'))?.code // 'token_expired'
 * ```
 *
 * @param parameters The parameters of a `WWW-Authenticate` header or of a body.
 *
 * @returns The problem, or `undefined` if none is reported. Companion parameters that cannot be
 *   read are left out.
 *
 * @see [OAuth Problem Reporting](https://oauth.pbworks.com/w/page/12239088/ProblemReporting)
 */
export function parseProblem(parameters: ParametersInput): Problem | undefined {
  const pairs = toPairs('parseProblem', 'parameters', parameters)
  const code = parameterValue(pairs, 'oauth_problem')
  if (code === undefined || code === '') return undefined
  const readCompanion = <Value>(name: string, read: (text: string) => Value): Value | undefined => {
    const text = parameterValue(pairs, name)
    if (text === undefined) return undefined
    try {
      return read(text)
    } catch {
      // A companion is only advice: the problem itself stays readable without it.
      return undefined
    }
  }
  return {
    code,
    advice: parameterValue(pairs, 'oauth_problem_advice'),
    parametersAbsent: readCompanion('oauth_parameters_absent', (text) =>
      text.split('&').filter(Boolean).map(percentDecode),
    ),
    parametersRejected: readCompanion('oauth_parameters_rejected', parseForm),
    acceptableTimestamps: readCompanion('oauth_acceptable_timestamps', parseTimestampRange),
    acceptableVersions: readCompanion('oauth_acceptable_versions', parseVersionRange),
  }
}

function parseTimestampRange(text: string): readonly [number, number] | undefined {
  const match = /^(\d{1,15})-(\d{1,15})$/.exec(text)
  return match ? [Number(match[1]), Number(match[2])] : undefined
}

function parseVersionRange(text: string): readonly [string, string] | undefined {
  const [lowest, highest, ...rest] = text.split('-')
  return lowest && highest && rest.length === 0 ? [lowest, highest] : undefined
}
