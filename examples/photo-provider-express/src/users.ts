import { randomUUID } from 'node:crypto'

import { hashPassword, isPassword } from './password-hash.js'
import type { SeedUser } from './seed.js'

/** A User of the site. */
export interface User {
  readonly id: string
  readonly username: string
  /** Whether the user reviews the applications of developers. */
  readonly isReviewer: boolean
}

/** The users of the site. A real site stores them in its database. */
export interface Users {
  /** Finds a user by id. */
  find(id: string): User | undefined
  /** Finds the user with this name and password. */
  withPassword(username: string, password: string): Promise<User | undefined>
}

/** Creates the users of the site. */
export async function createUsers(seed: readonly SeedUser[]): Promise<Users> {
  const accounts = await Promise.all(
    seed.map(async ({ username, password, isReviewer = false }, index) => ({
      user: { id: String(index + 1), username, isReviewer },
      hash: await hashPassword(password),
    })),
  )
  const byId = new Map(accounts.map(({ user }) => [user.id, user]))
  const byUsername = new Map(accounts.map((account) => [account.user.username, account]))
  const nobodysHash = await hashPassword(randomUUID())
  return {
    find: (id) => byId.get(id),
    async withPassword(username, password) {
      const account = byUsername.get(username)
      // An unknown name takes as long as a wrong password, so that timing does not reveal which names
      // exist.
      const isRight = await isPassword(password, account?.hash ?? nobodysHash)
      return isRight ? account?.user : undefined
    },
  }
}
