import { formatAuthorizationHeader, formatForm, isOAuthError, PROBLEMS } from '@oauthplus/core'
import type { OAuthError, Problem, ProblemCode } from '@oauthplus/core'
import { assertArgument, formatProblem, toProblem } from '@oauthplus/core/internal'

import { toResponseProblem } from '../errors/conceal.js'
import { addProblemUrl } from './find-problem-url.js'
import { isProviderRequest } from '../settings/provider-checks.js'
import type { EventSubject, Operation } from '../settings/provider-event.js'
import type { ProviderRequest } from '../request.js'
import type { ProviderResponse } from '../response.js'
import type { Refusal } from '../results.js'
import type { Settings } from '../settings/settings.js'

const RETRY_AFTER_SECONDS = 5
/** The operations of signed requests; the others are pages. */
type RequestOperation = Exclude<Operation, 'authorization' | 'applications' | 'portal'>

/** The function of a provider behind each operation, for the messages of errors. */
const FUNCTIONS: Readonly<Record<RequestOperation, string>> = {
  'request-token': 'requestToken',
  'access-token': 'accessToken',
  invalidation: 'invalidateToken',
  resource: 'authenticate',
}

/** The facts known about a request when it succeeds or fails. */
export type RequestContext = {
  -readonly [Name in keyof EventSubject]: EventSubject[Name]
} & { isProven: boolean; address?: string | undefined }

/** The requested operation, and its realm. */
interface RequestedOperation {
  readonly operation: RequestOperation
  readonly request: ProviderRequest
  readonly realm?: string | undefined
}

/** Headers of every response that depends on the sender or carries a secret. */
export function createPrivateHeaders<User>(
  settings: Pick<Settings<User>, 'allowAlternativeAuthorizationHeader'>,
): ProviderResponse['headers'] {
  return [
    ['Cache-Control', 'no-store'],
    ['Pragma', 'no-cache'],
    ['Vary', getVaryHeader(settings)],
  ]
}

/** Names the headers on which every response depends. */
export function getVaryHeader<User>({
  allowAlternativeAuthorizationHeader,
}: Pick<Settings<User>, 'allowAlternativeAuthorizationHeader'>): string {
  return allowAlternativeAuthorizationHeader
    ? 'Authorization, X-Oauth1-Authorization'
    : 'Authorization'
}

/**
 * Runs an operation; a refusal becomes a result. A caller's mistake (`TypeError`) still
 * rejects.
 */
export async function runRefusable<User, Result extends { readonly ok: true }>(
  settings: Settings<User>,
  requested: RequestedOperation,
  operation: (context: RequestContext) => Promise<Result>,
): Promise<Result | Refusal> {
  const { request } = requested
  assertArgument(FUNCTIONS[requested.operation], { request }, isProviderRequest)
  const context: RequestContext = { isProven: false }
  try {
    return await operation(context)
  } catch (error) {
    if (!isOAuthError(error)) throw error
    countRefusal(settings, error, context)
    return createRefusal(settings, error, {
      operation: requested.operation,
      context,
      response: createProblemResponse(settings, toResponseProblem(error), requested),
    })
  }
}

// A signature is judged, and a token looked at, only after the consumer was found.
const CODES_OF_KNOWN_CONSUMERS: ReadonlySet<string> = new Set([
  'signature_invalid',
  'token_rejected',
])

function countRefusal<User>(
  { refusalCounter }: Settings<User>,
  { code }: OAuthError,
  { consumerKey = '', isProven }: RequestContext,
): void {
  if (refusalCounter === undefined || code === 'consumer_key_unknown') return
  const isKnown = isProven || CODES_OF_KNOWN_CONSUMERS.has(code)
  refusalCounter.count({ consumerKey, code, isKnown })
}

/** Creates the result of a refusal, and emits its event. */
export function createRefusal<User>(
  { emit }: Pick<Settings<User>, 'emit'>,
  error: OAuthError,
  details: {
    readonly operation: Operation
    readonly context: RequestContext
    readonly response: ProviderResponse
  },
): Refusal {
  const { operation, context, response } = details
  const problem = toProblem(error)
  const cause = error.cause === undefined ? {} : { cause: error.cause }
  emit({ type: 'request_refused', operation, problem, ...context, ...cause })
  return { ok: false, problem, response, ...cause }
}

/** Returns the HTTP status of a problem. */
export function getProblemStatus(problem: Problem): number {
  return problem.status ?? PROBLEMS[problem.code as ProblemCode].status
}

/** Returns the headers that HTTP requires with the status of a problem. */
export function createStatusHeaders(problem: Problem): ProviderResponse['headers'] {
  const { allowedMethods, retryAfterSeconds = RETRY_AFTER_SECONDS } = problem
  return [
    ...([429, 503].includes(getProblemStatus(problem))
      ? [['Retry-After', `${retryAfterSeconds}`] as const]
      : []),
    ...(allowedMethods ? [['Allow', allowedMethods.join(', ')] as const] : []),
  ]
}

function createProblemResponse<User>(
  settings: Settings<User>,
  problem: Problem,
  { request, realm = settings.realm }: RequestedOperation,
): ProviderResponse {
  const isDisclosed = settings.disclosure === 'problem'
  const status = getProblemStatus(problem)
  const parameters = isDisclosed ? formatProblem(addProblemUrl(settings, problem)) : []
  const isCrossOrigin = request.headers.some(([name]) => name.toLowerCase() === 'origin')
  return {
    // An error that is not the fault of the request is reported anyway: the request is worth repeating.
    status: isDisclosed || status >= 500 ? status : 401,
    headers: [
      ['WWW-Authenticate', formatAuthorizationHeader(parameters, { realm })],
      ...createPrivateHeaders(settings),
      ...(isCrossOrigin ? [['Access-Control-Expose-Headers', 'WWW-Authenticate'] as const] : []),
      ...(parameters.length > 0
        ? [['Content-Type', 'application/x-www-form-urlencoded'] as const]
        : []),
      ...(isDisclosed || status >= 500 ? createStatusHeaders(problem) : []),
    ],
    body: formatForm(parameters),
  }
}
