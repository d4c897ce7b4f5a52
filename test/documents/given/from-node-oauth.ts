import type { Token } from '@oauthplus/client'

export declare function keep(userId: string | undefined, token: Token): Promise<void>
