import { describe, expect, it } from 'vitest'

import { memoryStore } from '../src/index.js'
import type { Visitor } from '../src/index.js'
import { CONSUMER, FORM, neutral, raw, requestToken, testProvider } from './neutral-requests.js'
import type { TestProvider } from './neutral-requests.js'

const TOO_LONG = [
  ['256 letters', 'x'.repeat(256)],
  ['128 letters of two bytes', 'ä'.repeat(128)],
] as const
const LONGEST = `${'ä'.repeat(127)}x`
const XAUTH = 'x_auth_username=jane&x_auth_password=correct%20horse&x_auth_mode=client_auth'

/** A provider that finds every user, and whose store fails the test if it is called. */
async function providerOf(userId: string): Promise<TestProvider> {
  const store = memoryStore()
  const kept = (values: unknown): boolean => JSON.stringify(values).includes(userId)
  const watched = Object.entries(store).map(([name, operation]) => [
    name,
    (...values: unknown[]): unknown => {
      expect(kept(values)).toBe(false)
      return (operation as (...given: unknown[]) => unknown)(...values)
    },
  ])
  return testProvider({
    store: Object.fromEntries(watched) as typeof store,
    findUser: (id) => ({ id }),
    verifyPassword: () => userId,
  })
}

const visitorOf = (userId: string): Visitor => ({
  getUserId: () => userId,
  getLoginUrl: () => '/login',
})

type Path = (app: TestProvider, long: string) => Promise<unknown>
const decide =
  (name: 'load' | 'approve' | 'deny'): Path =>
  async ({ provider }, userId) =>
    provider.authorization[name]({ tokenKey: 'token', userId, csrf: 'x' })

describe('a string that an index of a database cannot store', () => {
  it.each<[string, Path]>([
    [
      'ownerId of consumers.register',
      ({ provider }, ownerId) => provider.consumers.register({ name: 'X', ownerId }),
    ],
    [
      'ownerId of consumers.update',
      ({ provider }, ownerId) => provider.consumers.update(CONSUMER.key, { ownerId }),
    ],
    [
      'key of consumers.register',
      ({ provider }, key) => provider.consumers.register({ name: 'X', key }),
    ],
    [
      'userId of tokens.issue',
      ({ provider }, userId) => provider.tokens.issue({ consumerKey: CONSUMER.key, userId }),
    ],
    ['userId of authorization.load', decide('load')],
    ['userId of authorization.approve', decide('approve')],
    ['userId of authorization.deny', decide('deny')],
    [
      'userId of authorization.respond',
      async (app, userId) =>
        app.provider.authorization.respond(
          raw({
            method: 'GET',
            url: `/oauth/authorize?oauth_token=${(await requestToken(app)).key}`,
          }),
          visitorOf(userId),
        ),
    ],
    [
      'userId of applications.respond',
      ({ provider }, userId) =>
        provider.applications.respond(
          raw({ method: 'GET', url: '/oauth/applications' }),
          visitorOf(userId),
        ),
    ],
    [
      'what verifyPassword gives',
      async ({ provider }) =>
        provider.accessToken(
          await neutral({
            method: 'POST',
            url: '/oauth/access_token',
            headers: [FORM],
            body: XAUTH,
          }),
        ),
    ],
  ])('is a TypeError before the store is called: %s', async (_path, act) => {
    for (const [what, long] of TOO_LONG) {
      const refused = act(await providerOf(long), long)
      await expect(refused, what).rejects.toThrow(TypeError)
      await expect(refused, what).rejects.toThrow(/255/)
    }
  })

  it('is not one of 255 bytes', async () => {
    const app = await testProvider({ findUser: (id) => ({ id }) })
    const { consumers, tokens } = app.provider
    await consumers.register({ name: LONGEST, ownerId: LONGEST, key: 'k'.repeat(255) })
    await tokens.issue({ consumerKey: 'k'.repeat(255), userId: LONGEST })
    expect((await tokens.list({ userId: LONGEST })).tokens).toHaveLength(1)
  })
})

it('refuses a consumer whose name is longer than a page should show', async () => {
  const { provider } = await testProvider()
  const name = 'x'.repeat(256)
  await expect(provider.consumers.register({ name })).rejects.toThrow('name must be')
  await expect(provider.consumers.update(CONSUMER.key, { name })).rejects.toThrow('name must be')
})
