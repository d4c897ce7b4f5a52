import { digestWithKey } from '@oauthplus/core/internal'
import type { AccessTokenRecord, FoundCredentials, RequestTokenRecord } from '@oauthplus/server'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { SEALED_PLACE_KINDS } from './sealed-places.js'
import { NOW_SECONDS, sealedSite } from './sealed-site.js'
import type { KeyAndSecret, SealedSite } from './sealed-site.js'
import {
  ACCESS_TOKEN_FIELDS,
  CONSUMER_FIELDS,
  protectedFields,
  REGISTERED,
  REQUEST_TOKEN_FIELDS,
  THIEFS_KEY,
  THIEFS_SECRET,
  unprotectedFields,
} from './tampered-fields.js'
import { tamperWithRecord, watchedStore } from './tampered-record.js'
import type { Changes, WatchedStore } from './tampered-record.js'

it('a sealed store protects every field except those that the inner store changes', () => {
  expect(unprotectedFields(CONSUMER_FIELDS)).toEqual([])
  expect(unprotectedFields(REQUEST_TOKEN_FIELDS)).toEqual(['state', 'wrongVerifiers', 'consentKey'])
  expect(unprotectedFields(ACCESS_TOKEN_FIELDS)).toEqual(['state', 'lastUsedAtSeconds'])
})

