import { describe, expect, it } from 'vitest'

import { memoryStore } from '../src/index.js'
import type { Store } from '../src/index.js'
import {
  CONSUMER,
  FORM,
  headerOf,
  neutral,
  raw,
  requestToken,
  testProvider,
} from './neutral-requests.js'

const VISITOR = {
  getUserId: () => 'jane',
  getLoginUrl: (returnTo: string) => `/login?next=${encodeURIComponent(returnTo)}`,
}
const NOBODY = { ...VISITOR, getUserId: () => undefined }
const UNSOUND = ['%00', 'a%00', '%01', '%0A', '%1F', '%7F', '%C2%85', 'a'.repeat(256)]

/** A store that fails for strings that PostgreSQL cannot store. */
function strictStore(): Store {
  const store = memoryStore()
  return new Proxy(store, {
    get(target, name) {
      const operation = target[name as keyof Store] as (...values: unknown[]) => unknown
      if (typeof operation !== 'function') return operation
      return (...values: unknown[]) => {
        if (/\\u0000|\\ud[89a-f]/i.test(JSON.stringify(values))) throw new Error('invalid bytes')
        return operation.apply(target, values)
      }
    },
  })
}

describe('a page that receives a string that no database can store', () => {
  it.each(UNSOUND)('refuses oauth_token=%s with 400', async (value) => {
    const { provider } = await testProvider({ store: strictStore() })
    const url = `/oauth/authorize?oauth_token=${value}`
    for (const visitor of [VISITOR, NOBODY]) {
      const page = await provider.authorization.respond(raw({ method: 'GET', url }), visitor)
      expect(page.status).toBe(400)
    }
    for (const body of [
      `oauth_token=${value}&csrf=x&decision=approve`,
      `oauth_token=x&csrf=${value}&decision=approve`,
      `oauth_token=x&csrf=x&decision=${value}`,
    ]) {
      const post = raw({ method: 'POST', url: '/oauth/authorize', headers: [FORM], body })
      expect((await provider.authorization.respond(post, VISITOR)).status).toBe(400)
    }
  })

  it.each(UNSOUND)(
    'refuses consumer and after of the applications, %s, with 400',
    async (value) => {
      const { provider } = await testProvider({ store: strictStore() })
      for (const request of [
        raw({ method: 'GET', url: `/oauth/applications?after=${value}` }),
        raw({
          method: 'POST',
          url: '/oauth/applications',
          headers: [FORM],
          body: `consumer=${value}&csrf=x`,
        }),
      ]) {
        expect((await provider.applications.respond(request, VISITOR)).status).toBe(400)
      }
    },
  )

  it('refuses half a surrogate pair, and after twice', async () => {
    const { provider } = await testProvider({ store: strictStore() })
    for (const query of ['after=%ED%A0%80', 'after=a&after=b']) {
      const request = raw({ method: 'GET', url: `/oauth/applications?${query}` })
      expect((await provider.applications.respond(request, VISITOR)).status).toBe(400)
    }
  })

  it('refuses it from an application that calls load, approve and deny', async () => {
    const { provider } = await testProvider({ store: strictStore() })
    const decision = { tokenKey: 'a\0', userId: 'jane', csrf: 'x' }
    for (const ask of ['load', 'approve', 'deny'] as const) {
      for (const tokenKey of ['a\0', '\ud800']) {
        const outcome = await provider.authorization[ask]({ ...decision, tokenKey })
        expect(outcome).toMatchObject({ ok: false, response: { status: 400 } })
      }
    }
  })
})

it('xAuth refuses control characters before the application sees the username', async () => {
  const seen: string[] = []
  const { provider } = await testProvider({
    verifyPassword: ({ username }) => void seen.push(username),
  })
  for (const [name, password] of [
    ['jane\0', 'x'],
    ['ja\nne', 'x'],
    ['jane', 'x\0'],
    ['j'.repeat(3000), 'x'],
  ] as const) {
    const body = new URLSearchParams({
      x_auth_username: name,
      x_auth_password: password,
      x_auth_mode: 'client_auth',
    }).toString()
    const request = await neutral({ method: 'POST', url: '/x', headers: [FORM], body })
    expect((await provider.accessToken(request)).response.status).toBe(400)
  }
  expect(seen).toEqual([])
})

