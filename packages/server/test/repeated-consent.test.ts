import { expect, it } from 'vitest'

import type { ConsumerOptions } from '../src/index.js'
import {
  accessToken,
  codeOf,
  CONSUMER,
  exchange,
  headerOf,
  raw,
  requestToken,
  testProvider,
} from './neutral-requests.js'
import type { TestProvider } from './neutral-requests.js'

async function visit(
  app: TestProvider,
  tokenKey: string,
  { userId = 'jane', method = 'GET' } = {},
) {
  const request = raw({ method, url: `/oauth/authorize?oauth_token=${tokenKey}` })
  const visitor = { getUserId: () => userId, getLoginUrl: () => '/login' }
  return app.provider.authorization.respond(request, visitor)
}

async function repeated(
  options: {
    readonly isOn?: boolean
    readonly first?: string
    readonly second?: string
    readonly callback?: string
    readonly consumer?: Partial<ConsumerOptions>
  } = {},
) {
  const { isOn = true, first = '?scope=photos+albums', second = '?scope=photos' } = options
  const app = await testProvider({ skipRepeatedConsent: isOn })
  await accessToken(app, { query: first })
  if (options.consumer) await app.provider.consumers.update(CONSUMER.key, options.consumer)
  const { callback = 'https://printer.example/ready' } = options
  const token = await requestToken(app, { query: second, callback })
  return { app, token, answer: await visit(app, token.key) }
}

it('sends a user who has granted as much before straight back, with a verifier', async () => {
  const { app, token, answer } = await repeated()
  expect(answer.status).toBe(303)
  const location = new URL(headerOf(answer, 'Location') ?? '')
  expect(location.origin + location.pathname).toBe('https://printer.example/ready')
  const verifier = location.searchParams.get('oauth_verifier') ?? ''
  expect(codeOf(await exchange(app, token, { verifier }))).toBe('ok')
})

it('asks if the application has not enabled it', async () => {
  expect((await repeated({ isOn: false })).answer.status).toBe(200)
})

it('asks if the request needs more scopes than were granted', async () => {
  const { answer } = await repeated({ first: '?scope=photos', second: '?scope=photos+albums' })
  expect(answer.status).toBe(200)
})

it.each([
  ['oob', ['oob']],
  ['http://127.0.0.1:8080/cb', ['http://127.0.0.1:*']],
  ['https://localhost/cb', ['https://localhost/cb']],
  ['http://printer.example/cb', ['http://printer.example/cb']],
  ['com.example.printer:/cb', ['com.example.printer:/cb']],
  ['https://printer.example/x/deep', ['https://printer.example/x/*']],
])('asks if the callback is %s, registered as %j', async (callback, callbacks) => {
  const { answer } = await repeated({ callback, consumer: { callbacks } })
  expect(answer.status).toBe(200)
})

it('asks if the callback is the default one of out of band', async () => {
  const defaultCallback = 'https://printer.example/ready'
  const consumer = { callbacks: ['oob', defaultCallback], defaultCallback }
  expect((await repeated({ callback: 'oob', consumer })).answer.status).toBe(200)
})

it('asks for consent for another user and for another consumer', async () => {
  const app = await testProvider({ skipRepeatedConsent: true })
  await accessToken(app)
  const token = await requestToken(app)
  expect((await visit(app, token.key, { userId: 'bob' })).status).toBe(200)
  await app.provider.consumers.remove(CONSUMER.key)
  await app.provider.consumers.register({
    ...CONSUMER,
    name: 'Another',
    callbacks: ['https://printer.example/ready'],
  })
  const others = await requestToken(app, { nonce: 'another' })
  expect((await visit(app, others.key)).status).toBe(200)
})

it('asks again after a revocation, an expiry, or a grant without this page', async () => {
  const app = await testProvider({ skipRepeatedConsent: true, accessTokenLifetimeSeconds: 10 })
  await accessToken(app)
  await app.provider.tokens.revoke({ userId: 'jane' })
  expect((await visit(app, (await requestToken(app)).key)).status).toBe(200)
  await app.provider.tokens.issue({ consumerKey: CONSUMER.key, userId: 'jane' })
  expect((await visit(app, (await requestToken(app)).key)).status).toBe(200)
  await accessToken(app)
  expect((await visit(app, (await requestToken(app)).key)).status).toBe(303)
  const token = await requestToken(app)
  app.clock.nowSeconds += 11
  expect((await visit(app, token.key)).status).toBe(200)
})

it('decides only with GET, and only for an active user', async () => {
  const app = await testProvider({ skipRepeatedConsent: true })
  await accessToken(app)
  const token = await requestToken(app)
  expect((await visit(app, token.key, { method: 'HEAD' })).status).toBe(200)
  app.inactive.add('jane')
  expect((await visit(app, token.key)).status).toBe(400)
})
