import { generateKeyPairSync } from 'node:crypto'

import { createClient } from '@oauthplus/client'
import type { ServiceProvider } from '@oauthplus/client'
import { parameterValue } from '@oauthplus/core'
import { describe, expect, it } from 'vitest'

import { headerOf, listen } from '../../packages/client/test/listen.js'
import { CONSUMER, startProvider } from '../../packages/client/test/provider.js'

const STATUSES = [301, 302, 303, 307, 308]

describe('a redirect', () => {
  it('to another origin gets no signature, whatever its status', async () => {
    const elsewhere = await listen(() => ({ body: 'elsewhere' }))
    for (const status of STATUSES) {
      const provider = await startProvider(() => ({
        status,
        headers: { location: `${elsewhere.origin}/` },
      }))
      const refusing = createClient(provider.options)
      await expect(refusing.fetch(provider.origin)).rejects.toMatchObject({
        code: 'redirect_refused',
      })
      const following = createClient({ ...provider.options, redirectCrossOrigin: 'unsigned' })
      await following.fetch(provider.origin, {
        method: 'POST',
        body: new URLSearchParams({ a: '1' }),
      })
    }
    expect(elsewhere.seen).toHaveLength(STATUSES.length)
    for (const seen of elsewhere.seen) {
      expect(headerOf(seen, 'authorization')).toBe('')
      expect(`${seen.target} ${String(seen.body)}`).not.toContain('oauth_')
    }
  })

  it('from a token endpoint to another origin is not followed, by any method', async () => {
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    })
    const consumer = { ...CONSUMER, privateKey }
    const elsewhere = await listen(() => ({ body: 'elsewhere' }))
    for (const status of STATUSES) {
      const server = await listen(() => ({ status, headers: { location: elsewhere.origin } }))
      for (const signatureMethod of ['HMAC-SHA1', 'RSA-SHA1', 'PLAINTEXT'] as const) {
        const client = createClient<ServiceProvider>({
          provider: { accessTokenUrl: server.origin, signatureMethod },
          consumer,
        })
        const attempt = client.xauth({ username: 'jane', password: 'sesame' })
        await expect(attempt).rejects.toMatchObject({ code: 'redirect_refused' })
      }
    }
    expect(elsewhere.seen).toEqual([])
  })

  it('on the same origin is signed again, with another nonce', async () => {
    for (const status of STATUSES) {
      const provider = await startProvider(({ target }) =>
        target === '/from' ? { status, headers: { location: '/to' } } : undefined,
      )
      const response = await createClient(provider.options).fetch(`${provider.origin}/from`)
      expect(response.status).toBe(200)
      // The provider takes no nonce twice, and verifies each.
      const nonces = provider.verified.map(({ protocol }) =>
        parameterValue(protocol, 'oauth_nonce'),
      )
      expect([nonces.length, new Set(nonces).size]).toEqual([2, 2])
    }
  })

  it('of status 307 or 308 is followed with its body', async () => {
    for (const status of [307, 308]) {
      const provider = await startProvider(({ target }) =>
        target === '/from' ? { status, headers: { location: '/to' } } : undefined,
      )
      const body = new URLSearchParams({ a: '1' })
      await createClient(provider.options).fetch(`${provider.origin}/from`, {
        method: 'POST',
        body,
      })
      expect(provider.verified.at(-1)).toMatchObject({ method: 'POST', form: [['a', '1']] })
    }
  })

  it('can have a relative Location', async () => {
    const provider = await startProvider(({ target }) =>
      target === '/deep/from' ? { status: 302, headers: { location: '../to?b=2' } } : undefined,
    )
    const response = await createClient(provider.options).fetch(`${provider.origin}/deep/from`)
    expect([response.status, provider.verified.at(-1)?.target]).toEqual([200, '/to?b=2'])
  })

  it('of a token endpoint keeps callback and verifier, however often', async () => {
    const provider = await startProvider(({ target }) => {
      const [, hops, path = ''] = /^\/hop(\d)(.*)/.exec(target) ?? []
      if (hops === undefined) return undefined
      const location = hops === '1' ? path : `/hop${String(Number(hops) - 1)}${path}`
      return { status: 307, headers: { location } }
    })
    const client = createClient({
      ...provider.options,
      provider: {
        ...provider.options.provider,
        requestTokenUrl: `${provider.origin}/hop3/request_token`,
        accessTokenUrl: `${provider.origin}/hop3/access_token`,
      },
    })
    const { url, setCookie: cookie } = await client.authorize()
    await client.callback(provider.approve(url), { cookie: cookie.replace(/;.*/, '') })
    const carriedBy = (name: string): string[] =>
      provider.verified
        .filter(({ protocol }) => parameterValue(protocol, name) !== undefined)
        .map(({ target }) => target)
    const hops = (path: string): string[] =>
      ['/hop3', '/hop2', '/hop1', ''].map((hop) => hop + path)
    expect(carriedBy('oauth_callback')).toEqual(hops('/request_token'))
    expect(carriedBy('oauth_verifier')).toEqual(hops('/access_token'))
  })

  it('from https to http is not followed, signed or not', async () => {
    for (const redirectCrossOrigin of ['refuse', 'unsigned'] as const) {
      const client = createClient({
        provider: {},
        consumer: CONSUMER,
        redirectCrossOrigin,
        // There is no certificate that this machine believes.
        fetch: () =>
          Promise.resolve(
            new Response(null, { status: 302, headers: { location: 'http://photos.example/' } }),
          ),
      })
      await expect(client.fetch('https://photos.example/')).rejects.toMatchObject({
        code: 'redirect_refused',
      })
    }
  })
})