it.each(['a\0', '\ud800', 'a\udc00b'])('the management refuses %j as a TypeError', async (text) => {
  const { consumers, tokens } = (await testProvider({ store: strictStore() })).provider
  const calls = [
    () => consumers.register({ name: text }),
    () => consumers.register({ name: 'x', description: text }),
    () => consumers.register({ name: 'x', ownerId: text }),
    () => consumers.register({ name: 'x', secret: text }),
    () => consumers.register({ name: 'x', website: `https://x/${text}` }),
    () => consumers.find(text),
    () => consumers.list({ after: text }),
    () => consumers.accept(text),
    () => consumers.update(CONSUMER.key, { description: text }),
    () => consumers.rotate(CONSUMER.key, { secret: text }),
    () => consumers.remove(text),
    () => tokens.issue({ consumerKey: CONSUMER.key, userId: text }),
    () => tokens.list({ userId: text }),
    () => tokens.list({ after: text }),
    () => tokens.revoke({ tokenKey: text }),
    () => tokens.revoke({ userId: text }),
  ]
  for (const call of calls) await expect(call()).rejects.toThrow(TypeError)
})

describe('the way back from the login page', () => {
  it.each(['//evil.example/oauth/authorize', '///evil.example', '/\\evil.example', '/x\\y', '//'])(
    'is never %s',
    async (path) => {
      const app = await testProvider()
      const { key } = await requestToken(app)
      for (const url of [
        `${path}?oauth_token=${key}`,
        `https://photos.example${path}?oauth_token=${key}`,
      ]) {
        for (const method of ['GET', 'POST']) {
          const request = raw({ method, url })
          const pages = [
            await app.provider.authorization.respond(request, NOBODY),
            await app.provider.applications.respond(request, NOBODY),
            await app.provider.applications.respond(request, VISITOR),
          ]
          for (const page of pages) {
            expect([page.status, headerOf(page, 'Location')]).toEqual([400, undefined])
          }
        }
      }
    },
  )
})

describe('a consent page that passes on the values of its framework', () => {
  const cases: [string, unknown][] = [
    ['undefined', undefined],
    ['null', null],
    ['an empty list', []],
    ['a list', ['a', 'b']],
    ['an object', { a: 'b' }],
    ['a number', 5],
    ['a text with NUL', 'a\0'],
    ['a long text', 'a'.repeat(256)],
  ]

  it.each(cases)('refuses an oauth_token that is %s', async (_name, value) => {
    const { provider } = await testProvider({ store: strictStore() })
    const { authorization } = provider
    const tokenKey = value as string
    for (const result of [
      await authorization.load({ tokenKey, userId: 'jane' }),
      await authorization.approve({ tokenKey, userId: 'jane', csrf: 'x' }),
      await authorization.deny({ tokenKey, userId: 'jane', csrf: 'x' }),
    ]) {
      expect(result).toMatchObject({ ok: false, problem: { code: 'parameter_rejected' } })
      expect('response' in result && result.response.status).toBe(400)
    }
  })

  it.each(cases)('refuses a csrf that is %s', async (_name, value) => {
    const app = await testProvider({ store: strictStore() })
    const { authorization } = app.provider
    const { key: tokenKey } = await requestToken(app)
    const decision = { tokenKey, userId: 'jane', csrf: value as string }
    for (const result of [
      await authorization.approve(decision),
      await authorization.deny(decision),
    ]) {
      expect(result).toMatchObject({ ok: false, problem: { code: 'parameter_rejected' } })
    }
    expect(await authorization.load(decision)).toMatchObject({ ok: true })
  })

  it.each(cases)('shows its usual words for a language that is %s', async (_name, value) => {
    const app = await testProvider()
    const { key: tokenKey } = await requestToken(app)
    const language = { acceptLanguage: value as string, consumerPreference: value as string }
    const input = { tokenKey, userId: 'jane', language }
    expect(await app.provider.authorization.load(input)).toMatchObject({ ok: true })
  })
})
