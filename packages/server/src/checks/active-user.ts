import type { Settings } from '../settings/settings.js'
import { unavailable } from '../errors/unavailable.js'

/** Finds a User who may be acted for; `undefined` where there is none, or not any more. */
export async function activeUser<User>(
  settings: Settings<User>,
  userId: string,
): Promise<User | undefined> {
  try {
    const user = (await settings.findUser(userId)) ?? undefined
    const isActive: unknown = user !== undefined && (await settings.isUserActive(user))
    // Callers in JavaScript may answer with anything, and only a plain yes is one.
    return isActive === true ? user : undefined
  } catch (error) {
    throw unavailable(error)
  }
}
