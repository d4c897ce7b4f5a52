import type { Token } from '@oauthplus/client'
import type Koa from 'koa'
import type { DefaultContext, ParameterizedContext } from 'koa'

export type Context = ParameterizedContext & DefaultContext & { session: { userId: string } }
export declare const koa: Koa
export declare function keepToken(userId: string | undefined, token: Token): Promise<void>
export declare function findUserId(request: Request): Promise<string>
