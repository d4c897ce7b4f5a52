import { createProvider, memoryStore } from '@oauthplus/server'
import type { Provider } from '@oauthplus/server'

import type { Header, View } from './host.js'

/** The origin that every request is signed for. */
export const ORIGIN = 'https://photos.example'

/** The consumer that every host knows. It may send two-legged requests. */
export const CONSUMER = { key: 'dpf43f3p2l4k3l03', secret: 'kd94hf93k423kf44' } as const

/** The number of bytes that the body of a signed form may have. */
export const BODY_LIMIT_BYTES = 200_000

/** A user of the hosts. */
export interface HostUser {
  readonly id: string
}

/** Creates the provider of a host. */
export async function createHostProvider(): Promise<Provider<HostUser>> {
  const provider = createProvider<HostUser>({
    publicUrl: ORIGIN,
    store: memoryStore(),
    findUser: (id) => ({ id }),
    bodyLimitBytes: BODY_LIMIT_BYTES,
  })
  await provider.consumers.register({
    ...CONSUMER,
    name: 'Printer',
    callbacks: ['oob'],
    allowTwoLegged: true,
  })
  return provider
}

/** The functions that OAuth needs from the application of a host. */
export const VISITOR: {
  readonly getUserId: () => string
  readonly getLoginUrl: () => string
} = { getUserId: () => 'jane', getLoginUrl: () => '/login' }

/** Describes what a handler found: the grant, and the bytes of the body. */
export function viewOf(
  { query, form }: { readonly query: readonly Header[]; readonly form: readonly Header[] },
  bytes: Uint8Array,
): View {
  return { query, form, body: btoa(String.fromCharCode(...bytes)) }
}
