import type { Token } from '@oauthplus/client'

import type { User } from './any-page.js'

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- passport adds to it
  namespace Express {
    interface Request {
      login(user: User, done: (error: unknown) => void): void
    }
  }
}

export declare function findOrCreate(profile: unknown, token: Token): Promise<User>
