import type { Token } from '@oauthplus/client'

export { provider } from './client.js'

interface Credentials {
  readonly consumer: { readonly key: string; readonly secret: string }
  readonly token: Token
}

export declare const storeUrl: string
export declare const stores: {
  has(url: string): boolean
  keep(url: string, credentials: Credentials): Promise<void>
  find(url: string): Promise<Credentials>
}
