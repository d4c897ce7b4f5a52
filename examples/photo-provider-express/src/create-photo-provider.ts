import { randomBytes } from 'node:crypto'

import { diagnose } from '@oauthplus/doctor'
import { createProvider } from '@oauthplus/server-express'
import type { Limits, Provider, Store } from '@oauthplus/server-express'

import type { Seed, SeedConsumer } from './seed.js'
import type { User, Users } from './users.js'

/** Creates the service provider of the photo site, with its initial consumers. */
export async function createPhotoProvider(
  users: Users,
  {
    seed,
    store,
    limits,
  }: { readonly seed: Seed; readonly store: Store; readonly limits?: Limits | undefined },
): Promise<Provider<User>> {
  const provider = createProvider({
    store,
    limits,
    findUser: (id) => users.find(id),
    getUserName: ({ username }) => username,
    theme: { siteName: 'Photos' },
    scopes: { photos: { description: 'See your photos', allowWrites: false } },
    // All seven, so that you can try any client. Omit PLAINTEXT if no client needs it.
    signatureMethods: [
      'HMAC-SHA1',
      'HMAC-SHA256',
      'HMAC-SHA512',
      'RSA-SHA1',
      'RSA-SHA256',
      'RSA-SHA512',
      'PLAINTEXT',
    ],
    portal: {
      // Several processes need the same key.
      csrfKey: randomBytes(32),
      mayRegister: () => true,
      mayReview: ({ isReviewer }) => isReviewer,
    },
    verifyPassword: async ({ username, password }) =>
      (await users.withPassword(username, password))?.id,
    tokenParameters: ({ user }) => [
      ['user_id', user.id],
      ['screen_name', user.username],
    ],
    // The response explains a wrong signature. Use this for development only.
    diagnose,
    sendDiagnosis: true,
  })
  for (const consumer of seed.consumers) await registerConsumer(provider, consumer)
  return provider
}

async function registerConsumer(provider: Provider<User>, consumer: SeedConsumer): Promise<void> {
  const { rsaPublicKey, ...options } = consumer
  const publicKeys = rsaPublicKey === undefined ? undefined : [rsaPublicKey]
  try {
    // A durable store may already contain the consumer from an earlier start, including later changes.
    if (await provider.consumers.find(consumer.key)) return
    await provider.consumers.register({ ...options, publicKeys })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`Consumer ${consumer.key}: ${reason}`, { cause: error })
  }
}
