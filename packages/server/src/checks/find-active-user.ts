import type { Settings } from '../settings/settings.js'
import { createUnavailableError } from '../errors/unavailable-error.js'

/** Finds a user for whom a consumer may act; `undefined` if the user no longer exists. */
export async function findActiveUser<User>(
  settings: Settings<User>,
  userId: string,
): Promise<User | undefined> {
  try {
    // Waited for is only what has to be waited for.
    const result: unknown = settings.findUser(userId)
    const found: unknown = isThenable(result) ? await result : result
    // `known && users.get(id)` may return a value in JavaScript that is not a user.
    if (found === undefined || found === null || found === false) return undefined
    const user = found as User
    const verdict: unknown = settings.isUserActive(user)
    const isActive: unknown = isThenable(verdict) ? await verdict : verdict
    // Callers in JavaScript may return anything, and only true means yes.
    return isActive === true ? user : undefined
  } catch (error) {
    throw createUnavailableError(error)
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'then' in value &&
    typeof value.then === 'function'
  )
}
