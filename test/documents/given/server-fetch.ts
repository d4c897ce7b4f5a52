import { Hono } from 'hono'

import { createProvider, memoryStore } from '@oauthplus/server'
import type { Provider } from '@oauthplus/server'

import { findUser, scopes } from './any-page.js'
import type { User } from './any-page.js'

export { getConnInfo } from '@hono/node-server/conninfo'

export const app: Hono = new Hono()
export const provider: Provider<User> = createProvider({ store: memoryStore(), findUser, scopes })
export const sessionOf = (request: Request): { readonly userId: string | undefined } => ({
  userId: request.headers.get('cookie') ?? undefined,
})
