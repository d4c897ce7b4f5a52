import type {
  ProviderConfig,
  testConsumer as TestConsumer,
  testSigner as TestSigner,
} from '@oauthplus/testkit'

export { createTestProvider } from '@oauthplus/testkit'

export declare const config: ProviderConfig
export declare function callPhotos(
  origin: string,
  consumer: { readonly key: string; readonly secret: string },
  token: { readonly key: string; readonly secret: string },
): Promise<void>

// The programs of the examples are the reader's; packages/testkit/test runs others.
export declare const testConsumer: typeof TestConsumer
export declare const testSigner: typeof TestSigner
