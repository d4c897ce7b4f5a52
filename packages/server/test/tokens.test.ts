import { describe, expect, it } from 'vitest'

import {
  accessToken,
  approve,
  codeOf,
  CONSUMER,
  exchange,
  neutral,
  requestToken,
  START_SECONDS,
  testProvider,
} from './neutral-requests.js'
import type { TestProvider } from './neutral-requests.js'

async function call(
  app: TestProvider,
  token: { readonly key: string; readonly secret: string },
  consumer: { readonly key: string; readonly secret: string } = CONSUMER,
) {
  const request = await neutral(
    { method: 'GET', url: '/photos' },
    { consumer, token },
    { timestampSeconds: app.clock.nowSeconds },
  )
  return codeOf(await app.provider.authenticate(request, { scope: [] }))
}

describe('a token that the owner issues', () => {
  it('works without a flow, for its consumer and user', async () => {
    const app = await testProvider()
    const token = await app.provider.tokens.issue({
      consumerKey: CONSUMER.key,
      userId: 'jane',
      scopes: ['photos', 'photos'],
    })
    const request = await neutral({ method: 'GET', url: '/photos' }, { consumer: CONSUMER, token })
    const result = await app.provider.authenticate(request, { scope: 'photos' })
    expect(result).toMatchObject({ grant: { userId: 'jane', scopes: ['photos'] } })
    expect(token.sessionHandle).toBeUndefined()
    expect(token.expiresAtSeconds).toBeUndefined()
  })

  it('is refused for unknown consumers and scopes, and without a user', async () => {
    const { provider } = await testProvider()
    const options = { consumerKey: CONSUMER.key, userId: 'jane' }
    await expect(provider.tokens.issue({ ...options, consumerKey: 'x' })).rejects.toMatchObject({
      code: 'consumer_key_unknown',
    })
    for (const wrong of [{ scopes: ['all'] }, { userId: '' }]) {
      await expect(provider.tokens.issue({ ...options, ...wrong })).rejects.toThrow(TypeError)
    }
  })
})

describe('the list', () => {
  it('has consumer, scopes, and the times of each token, and no secret', async () => {
    const app = await testProvider({ accessTokenLifetimeSeconds: 1000 })
    const token = await accessToken(app, { query: '?scope=photos' })
    app.clock.nowSeconds += 5
    expect(await call(app, token)).toBe('ok')
    const list = await app.provider.tokens.list({ userId: 'jane' })
    expect(list).toEqual({
      tokens: [
        {
          key: token.key,
          consumer: {
            key: CONSUMER.key,
            name: 'Printer',
            description: '',
            website: undefined,
            status: 'accepted',
          },
          userId: 'jane',
          scopes: ['photos'],
          grantedBy: 'consent',
          state: 'valid',
          createdAtSeconds: START_SECONDS,
          expiresAtSeconds: START_SECONDS + 1000,
          lastUsedAtSeconds: START_SECONDS + 5,
        },
      ],
      next: undefined,
    })
  })

  it('lists each token once, in pages, for a consumer, a user, or both', async () => {
    const { provider } = await testProvider()
    await provider.consumers.register({ key: 'other', name: 'Other' })
    for (const consumerKey of [CONSUMER.key, 'other']) {
      for (const userId of ['jane', 'bob']) {
        for (let count = 0; count < 3; count++) await provider.tokens.issue({ consumerKey, userId })
      }
    }
    const keys = async (filter: { consumerKey?: string; userId?: string }) => {
      const found: string[] = []
      let after: string | undefined
      do {
        const page = await provider.tokens.list({ ...filter, after, limit: 2 })
        found.push(...page.tokens.map(({ key }) => key))
        after = page.next
      } while (after !== undefined)
      expect(new Set(found).size).toBe(found.length)
      return found.length
    }
    expect(await keys({})).toBe(12)
    expect(await keys({ consumerKey: 'other' })).toBe(6)
    expect(await keys({ userId: 'bob' })).toBe(6)
    expect(await keys({ consumerKey: 'other', userId: 'bob' })).toBe(3)
    expect(await keys({ userId: 'nobody' })).toBe(0)
  })
})

