import type { AccessTokenRecord, Store } from '@oauthplus/server'
import { assertEqual } from './assert-equal.js'
import type { StoreCase } from './contract-case.js'
import {
  CONSUMER_KEY,
  findToken,
  LIFETIME_SECONDS,
  makeAccessToken,
  saveAccessToken,
  saveRequestToken,
} from './sample-records.js'
import { runConcurrently, repeatConcurrently, countOutcomes } from './run-concurrently.js'
import { tamperWith } from './tamper-with.js'

const HANDLE = { sessionHandleDigest: 'digest of the handle' }
const CENTURY_SECONDS = 3_155_760_000

/** Promises about the renewal: it happens once, with the handle, in time, and completely or not at all. */
export const renewalCases: readonly StoreCase[] = [
  {
    name: 'an access token is renewed: it becomes replaced, and the new one is there',
    async run(store, nowSeconds) {
      const token = await saveAccessToken(store, nowSeconds, {
        ...HANDLE,
        grantedBy: 'xauth',
        expiresAtSeconds: nowSeconds + 10,
        keepUntilSeconds: nowSeconds + LIFETIME_SECONDS,
        lastUsedAtSeconds: nowSeconds,
      })
      const other = await saveAccessToken(store, nowSeconds, { key: 'other', ...HANDLE })
      const accessToken = makeRenewedToken(nowSeconds)
      await renew(store, token, { accessToken, nowSeconds, expected: 'renewed' })
      assertEqual(await findToken(store, token.key), { ...token, state: 'replaced' }, 'the old one')
      assertEqual(await findToken(store, 'new'), accessToken, 'the new one')
      assertEqual(await findToken(store, 'other'), other, 'another')
    },
  },
  {
    name: 'an access token is renewed once, and the new one with its own handle',
    async run(store, nowSeconds) {
      const token = await saveAccessToken(store, nowSeconds, HANDLE)
      const second = makeRenewedToken(nowSeconds, {
        key: 'second',
        sessionHandleDigest: 'of the second',
      })
      await renew(store, token, { accessToken: second, nowSeconds, expected: 'renewed' })
      for (const key of ['third', 'second']) {
        const accessToken = makeRenewedToken(nowSeconds, { key, secret: 'other' })
        await renew(store, token, { accessToken, nowSeconds, expected: 'refused' })
        await renew(store, second, { accessToken, nowSeconds, expected: 'refused' })
      }
      assertEqual(await findToken(store, 'third'), undefined, 'the third')
      assertEqual(await findToken(store, 'second'), second, 'the second')
      const renewal = { accessToken: makeRenewedToken(nowSeconds, { key: 'third' }), nowSeconds }
      const sessionHandleDigest = 'of the second'
      const outcome = await store.renewAccessToken('second', { sessionHandleDigest, ...renewal })
      assertEqual(outcome, 'renewed', 'the renewal of the second')
    },
  },
  {
    name: 'of 50 renewals at the same moment one succeeds, and only its access token exists',
    async run(store, nowSeconds) {
      const token = await saveAccessToken(store, nowSeconds, HANDLE)
      const makeNewToken = (index: number) => makeRenewedToken(nowSeconds, { key: `new ${index}` })
      const outcomes = await repeatConcurrently(50, (index) => {
        const renewal = { ...HANDLE, accessToken: makeNewToken(index), nowSeconds }
        return store.renewAccessToken(token.key, renewal)
      })
      assertEqual(countOutcomes(outcomes), { renewed: 1, refused: 49 }, 'the outcomes')
      for (const [index, outcome] of outcomes.entries()) {
        const expected = outcome === 'renewed' ? makeNewToken(index) : undefined
        assertEqual(await findToken(store, `new ${index}`), expected, `new ${index}`)
      }
      assertEqual(await findToken(store, token.key), { ...token, state: 'replaced' }, 'the old one')
    },
  },
  ...(
    [
      ['has another handle', { sessionHandleDigest: 'another' }],
      ['has a handle that differs in the case of a letter', makeHandle('Digest of the handle')],
      ['has no handle', {}],
      ['was renewed before', { ...HANDLE, state: 'replaced' }],
      ['was revoked', { ...HANDLE, state: 'revoked' }],
    ] as const
  ).map(([what, fields]): StoreCase => ({
    name: `an access token that ${what} is not renewed`,
    async run(store, nowSeconds) {
      const token = await saveAccessToken(store, nowSeconds, fields)
      const accessToken = makeRenewedToken(nowSeconds)
      await renew(store, token, { accessToken, nowSeconds, expected: 'refused' })
      assertEqual(await findToken(store, token.key), token, 'the old one')
      assertEqual(await findToken(store, 'new'), undefined, 'the new one')
    },
  })),
  {
    name: 'an access token without a handle is not renewed with an empty one',
    async run(store, nowSeconds) {
      const { key } = await saveAccessToken(store, nowSeconds)
      const renewal = { ...makeHandle(''), accessToken: makeRenewedToken(nowSeconds), nowSeconds }
      assertEqual(await store.renewAccessToken(key, renewal), 'refused', 'the renewal')
    },
  },
  {
    name: 'an unknown access token, and a request token, are not renewed',
    async run(store, nowSeconds) {
      const token = await saveRequestToken(store, nowSeconds, { state: 'approved' })
      const accessToken = makeRenewedToken(nowSeconds)
      for (const key of ['unknown', token.key]) {
        await renew(store, { key }, { accessToken, nowSeconds, expected: 'refused' })
      }
      assertEqual(await findToken(store, 'new'), undefined, 'the new one')
      assertEqual(await findToken(store, token.key), token, 'the request token')
    },
  },
  {
    name: 'an access token is renewed in the last second in which it is kept, though it has expired',
    async run(store, nowSeconds) {
      const lastSecond = nowSeconds + LIFETIME_SECONDS
      const token = await saveAccessToken(store, nowSeconds, makeExpiry(lastSecond))
      const call = { accessToken: makeRenewedToken(lastSecond), nowSeconds: lastSecond }
      await renew(store, token, { ...call, expected: 'renewed' })
    },
  },
  {
    name: 'an access token that need not be kept any more is not renewed',
    async run(store, nowSeconds) {
      const lastSecond = nowSeconds + LIFETIME_SECONDS
      const token = await saveAccessToken(store, nowSeconds, makeExpiry(lastSecond))
      const call = { accessToken: makeRenewedToken(lastSecond), nowSeconds: lastSecond + 1 }
      await renew(store, token, { ...call, expected: 'refused' })
      assertEqual(await findToken(store, token.key), token, 'the old one')
      assertEqual(await findToken(store, 'new'), undefined, 'the new one')
    },
  },
  {
    name: 'an access token that is kept without end can be renewed without end',
    async run(store, nowSeconds) {
      const token = await saveAccessToken(store, nowSeconds, {
        ...HANDLE,
        expiresAtSeconds: nowSeconds,
        keepUntilSeconds: undefined,
      })
      const clock = nowSeconds + CENTURY_SECONDS
      const call = { accessToken: makeRenewedToken(clock), nowSeconds: clock }
      await renew(store, token, { ...call, expected: 'renewed' })
    },
  },
  ...(['Access', 'Request'] as const).map((kind): StoreCase => ({
    name: `a renewal does not replace ${kind === 'Access' ? 'an' : 'a'} ${kind.toLowerCase()} token that has the new key already`,
    async run(store, nowSeconds) {
      const token = await saveAccessToken(store, nowSeconds, HANDLE)
      const save = kind === 'Access' ? saveAccessToken : saveRequestToken
      const taken = await save(store, nowSeconds, { key: 'taken' })
      for (const key of kind === 'Access' ? ['taken', token.key] : ['taken']) {
        const accessToken = makeRenewedToken(nowSeconds, { key, secret: 'other' })
        // A database may report this only as an error.
        const outcome = await store
          .renewAccessToken(token.key, { ...HANDLE, accessToken, nowSeconds })
          .catch(() => 'refused')
        assertEqual(outcome, 'refused', `the renewal by ${key}`)
        assertEqual(await findToken(store, 'taken'), taken, 'the one that has the key')
        assertEqual(await findToken(store, token.key), token, 'the old one')
        const listed = (await store.listAccessTokens({}, { limit: 10 })).map((it) => it.key)
        const expected = kind === 'Access' ? [token.key, 'taken'] : [token.key]
        assertEqual(listed.sort(), expected, 'the list')
      }
    },
  })),
  {
    name: 'the access token of a renewal is kept as a copy',
    async run(store, nowSeconds) {
      const token = await saveAccessToken(store, nowSeconds, HANDLE)
      const accessToken = makeRenewedToken(nowSeconds)
      const given = structuredClone(accessToken)
      await renew(store, token, { accessToken: given, nowSeconds, expected: 'renewed' })
      tamperWith(given)
      assertEqual(await findToken(store, 'new'), accessToken, 'the new one')
    },
  },
  {
    name: 'a renewal and a revocation of the pair at the same moment leave no valid token',
    async run(store, nowSeconds) {
      for (let round = 0; round < 20; round++) {
        const userId = `user ${round}`
        const fields = { key: `old ${round}`, userId, ...HANDLE }
        const token = await saveAccessToken(store, nowSeconds, fields)
        const accessToken = makeRenewedToken(nowSeconds, { key: `new ${round}`, userId })
        const keepUntilSeconds = nowSeconds + LIFETIME_SECONDS
        const [renewal, count] = await runConcurrently(round, [
          () => store.renewAccessToken(token.key, { ...HANDLE, accessToken, nowSeconds }),
          () => store.revokeTokens({ consumerKey: CONSUMER_KEY, userId }, keepUntilSeconds),
        ])
        assertEqual(count, 1, 'the count')
        const [replaced, revoked] = ['replaced', 'revoked'] as const
        const isRenewed = renewal === 'renewed'
        const dead = { state: revoked, keepUntilSeconds }
        const old = isRenewed ? { ...token, state: replaced } : { ...token, ...dead }
        assertEqual(await findToken(store, token.key), old, 'the old one')
        const expected = isRenewed ? { ...accessToken, ...dead } : undefined
        assertEqual(await findToken(store, accessToken.key), expected, 'the new one')
      }
    },
  },
  {
    name: 'only one of a simultaneous renewal and revocation of an access token succeeds',
    async run(store, nowSeconds) {
      for (let round = 0; round < 20; round++) {
        const tokenKey = `old ${round}`
        await saveAccessToken(store, nowSeconds, { key: tokenKey, ...HANDLE })
        const accessToken = makeRenewedToken(nowSeconds, { key: `new ${round}` })
        const [renewal, count] = await runConcurrently(round, [
          () => store.renewAccessToken(tokenKey, { ...HANDLE, accessToken, nowSeconds }),
          () => store.revokeTokens({ tokenKey }, nowSeconds + LIFETIME_SECONDS),
        ])
        assertEqual(count, renewal === 'renewed' ? 0 : 1, `the count if the renewal is ${renewal}`)
        const expected = renewal === 'renewed' ? accessToken : undefined
        assertEqual(await findToken(store, accessToken.key), expected, 'the new one')
      }
    },
  },
]

function makeHandle(sessionHandleDigest: string) {
  return { sessionHandleDigest }
}

function makeExpiry(keepUntilSeconds: number) {
  return { ...HANDLE, expiresAtSeconds: keepUntilSeconds - 100, keepUntilSeconds }
}

function makeRenewedToken(
  nowSeconds: number,
  fields: Partial<AccessTokenRecord> = {},
): AccessTokenRecord {
  return makeAccessToken(nowSeconds, {
    key: 'new',
    secret: 'new secret',
    scopes: ['photos', 'albums'],
    grantedBy: 'xauth',
    sessionHandleDigest: 'digest of the new handle',
    ...fields,
  })
}

async function renew(
  store: Store,
  { key }: { readonly key: string },
  call: {
    readonly accessToken: AccessTokenRecord
    readonly nowSeconds: number
    readonly expected: 'renewed' | 'refused'
  },
): Promise<void> {
  const { accessToken, nowSeconds, expected } = call
  const outcome = await store.renewAccessToken(key, { ...HANDLE, accessToken, nowSeconds })
  assertEqual(outcome, expected, `the renewal of ${key}`)
}
