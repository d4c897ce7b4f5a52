import type { Settings } from '../settings/settings.js'
import { createUnavailableError } from '../errors/unavailable-error.js'

/** Finds a User for whom a Consumer may act; `undefined` if there is no such User any more. */
export async function findActiveUser<User>(
  settings: Settings<User>,
  userId: string,
): Promise<User | undefined> {
  try {
    const found: unknown = await settings.findUser(userId)
    // What `known && users.get(id)` returns in JavaScript is not a User.
    if (found === undefined || found === null || found === false) return undefined
    const user = found as User
    const isActive: unknown = await settings.isUserActive(user)
    // Callers in JavaScript may return anything, and only true means yes.
    return isActive === true ? user : undefined
  } catch (error) {
    throw createUnavailableError(error)
  }
}
