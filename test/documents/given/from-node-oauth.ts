import type { Token } from '@oauthplus/client'

export declare function keep(token: Token): Promise<void>
