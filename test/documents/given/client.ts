import type { Client, PendingRequestToken, ServiceProvider, Token } from '@oauthplus/client'
import type { Request } from 'express'

export type { Context } from './connect.js'
export { findUserId, keepToken, koa } from './connect.js'
export declare const pendingKey: string
export declare const provider: ServiceProvider
export declare const client: Client
export declare const request: Request
export declare const stores: {
  has(url: string): boolean
  keep(
    url: string,
    credentials: {
      readonly consumer: { readonly key: string; readonly secret: string }
      readonly token: Token
    },
  ): Promise<void>
}
export declare const redis: {
  set(key: string, value: string, options: { readonly EX: number }): Promise<unknown>
  get(key: string): Promise<string | null>
  getDel(key: string): Promise<string | null>
}
export declare function parsed(text: string | null): PendingRequestToken | undefined
export declare const database: {
  replaceToken(previousKey: string, token: Token): Promise<void>
  findToken(userId: string): Promise<Token>
}
