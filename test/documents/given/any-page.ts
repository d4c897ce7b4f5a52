import type { Token } from '@oauthplus/client'
import type { HeaderList, ReceivedRequest } from '@oauthplus/core'
import { createProvider, memoryStore } from '@oauthplus/server'
import type { Provider, Store } from '@oauthplus/server'
import express from 'express'
import type { Express } from 'express'
import type {} from 'express-session'

declare module 'express-session' {
  interface SessionData {
    userId: string
  }
}

interface PasswordAttempt {
  readonly username: string
  readonly password: string
}

/** The names that every page and docstring may use; `declare` prevents an example from being run. */
export interface User {
  readonly id: string
  readonly name: string
}

export { createProvider, express, memoryStore }

export const users: Map<string, User> = new Map<string, User>([
  ['jane', { id: 'jane', name: 'Jane' }],
])
export const photosOf = ({ name }: User): string[] => [`${name}'s vacation`]
export const findUser = (id: string): User | undefined => users.get(id)
export const publicUrl = 'https://photos.example'
export const callbackUrl = 'https://printer.example/callback'
export const getUserId = (): string => 'jane'
export const getLoginUrl = (returnTo: string): string =>
  `/login?next=${encodeURIComponent(returnTo)}`
export const scopes: Readonly<Record<string, { readonly description: string }>> = {
  photos: { description: 'See your photos' },
}
export const log: { warn(...values: unknown[]): void } = { warn: console.warn }
export const nowSeconds = 1_800_000_000
export const consumerSecret = 'kd94hf93k423kf44'
export const requestTokenSecret = 'hdhd0244k9j7ao03'
export const tokenKey = 'nnch734d00sl2jdk'
export const tokenSecret = 'pfkkdhi9sl3r4s00'
export const formerSecret = 'kd94hf93k423kf43'
export const verifier = 'hfdp7dh39dks9884'

export const app: Express = express()
export declare const key: string
export declare const secret: string
export declare const token: Token
export declare const consumer: { readonly key: string; readonly secret: string }
export declare const privateKey: string
export declare const publicKey: string
export declare const pem: string
export declare const username: string
export declare const password: string
export declare const method: string
export declare const url: string
export declare const headers: HeaderList
export declare const body: string
export declare const request: ReceivedRequest
export const store: Store = memoryStore()
export const provider: Provider<User> = createProvider({ publicUrl, store, findUser, scopes })
export declare const error: unknown
export const verifyPassword = ({ username, password }: PasswordAttempt): string | undefined =>
  username === 'jane' && password === 'sesame' ? 'jane' : undefined
export declare function askTheUserAgain(): void
export declare function tryAgainLater(): void
export declare function expect(value: unknown): {
  toEqual(value: unknown): void
  toBe(value: unknown): void
  toBeUndefined(): void
}
export declare function it(name: string, run: () => Promise<void>): void
