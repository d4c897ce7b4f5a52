import type { Store } from '@oauthplus/server'

export { createTestProvider } from '@oauthplus/testkit'

export declare function callPhotos(
  origin: string,
  consumer: { readonly key: string; readonly secret: string },
  token: { readonly key: string; readonly secret: string },
): Promise<void>
export declare function createMyStore(): Store
