import { assertArgument, isString } from '@oauthplus/core/internal'

import type { Settings } from '../settings/settings.js'

/** Returns what pages call a user. */
export function getUserName<User>(settings: Settings<User>, user: User, userId: string): string {
  const name = settings.getUserName?.(user) ?? userId
  assertArgument('getUserName', { 'the returned value': name }, isString)
  return name
}
