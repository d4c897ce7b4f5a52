import { generateKeyPairSync } from 'node:crypto'

import { verifySignature } from '@oauthplus/core'
import { describe, expect, it } from 'vitest'

import { memoryStore } from '../src/index.js'
import type { ProviderEvent, RegisterConsumerOptions } from '../src/index.js'
import { codeOf, headerOf, neutral, ORIGIN, START_SECONDS } from './neutral-requests.js'
import { hiddenFields, testPortal, titleOf } from './portal.js'

const SECRET = 'secret-of-prints'

async function withApplication(
  options: Partial<RegisterConsumerOptions> = {},
  ...provider: Parameters<typeof testPortal>
) {
  const store = memoryStore()
  const portal = await testPortal({ store, ...provider[0] }, provider[1])
  await portal.provider.consumers.register({
    key: 'prints',
    secret: SECRET,
    name: 'Prints',
    ownerId: 'jane',
    ...options,
  })
  return { ...portal, store, view: (name: string) => `?application=prints&view=${name}` }
}

type Application = Awaited<ReturnType<typeof withApplication>>

async function call(
  { provider }: Application,
  token: { readonly key: string; readonly secret: string },
  secret = SECRET,
) {
  const credentials = { consumer: { key: 'prints', secret }, token }
  const request = await neutral({ method: 'GET', url: '/x' }, credentials)
  return codeOf(await provider.authenticate(request))
}

describe('the page of the usage', () => {
  it('shows the last use, the users, and the refusals of recent days', async () => {
    const app = await withApplication()
    const empty = await app.developer({ query: app.view('usage') })
    expect(empty.body).toMatch(/Last used<\/dt>\s*<dd>Never</)
    expect(empty.body).toContain('No request was refused.')
    const issue = async (userId: string) =>
      app.provider.tokens.issue({ consumerKey: 'prints', userId })
    const token = await issue('jane')
    await issue('jane')
    await issue('bob')
    expect(await call(app, token)).toBe('ok')
    const day = Math.floor(START_SECONDS / 86_400)
    await app.store.addRefusals([
      { consumerKey: 'prints', day, code: 'signature_invalid', count: 1234 },
      { consumerKey: 'prints', day: day - 1, code: 'nonce_used', count: 2 },
      { consumerKey: 'other', day, code: 'token_rejected', count: 7 },
    ])
    const { body } = await app.developer({ query: app.view('usage') })
    expect(body).toMatch(/Last used<\/dt>\s*<dd>January 15, 2027</)
    expect(body).toMatch(/Users<\/dt>\s*<dd>2</)
    expect(body.match(/<tr><td>.*<\/tr>/g)).toEqual([
      '<tr><td>January 15, 2027</td><td><code dir="ltr">signature_invalid</code></td><td>1,234</td></tr>',
      '<tr><td>January 14, 2027</td><td><code dir="ltr">nonce_used</code></td><td>2</td></tr>',
    ])
  })

  it('stops to count at a thousand users', async () => {
    const app = await withApplication()
    for (let count = 0; count < 1001; count++) {
      await app.provider.tokens.issue({ consumerKey: 'prints', userId: `user-${count}` })
    }
    expect((await app.developer({ query: app.view('usage') })).body).toContain('1,000 or more')
  })
})

describe('the page of the developer’s own tokens', () => {
  const issue = { query: '?application=prints&view=tokens' }

  it('issues a token for the developer’s own account, and shows it once', async () => {
    const events: ProviderEvent[] = []
    const app = await withApplication({ scopes: ['photos'] }, { on: (event) => events.push(event) })
    const page = await app.developer(issue)
    expect(page.body).toContain('You have no token for this application.')
    expect(page.body).not.toContain('See your albums')
    const form = { ...hiddenFields(page, 'value="issue"'), scope: ['photos', 'albums'] }
    const response = await app.developer({ ...issue, form })
    expect([response.status, titleOf(response)]).toEqual([200, 'New access token'])
    const [, key = '', secret = ''] =
      /<code[^>]*>([^<]*)<[\s\S]*?<code[^>]*>([^<]*)</.exec(response.body) ?? []
    expect(await call(app, { key, secret })).toBe('ok')
    expect((await app.provider.tokens.list({ userId: 'jane' })).tokens).toMatchObject([
      { key, scopes: ['photos'], grantedBy: 'owner' },
    ])
    expect(events.find(({ type }) => type === 'access_token_issued')).toEqual({
      type: 'access_token_issued',
      consumerKey: 'prints',
      tokenKey: key,
      userId: 'jane',
      scopes: ['photos'],
      grantedBy: 'owner',
    })
    expect(JSON.stringify(events)).not.toContain(secret)
    const again = await app.developer({ ...issue, form })
    expect([again.status, titleOf(again)]).toEqual([409, 'This form was already sent'])
    expect(again.body).not.toContain(secret)
    const list = await app.developer(issue)
    expect(list.body).toContain(key)
    expect(list.body).not.toContain(secret)
  })

  it('revokes only a token of the developer', async () => {
    const app = await withApplication()
    const own = await app.provider.tokens.issue({ consumerKey: 'prints', userId: 'jane' })
    const others = await app.provider.tokens.issue({ consumerKey: 'prints', userId: 'bob' })
    const page = await app.developer(issue)
    expect(page.body).not.toContain(others.key)
    const form = hiddenFields(page, own.key)
    expect((await app.developer({ ...issue, form: { ...form, token: others.key } })).status).toBe(
      403,
    )
    expect(await call(app, others)).toBe('ok')
    const response = await app.developer({ ...issue, form })
    expect([response.status, headerOf(response, 'Location')]).toEqual([
      303,
      `/oauth/developer${issue.query}`,
    ])
    expect(await call(app, own)).toBe('token_revoked')
  })

  it('issues none before the application is accepted', async () => {
    const app = await withApplication()
    const form = hiddenFields(await app.developer(issue), 'value="issue"')
    await app.provider.consumers.cancel('prints')
    expect((await app.developer(issue)).body).toContain('after a reviewer has accepted')
    expect((await app.developer({ ...issue, form })).status).toBe(409)
    expect((await app.provider.tokens.list({ userId: 'jane' })).tokens).toEqual([])
  })

  it('asks users to confirm who they are before it issues one', async () => {
    const app = await withApplication({}, {}, { confirmUser: () => '/confirm' })
    const form = hiddenFields(await app.developer(issue), 'value="issue"')
    const response = await app.developer({ ...issue, form })
    expect([response.status, titleOf(response)]).toEqual([403, 'Confirm that it is you'])
    expect((await app.provider.tokens.list({ userId: 'jane' })).tokens).toEqual([])
  })
})

