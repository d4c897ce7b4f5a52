import type { AccessTokenRecord, Store } from '@oauthplus/server'
import { assertEqual } from './assert-equal.js'
import type { StoreCase } from './contract-case.js'
import {
  findToken,
  LIFETIME_SECONDS,
  makeAccessToken,
  saveAccessToken,
  saveRequestToken,
} from './sample-records.js'
import { countOutcomes } from './run-concurrently.js'

const NOT_APPROVED = ['pending', 'denied', 'used', 'locked', 'revoked'] as const

/** Promises about the exchange: it happens once, in time, and completely or not at all. */
export const exchangeCases: readonly StoreCase[] = [
  {
    name: 'an approved request token is exchanged: it is used, and the access token is there',
    async run(store, nowSeconds) {
      const token = await saveRequestToken(store, nowSeconds, { state: 'approved' })
      const other = await saveRequestToken(store, nowSeconds, { key: 'other', state: 'approved' })
      const accessToken = makeAccessToken(nowSeconds, {
        scopes: ['photos', 'albums'],
        expiresAtSeconds: nowSeconds + 60,
        sessionHandleDigest: 'digest of the handle',
        keepUntilSeconds: nowSeconds + LIFETIME_SECONDS,
      })
      await exchange(store, token.key, { accessToken, nowSeconds, expected: 'exchanged' })
      const used = { ...token, state: 'used' }
      assertEqual(await store.findRequestToken(token.key), used, 'the request token')
      assertEqual(await findToken(store, accessToken.key), accessToken, 'the access token')
      assertEqual(await store.findRequestToken('other'), other, 'another request token')
    },
  },
  {
    name: 'a request token is exchanged once',
    async run(store, nowSeconds) {
      const { key } = await saveRequestToken(store, nowSeconds, { state: 'approved' })
      const first = makeAccessToken(nowSeconds, { key: 'first' })
      await exchange(store, key, { accessToken: first, nowSeconds, expected: 'exchanged' })
      for (const again of ['second', 'first']) {
        const accessToken = makeAccessToken(nowSeconds, { key: again, secret: 'other' })
        await exchange(store, key, { accessToken, nowSeconds, expected: 'refused' })
      }
      assertEqual(await findToken(store, 'first'), first, 'the first access token')
      assertEqual(await findToken(store, 'second'), undefined, 'the second access token')
    },
  },
  {
    name: 'of 50 exchanges at the same moment one succeeds, and only its access token exists',
    async run(store, nowSeconds) {
      const { key } = await saveRequestToken(store, nowSeconds, { state: 'approved' })
      const accessTokens = Array.from({ length: 50 }, (_none, index) =>
        makeAccessToken(nowSeconds, { key: `access ${index}`, secret: `secret ${index}` }),
      )
      const outcomes = await Promise.all(
        accessTokens.map((accessToken) =>
          store.exchangeRequestToken(key, { accessToken, nowSeconds }),
        ),
      )
      assertEqual(countOutcomes(outcomes), { exchanged: 1, refused: 49 }, 'the outcomes')
      for (const [index, accessToken] of accessTokens.entries()) {
        const expected = outcomes[index] === 'exchanged' ? accessToken : undefined
        assertEqual(await findToken(store, accessToken.key), expected, accessToken.key)
      }
    },
  },
  ...NOT_APPROVED.map((state): StoreCase => ({
    name: `a request token that is ${state} cannot be exchanged`,
    async run(store, nowSeconds) {
      const token = await saveRequestToken(store, nowSeconds, { state })
      const accessToken = makeAccessToken(nowSeconds)
      await exchange(store, token.key, { accessToken, nowSeconds, expected: 'refused' })
      assertEqual(await store.findRequestToken(token.key), token, 'the request token')
      assertEqual(await findToken(store, accessToken.key), undefined, 'the access token')
    },
  })),
  {
    name: 'a request token can be exchanged until the end of its last second',
    async run(store, issuedAtSeconds) {
      const nowSeconds = issuedAtSeconds + LIFETIME_SECONDS
      const { key } = await saveRequestToken(store, issuedAtSeconds, { state: 'approved' })
      const accessToken = makeAccessToken(nowSeconds)
      await exchange(store, key, { accessToken, nowSeconds, expected: 'exchanged' })
    },
  },
  {
    name: 'a request token that has expired cannot be exchanged',
    async run(store, issuedAtSeconds) {
      const nowSeconds = issuedAtSeconds + LIFETIME_SECONDS + 1
      const token = await saveRequestToken(store, issuedAtSeconds, { state: 'approved' })
      const accessToken = makeAccessToken(nowSeconds)
      await exchange(store, token.key, { accessToken, nowSeconds, expected: 'refused' })
      assertEqual(await store.findRequestToken(token.key), token, 'the request token')
      assertEqual(await findToken(store, accessToken.key), undefined, 'the access token')
    },
  },
  {
    name: 'an unknown request token cannot be exchanged',
    async run(store, nowSeconds) {
      const accessToken = makeAccessToken(nowSeconds)
      await exchange(store, 'unknown', { accessToken, nowSeconds, expected: 'refused' })
      assertEqual(await store.findRequestToken('unknown'), undefined, 'the request token')
      assertEqual(await findToken(store, accessToken.key), undefined, 'the access token')
    },
  },
  ...[saveAccessToken, saveRequestToken].map((save): StoreCase => {
    const kind = save === saveAccessToken ? 'an access token' : 'a request token'
    return {
      name: `an exchange does not replace ${kind} that has its key already`,
      async run(store, nowSeconds) {
        const token = await saveRequestToken(store, nowSeconds, { state: 'approved' })
        const taken = await save(store, nowSeconds, { key: 'taken' })
        const accessToken = makeAccessToken(nowSeconds, { key: 'taken', userId: 'bob' })
        // A database may report this only as an error.
        const outcome = await store
          .exchangeRequestToken(token.key, { accessToken, nowSeconds })
          .catch(() => 'refused')
        assertEqual(outcome, 'refused', 'the exchange')
        assertEqual(await findToken(store, 'taken'), taken, 'the one that has the key')
        assertEqual(await store.findRequestToken(token.key), token, 'the request token')
        assertEqual(await store.listAccessTokens({ userId: 'bob' }, { limit: 1 }), [], 'another')
      },
    }
  }),
  {
    name: 'the access token of an exchange is kept as a copy',
    async run(store, nowSeconds) {
      const { key } = await saveRequestToken(store, nowSeconds, { state: 'approved' })
      const scopes = ['photos']
      const accessToken = makeAccessToken(nowSeconds, { scopes })
      await exchange(store, key, { accessToken, nowSeconds, expected: 'exchanged' })
      scopes.push('albums')
      const kept = { ...accessToken, scopes: ['photos'] }
      assertEqual(await findToken(store, accessToken.key), kept, 'the access token')
    },
  },
  {
    name: 'an exchange and the wrong verifier that locks, at the same moment, do not both succeed',
    async run(store, nowSeconds) {
      for (let round = 0; round < 20; round++) {
        const fields = { key: `round ${round}`, state: 'approved', wrongVerifiers: 4 } as const
        const token = await saveRequestToken(store, nowSeconds, fields)
        const accessToken = makeAccessToken(nowSeconds, { key: `access ${round}` })
        const count = () => store.countWrongVerifier(token.key, 5)
        const early = round % 2 === 1 ? [count()] : []
        const exchanging = store.exchangeRequestToken(token.key, { accessToken, nowSeconds })
        const counts = await Promise.all(early.length > 0 ? early : [count()])
        const isExchanged = (await exchanging) === 'exchanged'
        assertEqual(counts, [5], 'the count')
        const state = isExchanged ? 'used' : 'locked'
        const ended = { ...token, wrongVerifiers: 5, state }
        assertEqual(await store.findRequestToken(token.key), ended, 'the request token')
        const expected = isExchanged ? accessToken : undefined
        assertEqual(await findToken(store, accessToken.key), expected, 'the access token')
      }
    },
  },
  {
    name: 'an exchange in the last second and a purge do not undo each other',
    async run(store, issuedAtSeconds) {
      const nowSeconds = issuedAtSeconds + LIFETIME_SECONDS
      for (let round = 0; round < 20; round++) {
        const key = `round ${round}`
        await saveRequestToken(store, issuedAtSeconds, { key, state: 'approved' })
        const accessToken = makeAccessToken(nowSeconds, { key: `access ${round}` })
        const [outcome] = await Promise.all([
          store.exchangeRequestToken(key, { accessToken, nowSeconds }),
          store.purge(nowSeconds + 1),
        ])
        const expected = outcome === 'exchanged' ? accessToken : undefined
        assertEqual(await findToken(store, accessToken.key), expected, 'the access token')
        assertEqual(await store.findRequestToken(key), undefined, 'the purged request token')
      }
    },
  },
]

async function exchange(
  store: Store,
  key: string,
  call: {
    readonly accessToken: AccessTokenRecord
    readonly nowSeconds: number
    readonly expected: 'exchanged' | 'refused'
  },
): Promise<void> {
  const { accessToken, nowSeconds, expected } = call
  const outcome = await store.exchangeRequestToken(key, { accessToken, nowSeconds })
  assertEqual(outcome, expected, `the exchange for ${accessToken.key}`)
}
