import { OAuthError } from '@oauthplus/core'
import type { CollectedRequest } from '@oauthplus/core'
import { assertArgument } from '@oauthplus/core/internal'

import { findActiveUser } from '../checks/find-active-user.js'
import { isIndexable } from '../store/storable.js'
import { assertLogin } from '../checks/syntax.js'
import type { CheckedRequest } from '../checks/check-request.js'
import { toConsumerInfo } from '../consumer/consumer-details.js'
import {
  createMissingError,
  createMethodError,
  createParameterError,
} from '../errors/rejected-errors.js'
import { createGuessLimits } from './guess-limits.js'
import { readScopes } from '../consumer/scopes.js'
import type { Settings } from '../settings/settings.js'
import { callOrRefuse } from '../errors/unavailable-error.js'

const NAMES = ['x_auth_username', 'x_auth_password', 'x_auth_mode'] as const

/**
 * Returns whether a request uses xAuth: whether it contains any xAuth parameter, in any
 * place.
 */
export function isXauth({ query, form, header }: CollectedRequest): boolean {
  return [...query, ...form, ...header].some(([name]) => name.startsWith('x_auth_'))
}

/**
 * Finds the user whose name and password a request carries. The password goes to `verifyPassword`
 * and nowhere else.
 */
export async function verifyXauthUser<User>(
  settings: Settings<User>,
  checked: CheckedRequest<User>,
): Promise<{ readonly userId: string; readonly user: User; readonly scopes: readonly string[] }> {
  const { verifyPassword, throttles } = settings
  const { request, consumer } = checked
  if (!verifyPassword || !consumer.allowXauth) {
    throw new OAuthError('permission_denied', 'xAuth is not open to this consumer.')
  }
  const { username, password } = readXauthParameters(request)
  const scopes = readScopes(settings, request, consumer)
  // After the signature, so that strangers use nothing up; before the password, so that guesses
  // cost an attempt.
  const limits = await createGuessLimits(settings, checked, username)
  for (const { what, counted } of limits.all) {
    await throttles.consume(what, counted, 'user_refused')
  }
  const userId = await callOrRefuse(() =>
    verifyPassword({ username, password, consumer: toConsumerInfo(consumer) }),
  )
  if (userId) assertArgument('verifyPassword', { 'the returned value': userId }, isIndexable)
  const user = userId ? await findActiveUser(settings, userId) : undefined
  if (!userId || user === undefined) {
    throw new OAuthError('permission_denied', 'The username or the password is wrong.')
  }
  await limits.release()
  return { userId, user, scopes }
}

function readXauthParameters(request: CollectedRequest): {
  readonly username: string
  readonly password: string
} {
  const { method, form, query, header } = request
  if (method !== 'POST') {
    throw createMethodError(['POST'])
  }
  // A URL or a header may be logged: a password that is sent there is refused, so that the client's
  // author learns it.
  if ([...query, ...header].some(([name]) => name.startsWith('x_auth_'))) {
    throw createParameterError('x_auth_password', 'xAuth parameters belong only in the form body.')
  }
  const values = NAMES.map((name) => form.filter((parameter) => parameter[0] === name))
  const missing = NAMES.filter((_name, index) => !values[index]?.[0]?.[1])
  if (missing.length > 0) throw createMissingError(...missing)
  if (values.some(({ length }) => length > 1)) {
    throw createParameterError('x_auth_mode', 'An xAuth parameter is sent more than once.')
  }
  const [username = '', password = '', mode = ''] = values.map((found) => found[0]?.[1] ?? '')
  if (mode !== 'client_auth')
    throw createParameterError('x_auth_mode', 'x_auth_mode must be client_auth.')
  assertLogin(username, password)
  return { username, password }
}