describe.each(SEALED_PLACE_KINDS)('a sealed store in $name that somebody writes to', (kind) => {
  let opened: Awaited<ReturnType<typeof kind.open>>
  let watched: WatchedStore
  let site: SealedSite
  let rival: KeyAndSecret
  let witness: { readonly consumer: KeyAndSecret; readonly token: KeyAndSecret }

  beforeAll(async () => {
    opened = await kind.open()
    if (!opened) return
    watched = watchedStore(opened.store)
    site = sealedSite(watched.store)
    rival = await site.register({ key: 'rival' })
    const consumer = await site.register()
    witness = { consumer, token: await site.accessToken(consumer) }
  })

  afterAll(() => opened?.stop())

  beforeEach((test) => {
    kind.require(test)
  })

  /** Writes to the records of the inner store, and returns the previous ones. */
  async function tamper(
    credentials: { readonly consumer: KeyAndSecret; readonly token?: KeyAndSecret },
    changes: Changes,
  ): Promise<FoundCredentials> {
    // The inner store is then asked for the token, by its key there.
    await site.open(credentials)
    const { consumer, token } = credentials
    const tokenKey = token && watched.lastTokenKey()
    return tamperWithRecord(watched.store, { consumerKey: consumer.key, tokenKey }, changes)
  }

  /** Writes the record of one token under the key of another in the inner store, and returns the other. */
  async function move(
    consumer: KeyAndSecret,
    from: KeyAndSecret,
    issue: () => Promise<KeyAndSecret>,
  ): Promise<KeyAndSecret> {
    const { token: moved } = await tamper({ consumer, token: from }, {})
    const token = await issue()
    const put = ({ key }: { readonly key: string }) =>
      ({ ...moved, key }) as RequestTokenRecord | AccessTokenRecord
    await tamper({ consumer, token }, { requestToken: put, accessToken: put })
    return token
  }

  /** Expects a refusal that names the kind of record and no secret, and that others go on. */
  async function expectRefusal(
    kindOfRecord: string,
    asked: Promise<{ readonly ok: boolean }>,
  ): Promise<void> {
    site.events.length = 0
    const result = await asked
    expect(result).toMatchObject({ ok: false, problem: { code: 'service_unavailable' } })
    const [cause = ''] = site.events.flatMap((event) =>
      event.type === 'request_refused' ? [String(event.cause)] : [],
    )
    expect(cause).toContain(`a record of the store cannot be opened (${kindOfRecord})`)
    for (const secret of [THIEFS_SECRET, 'v1.', 'KEY', 'evil', witness.token.key]) {
      expect(cause).not.toContain(secret)
    }
    expect((await site.open(witness)).ok).toBe(true)
  }

  describe('a consumer', () => {
    it.each(protectedFields(CONSUMER_FIELDS))(
      'refuses a consumer whose %s was changed',
      async (field, value) => {
        const consumer = await site.register(REGISTERED[field])
        await tamper({ consumer }, { consumer: (found) => ({ ...found, [field]: value }) })
        const key = field === 'key' ? String(value) : consumer.key
        const secret = field === 'secrets' ? THIEFS_SECRET : consumer.secret
        const asked =
          field === 'publicKeys'
            ? site.ask(
                { consumer: { key, privateKey: THIEFS_KEY.privateKey } },
                { signatureMethod: 'RSA-SHA1' },
              )
            : site.ask({ consumer: { key, secret } })
        await expectRefusal('consumer', asked)
      },
    )

    it('refuses a consumer that has the secrets of another, or none, or one more', async () => {
      const [consumer, thief] = [await site.register(), await site.register()]
      const { consumer: stolen } = await tamper({ consumer: thief }, {})
      const { consumer: own } = await tamper({ consumer }, {})
      const secrets = own?.secrets ?? []
      for (const written of [stolen?.secrets ?? [], [], [...secrets, { value: THIEFS_SECRET }]]) {
        await tamper({ consumer }, { consumer: (found) => ({ ...found, secrets: written }) })
        await expectRefusal('consumer', site.ask({ consumer }))
        await expectRefusal('consumer', site.ask({ consumer: { ...thief, key: consumer.key } }))
      }
      await tamper({ consumer }, { consumer: (found) => ({ ...found, secrets }) })
      expect((await site.ask({ consumer })).ok).toBe(true)
    })
  })

  describe('a request token', () => {
    const fields = protectedFields(REQUEST_TOKEN_FIELDS)

    it.each(fields.filter(([field]) => !['kind', 'key', 'consumerKey', 'userId'].includes(field)))(
      'refuses a request token on which nobody has decided, and whose %s was changed',
      async (field, value) => {
        const consumer = await site.register()
        const token = await site.requestToken(consumer)
        await tamper(
          { consumer, token },
          { requestToken: (found) => ({ ...found, [field]: value }) },
        )
        await expectRefusal(
          field === 'verifierDigest' ? 'request token approval' : 'request token',
          site.show(token),
        )
      },
    )

    it.each(fields.filter(([field]) => field !== 'kind' && field !== 'key'))(
      'refuses a request token that jane approved and whose %s was changed',
      async (field, value) => {
        const consumer = await site.register()
        const token = await site.requestToken(consumer)
        const verifier = await site.approve(token)
        await tamper(
          { consumer, token },
          { requestToken: (found) => ({ ...found, [field]: value }) },
        )
        const isOfApproval = field === 'userId' || field === 'verifierDigest'
        await expectRefusal(
          isOfApproval ? 'request token approval' : 'request token',
          site.exchange({ consumer: field === 'consumerKey' ? rival : consumer, token }, verifier),
        )
      },
    )

    it('refuses a request token under the key of another', async () => {
      const consumer = await site.register()
      const approved = await site.requestToken(consumer)
      const verifier = await site.approve(approved, 'bob')
      const token = await move(consumer, approved, () => site.requestToken(consumer))
      for (const secret of [token.secret, approved.secret]) {
        const credentials = { consumer, token: { ...token, secret } }
        await expectRefusal('request token', site.exchange(credentials, verifier))
      }
    })

    it('refuses a request token that has become an access token', async () => {
      const consumer = await site.register()
      const token = await site.requestToken(consumer)
      await tamper(
        { consumer, token },
        {
          requestToken: ({ key, secret, consumerKey, scopes, createdAtSeconds }) => ({
            kind: 'access',
            key,
            secret,
            consumerKey,
            scopes,
            createdAtSeconds,
            userId: 'bob',
            grantedBy: 'consent',
            state: 'valid',
          }),
        },
      )
      await expectRefusal('access token', site.open({ consumer, token }))
    })

    it('refuses a request token whose approval was written by its consumer', async () => {
      const consumer = await site.register()
      const token = await site.requestToken(consumer)
      const verifierDigest = await digestWithKey('chosen', token.secret)
      await tamper(
        { consumer, token },
        {
          requestToken: (found) => ({ ...found, state: 'approved', userId: 'bob', verifierDigest }),
        },
      )
      await expectRefusal('request token approval', site.exchange({ consumer, token }, 'chosen'))
    })

    it('refuses a request token that has no approval or that of another token', async () => {
      const consumer = await site.register()
      const approved = await site.requestToken(consumer)
      const verifier = await site.approve(approved, 'bob')
      const { token } = await tamper({ consumer, token: approved }, {})
      const { userId, verifierDigest } = token as RequestTokenRecord
      for (const approval of [{ userId, verifierDigest }, { userId: 'bob' }]) {
        const pending = await site.requestToken(consumer)
        await tamper(
          { consumer, token: pending },
          { requestToken: (found) => ({ ...found, state: 'approved', ...approval }) },
        )
        await expectRefusal(
          'request token approval',
          site.exchange({ consumer, token: pending }, verifier),
        )
      }
    })
  })

  describe('an access token', () => {
    const fields = protectedFields(ACCESS_TOKEN_FIELDS)

    it.each(fields.filter(([field]) => field !== 'kind' && field !== 'key'))(
      'refuses an access token whose %s was changed',
      async (field, value) => {
        const consumer = await site.register()
        const token = await site.accessToken(consumer)
        await tamper(
          { consumer, token },
          { accessToken: (found) => ({ ...found, [field]: value }) },
        )
        const credentials = { consumer: field === 'consumerKey' ? rival : consumer, token }
        await expectRefusal('access token', site.open(credentials))
        await expectRefusal('access token', site.renew(credentials, token.handle))
        if (field === 'consumerKey') return
        const listed = site.provider.tokens.list({ consumerKey: consumer.key })
        await expect(listed).rejects.toMatchObject({ code: 'service_unavailable' })
      },
    )

    it('refuses an access token that has become endless', async () => {
      const consumer = await site.register()
      const token = await site.accessToken(consumer)
      await tamper(
        { consumer, token },
        {
          accessToken: (found) => ({
            ...found,
            expiresAtSeconds: undefined,
            keepUntilSeconds: undefined,
          }),
        },
      )
      await expectRefusal('access token', site.open({ consumer, token }))
    })

    it('refuses an access token under the key of another', async () => {
      const consumer = await site.register()
      const bobs = await site.accessToken(consumer, 'bob')
      const token = await move(consumer, bobs, () => site.accessToken(consumer))
      for (const secret of [token.secret, bobs.secret]) {
        const credentials = { consumer, token: { ...token, secret } }
        await expectRefusal('access token', site.open(credentials))
      }
    })

    it('refuses an access token that has become a request token', async () => {
      const consumer = await site.register()
      const token = await site.accessToken(consumer)
      await tamper(
        { consumer, token },
        {
          accessToken: ({ key, secret, consumerKey, scopes, createdAtSeconds }) => ({
            kind: 'request',
            key,
            secret,
            consumerKey,
            scopes,
            createdAtSeconds,
            callback: 'oob',
            state: 'pending',
            wrongVerifiers: 0,
            consentKey: '',
            expiresAtSeconds: NOW_SECONDS + 600,
          }),
        },
      )
      await expectRefusal('request token', site.show(token))
    })

    it('refuses a revoked access token that was changed to valid, with the same expiry', async () => {
      const consumer = await site.register()
      const token = await site.accessToken(consumer)
      await site.provider.tokens.revoke({ tokenKey: token.key })
      await tamper(
        { consumer, token },
        {
          accessToken: (found) => ({
            ...found,
            state: 'valid',
            keepUntilSeconds: NOW_SECONDS + 60,
          }),
        },
      )
      await expectRefusal('access token', site.open({ consumer, token }))
    })
  })

  // The page on security lists these gaps.
  describe('the gaps of the sealed store', () => {
    it('does not notice an older copy of a request token, with fewer wrong verifiers', async () => {
      const consumer = await site.register()
      const token = await site.requestToken(consumer)
      const verifier = await site.approve(token)
      expect((await site.exchange({ consumer, token }, verifier)).ok).toBe(true)
      await tamper(
        { consumer, token },
        {
          requestToken: (found) => ({
            ...found,
            state: 'approved',
            wrongVerifiers: 0,
            consentKey: THIEFS_SECRET,
          }),
        },
      )
      expect((await site.exchange({ consumer, token }, 'wrong')).ok).toBe(false)
      expect((await site.exchange({ consumer, token }, verifier)).ok).toBe(true)
    })

    it('does not notice that a request token was denied', async () => {
      const consumer = await site.register()
      const token = await site.requestToken(consumer)
      const denied = { state: 'denied', userId: 'bob' } as const
      await tamper({ consumer, token }, { requestToken: (found) => ({ ...found, ...denied }) })
      expect(await site.exchange({ consumer, token }, 'any')).toMatchObject({
        problem: { code: 'permission_denied' },
      })
    })

    it('does not notice that an access token which was revoked was put back as it was', async () => {
      const consumer = await site.register()
      const token = await site.accessToken(consumer)
      const { token: before } = await tamper({ consumer, token }, {})
      await site.provider.tokens.revoke({ tokenKey: token.key })
      expect((await site.open({ consumer, token })).ok).toBe(false)
      const lastUsedAtSeconds = 1
      await tamper(
        { consumer, token },
        { accessToken: () => ({ ...(before as AccessTokenRecord), lastUsedAtSeconds }) },
      )
      expect((await site.open({ consumer, token })).ok).toBe(true)
    })

    it('does not notice that a consumer was put back as it was', async () => {
      const consumer = await site.register()
      const { consumer: before } = await tamper({ consumer }, {})
      await site.provider.consumers.cancel(consumer.key)
      expect((await site.ask({ consumer })).ok).toBe(false)
      await tamper({ consumer }, { consumer: (found) => before ?? found })
      expect((await site.ask({ consumer })).ok).toBe(true)
    })
  })
})
