/* global btoa, URLSearchParams */
import { createClient, sealedPendingStore } from '@oauthplus/client'

import { equal, holds } from './checks.mjs'
import { rejectsWith, signedIn, started } from './client-flows.mjs'
import { createProvider, PASSWORD, problem } from './provider.mjs'

/** The cases of what lasts: renewed tokens, and request tokens that wait in a cookie. */
export const sessionCases = [...renewalCases(), ...sealedCases()]

function renewalCases() {
  // Every token is expired but the last.
  const expiring = ({ url }, { protocol }) => {
    const isCall = !url.includes('_token')
    const isOld = protocol.some(([, value]) => value === 'access-1')
    return isCall && isOld ? problem(401, 'access_token_expired') : undefined
  }
  return [
    {
      name: 'a token that is renewed by five at once is renewed once',
      async run() {
        const kept = []
        const options = { onRenew: ({ token }) => void kept.push(token.key) }
        const { client, token, sent } = await signedIn(undefined, options)
        equal([token.key, token.sessionHandle], ['access-1', 'handle of access-1'])
        const renewed = await Promise.all(Array.from({ length: 5 }, () => client.renew(token)))
        equal([...new Set(renewed.map(({ key }) => key))], ['access-2'])
        equal([sent.length, kept], [1, ['access-2']])
      },
    },
    {
      name: 'fetch renews a token that the Provider calls expired, and sends the request again',
      async run() {
        const kept = []
        const options = {
          onRenew: ({ token, previous }) => void kept.push([previous.key, token.key]),
        }
        const { origin, fetch, sent } = await signedIn(expiring, options)
        const init = { method: 'POST', body: new URLSearchParams({ a: '☃' }) }
        equal((await fetch(`${origin}/photos`, init)).status, 200)
        equal(kept, [['access-1', 'access-2']])
        equal(
          sent.map(({ url, verdict }) => [url.slice(origin.length), verdict]),
          [
            ['/photos', 'ok'],
            ['/access_token', 'ok'],
            ['/photos', 'ok'],
          ],
        )
        equal(sent[2].request.form, [['a', '☃']])
      },
    },
    {
      name: 'fetch renews nothing where nobody keeps the new token',
      async run() {
        const { origin, fetch, sent } = await signedIn(expiring)
        equal([(await fetch(`${origin}/photos`)).status, sent.length], [401, 1])
      },
    },
    {
      name: 'fetch renews a token before it sends, where its time has passed',
      async run() {
        let now = Date.now()
        const options = { onRenew: () => undefined, now: () => now }
        const { origin, fetch, sent } = await signedIn(undefined, options)
        now += 3_601_000
        equal((await fetch(`${origin}/photos`)).status, 200)
        equal(
          sent.map(({ url }) => url.slice(origin.length)),
          ['/access_token', '/photos'],
        )
      },
    },
    {
      name: 'what is not renewed is told',
      async run() {
        const { client, token } = await signedIn()
        await client.renew(token)
        const other = createClient(createProvider().options)
        await rejectsWith('signature_invalid', () => other.renew(token))
      },
    },
  ]
}

function sealedCases() {
  const [key, otherKey] = [7, 8].map((byte) => btoa(String.fromCharCode(...Array(32).fill(byte))))
  const sealed = (...keys) => ({ client: { pending: sealedPendingStore(keys) } })
  return [
    {
      name: 'a flow ends at another client, where its Request Token waits in a sealed cookie',
      async run() {
        const { provider, url, browser } = await started(sealed(key))
        const elsewhere = createClient({ ...provider.options, ...sealed(otherKey, key).client })
        const { token, state } = await elsewhere.callback(provider.approve(url), browser)
        equal([token.key, state], ['access-2', { next: '/home' }])
      },
    },
    {
      name: 'a sealed cookie shows nothing, and lets in nobody but its browser',
      async run() {
        const { provider, client, url, setCookie } = await started(sealed(key))
        holds(!/secret|request-1|home/.test(decodeURIComponent(setCookie)), setCookie)
        const query = provider.approve(url)
        for (const foreign of [
          '',
          'session=abc',
          setCookie.replace(/=[^;]{20}/, '=AAAAAAAAAAAAAAAAAAAA'),
        ]) {
          await rejectsWith('callback_refused', () => client.callback(query, { cookie: foreign }))
        }
        const stranger = createClient({ ...provider.options, ...sealed(otherKey).client })
        await rejectsWith('callback_refused', () => stranger.callback(query, { cookie: setCookie }))
      },
    },
    {
      name: 'two tabs both finish by their sealed cookies',
      async run() {
        const first = await started(sealed(key))
        const second = await first.client.authorize()
        const browser = { cookie: `${first.browser.cookie}; ${second.setCookie.split(';', 1)[0]}` }
        for (const { url } of [second, first]) {
          const { token } = await first.client.callback(first.provider.approve(url), browser)
          holds(token.key.startsWith('access-'), token.key)
        }
      },
    },
    {
      name: 'xAuth needs no cookie, sealed or not',
      async run() {
        const client = createClient({ ...createProvider().options, ...sealed(key).client })
        const { token } = await client.xauth({ username: 'jane', password: PASSWORD })
        equal(token.key, 'access-1')
      },
    },
  ]
}
