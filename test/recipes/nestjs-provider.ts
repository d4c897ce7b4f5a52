import { createProvider, memoryStore } from '@oauthplus/server'
import type { Provider } from '@oauthplus/server'

/** A user of the application under test. */
export interface NestUser {
  readonly id: string
}

/** The provider of the recipes for NestJS. */
export const provider: Provider<NestUser> = createProvider<NestUser>({
  store: memoryStore(),
  findUser: (id) => ({ id }),
  scopes: { photos: { description: 'See your photos' } },
})