describe('the console', () => {
  const step = (body: string, title: string): string => {
    const [, text = ''] = new RegExp(`<h2>${title}</h2>\\s*<pre[^>]*>([^<]*)<`).exec(body) ?? []
    return text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')
  }
  const sign = async (app: Application, fields: Record<string, string>) => {
    const query = app.view('console')
    const form = { ...hiddenFields(await app.developer({ query })), ...fields }
    return app.developer({ query, form })
  }

  it('signs a request to this site, and shows each step without a secret', async () => {
    const app = await withApplication()
    const token = await app.provider.tokens.issue({ consumerKey: 'prints', userId: 'jane' })
    const { body, status } = await sign(app, {
      method: 'POST',
      path: "/photos?size=large&q=it's",
      body: 'title=A%20B',
      token: token.key,
    })
    expect(status).toBe(200)
    const header = step(body, 'Authorization header').replace('Authorization: ', '')
    const verified = await verifySignature(
      {
        method: 'POST',
        url: `${ORIGIN}/photos?size=large&q=it's`,
        headers: [
          ['Authorization', header],
          ['Content-Type', 'application/x-www-form-urlencoded'],
        ],
        body: 'title=A%20B',
      },
      { secrets: [SECRET], tokenSecrets: [token.secret] },
      { signatureMethods: ['HMAC-SHA1'] },
    )
    expect(verified).toMatchObject({ ok: true })
    expect(step(body, 'Parameters')).toContain('size=large&title=A%20B')
    expect(step(body, 'Signature base string')).toMatch(
      /^POST&https%3A%2F%2Fphotos.example%2Fphotos&/,
    )
    expect(step(body, 'Signing key')).toMatch(/^•+&•+$/)
    expect(header).toContain(encodeURIComponent(step(body, 'Signature')))
    const command = step(body, 'Command')
    expect(command).toMatch(/^curl --request POST --header 'Authorization: OAuth /)
    expect(command).toContain(
      "--data-raw 'title=A%20B' 'https://photos.example/photos?size=large&q=it'\\''s'",
    )
    expect(body).not.toContain(SECRET)
    expect(body).not.toContain(token.secret)
  })

  it('shows a command that does not expand the brackets of a URL', async () => {
    const { body } = await sign(await withApplication(), {
      method: 'GET',
      path: '/a?sizes[]={1,2}',
    })
    const command = step(body, 'Command')
    expect(command).toMatch(/^curl --globoff --request GET /)
    expect(command).toContain("'https://photos.example/a?sizes[]={1,2}'")
  })

  it.each(['//evil.example/', 'https://evil.example/', '/a b', '/#x', '/\\evil', '/?a=%GG', ''])(
    'does not sign for the path %j',
    async (path) => {
      const response = await sign(await withApplication(), { method: 'GET', path })
      expect(response.status).toBe(422)
      expect(response.body).toContain('id="path-problem"')
      expect(response.body).not.toContain('oauth_signature')
    },
  )

  it('uses no token of another user', async () => {
    const app = await withApplication()
    const token = await app.provider.tokens.issue({ consumerKey: 'prints', userId: 'bob' })
    const { body } = await sign(app, { method: 'GET', path: '/', token: token.key })
    expect(step(body, 'Signature base string')).not.toContain('oauth_token')
  })

  it('shows the base string of an application that signs with RSA', async () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
    const app = await withApplication({ secret: undefined, publicKeys: [pem] })
    const { body } = await sign(app, { method: 'GET', path: '/photos' })
    expect(step(body, 'Signature base string')).toContain('oauth_signature_method%3DRSA-SHA1')
    expect(body).toContain('This site does not have your private key')
    expect(body).not.toContain('Authorization header')
  })

  it('never shows the signature of PLAINTEXT, which is the secret', async () => {
    const app = await withApplication(
      { signatureMethods: ['PLAINTEXT'] },
      { signatureMethods: ['PLAINTEXT', 'HMAC-SHA1'] },
    )
    const { body } = await sign(app, { method: 'GET', path: '/photos' })
    expect(body).not.toContain(SECRET)
  })

  it('asks users to confirm who they are', async () => {
    const app = await withApplication({}, {}, { confirmUser: () => '/confirm' })
    expect((await app.developer({ query: app.view('console') })).status).toBe(302)
    expect((await app.developer({ query: app.view('console'), form: {} })).status).toBe(403)
  })
})