describe('revocation', () => {
  async function fourTokens() {
    const app = await testProvider()
    const other = await app.provider.consumers.register({ key: 'other', name: 'Other' })
    const consumers = { printer: CONSUMER, other: { key: 'other', secret: other.secret ?? '' } }
    const issue = (consumerKey: string, userId: string) =>
      app.provider.tokens.issue({ consumerKey, userId })
    const tokens = {
      printerJane: await issue(CONSUMER.key, 'jane'),
      printerBob: await issue(CONSUMER.key, 'bob'),
      otherJane: await issue('other', 'jane'),
      otherBob: await issue('other', 'bob'),
    }
    const revoked = async () => {
      const found: string[] = []
      for (const [name, token] of Object.entries(tokens)) {
        const consumer = name.startsWith('printer') ? consumers.printer : consumers.other
        const code = await call(app, token, consumer)
        if (code !== 'ok') found.push(`${name}: ${code}`)
      }
      return found
    }
    return { app, tokens, revoked, revoke: app.provider.tokens.revoke }
  }

  it('refuses an unknown context', async () => {
    const { revoke } = await fourTokens()
    await expect(revoke({ userId: 'jane' }, { actor: 'ann' } as object)).rejects.toThrow(
      /^tokens\.revoke: .*Did you mean actorId\?/,
    )
    await expect(revoke({ userId: 'jane' }, { reason: 'x'.repeat(2001) })).rejects.toThrow(
      /^tokens\.revoke: context\.reason must be/,
    )
    expect(await revoke({ userId: 'jane' }, { actorId: 'ann', reason: 'Abuse' })).toBe(2)
  })

  it('of one token leaves the others', async () => {
    const { app, tokens, revoked, revoke } = await fourTokens()
    const second = await app.provider.tokens.issue({ consumerKey: CONSUMER.key, userId: 'jane' })
    expect(await revoke({ tokenKey: tokens.printerJane.key })).toBe(1)
    expect(await revoke({ tokenKey: tokens.printerJane.key })).toBe(0)
    expect(await revoke({ tokenKey: 'unknown' })).toBe(0)
    expect(await revoked()).toEqual(['printerJane: token_revoked'])
    expect(await call(app, second)).toBe('ok')
  })

  it('of a consumer, of a user, and of both', async () => {
    const one = await fourTokens()
    expect(await one.revoke({ consumerKey: 'other' })).toBe(2)
    expect(await one.revoked()).toEqual(['otherJane: token_revoked', 'otherBob: token_revoked'])
    const two = await fourTokens()
    expect(await two.revoke({ userId: 'bob' })).toBe(2)
    expect(await two.revoked()).toEqual(['printerBob: token_revoked', 'otherBob: token_revoked'])
    const three = await fourTokens()
    expect(await three.revoke({ consumerKey: 'other', userId: 'bob' })).toBe(1)
    expect(await three.revoked()).toEqual(['otherBob: token_revoked'])
  })

  it('without a target is a mistake, and revokes nothing', async () => {
    const { revoke, revoked } = await fourTokens()
    for (const target of [{}, { tokenKey: '' }, { userId: undefined }, { consumerKey: 7 }]) {
      await expect(revoke(target as unknown as { tokenKey: string })).rejects.toThrow(TypeError)
    }
    expect(await revoked()).toEqual([])
  })

  it('kills request tokens that were approved and not exchanged yet', async () => {
    const app = await testProvider()
    const approved = await requestToken(app)
    const verifier = await approve(app, approved.key)
    const token = await accessToken(app)
    expect(await app.provider.tokens.revoke({ tokenKey: token.key })).toBe(1)
    expect(codeOf(await exchange(app, approved, { verifier }))).toBe('token_revoked')
  })

  it('of a consumer kills what no user has decided about yet', async () => {
    const app = await testProvider()
    const pending = await requestToken(app)
    await app.provider.tokens.revoke({ userId: 'jane' })
    const input = { tokenKey: pending.key, userId: 'jane' }
    expect(codeOf(await app.provider.authorization.load(input))).toBe('ok')
    await app.provider.tokens.revoke({ consumerKey: CONSUMER.key })
    expect(codeOf(await app.provider.authorization.load(input))).toBe('token_revoked')
  })

  it('of a token that was renewed meanwhile also revokes its successor', async () => {
    const app = await testProvider({ accessTokenLifetimeSeconds: 10, sessionLifetimeSeconds: 100 })
    const issued = await app.provider.tokens.issue({ consumerKey: CONSUMER.key, userId: 'jane' })
    const renewal = await neutral(
      {
        method: 'POST',
        url: `/oauth/access_token?oauth_session_handle=${issued.sessionHandle ?? ''}`,
      },
      { consumer: CONSUMER, token: issued },
      { transmission: 'query' },
    )
    expect(codeOf(await app.provider.accessToken(renewal))).toBe('ok')
    expect(await app.provider.tokens.revoke({ tokenKey: issued.key })).toBe(1)
    expect((await app.provider.tokens.list()).tokens).toEqual([])
    expect(await app.provider.tokens.revoke({ tokenKey: issued.key })).toBe(0)
  })

  it('is reported for a month, then forgotten', async () => {
    const app = await testProvider()
    const token = await accessToken(app)
    await app.provider.tokens.revoke({ tokenKey: token.key })
    app.clock.nowSeconds += 30 * 86_400
    await app.provider.purge()
    expect(await call(app, token)).toBe('token_revoked')
    app.clock.nowSeconds += 1
    await app.provider.purge()
    expect(await call(app, token)).toBe('token_rejected')
  })
})
