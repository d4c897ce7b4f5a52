import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import { createClient, memoryPendingStore } from '@oauthplus/client'
import type { Client } from '@oauthplus/client'
import { memoryStore } from '@oauthplus/server'
import { createTestProvider } from '../src/index.js'
import type { TestProvider, TestProviderOptions } from '../src/index.js'
import { storeContract } from '../src/store-contract.js'
import { afterEach, expect, it } from 'vitest'

const CALLBACK = 'http://127.0.0.1:3000/callback'
let provider: TestProvider | undefined

afterEach(async () => {
  await provider?.close()
  provider = undefined
})

async function started(
  options: TestProviderOptions = {},
  callbackUrl = CALLBACK,
): Promise<{ readonly provider: TestProvider; readonly client: Client }> {
  const running = await createTestProvider(options)
  provider = running
  const { consumer, requestTokenUrl, authorizeUrl, accessTokenUrl } = running
  const pending = memoryPendingStore()
  return {
    provider: running,
    client: createClient({
      provider: { requestTokenUrl, authorizeUrl, accessTokenUrl },
      consumer,
      callbackUrl,
      pending,
    }),
  }
}

it('lets an application be tested in three lines', async () => {
  provider = await createTestProvider()
  const { consumer, token, origin } = provider
  await createClient({ provider: {}, consumer }).withToken(token).fetch(`${origin}/photos`)
  expect(provider.requests.at(-1)?.problem).toBeUndefined()
})

it('approves by itself, and records what it has received', async () => {
  const { provider, client } = await started()
  const { url, setCookie: cookie } = await client.authorize()
  const { token } = await client.callback(await provider.approve(url), { cookie })
  const answer = await client.withToken(token).fetch(`${provider.origin}/photos?a=1&a=0`)
  expect(await answer.json()).toEqual({ user: 'jane' })
  expect(provider.requests.map(({ endpoint, status }) => [endpoint, status])).toEqual([
    ['request-token', 200],
    ['authorize', expect.any(Number)],
    ['access-token', 200],
    ['resource', 200],
  ])
  const [asked, , , called] = provider.requests
  expect(asked?.protocol).toContainEqual(['oauth_callback', CALLBACK])
  expect(called).toMatchObject({
    path: '/photos',
    parameters: [
      ['a', '1'],
      ['a', '0'],
    ],
  })
})

it('shows the verifier if there is no callback', async () => {
  const { provider, client } = await started({}, 'oob')
  const { url, requestToken } = await client.authorize()
  const verifier = await provider.approve(url)
  const { token } = await client.exchangeVerifier({ requestToken, verifier })
  expect(token.key).not.toBe(requestToken.key)
})

it('lets the user refuse, once', async () => {
  const { provider, client } = await started()
  provider.denyNext()
  const { url, setCookie: cookie } = await client.authorize()
  const arrival = await provider.approve(url)
  await expect(client.callback(arrival, { cookie })).rejects.toMatchObject({
    code: 'callback_denied',
  })
  const again = await client.authorize()
  await client.callback(await provider.approve(again.url), { cookie: again.setCookie })
})

it('responds as the test wants, in order, and then as usual', async () => {
  const { provider, client } = await started()
  provider.respondNext('request-token', { problem: 'consumer_key_refused' })
  provider.respondNext('request-token', { status: 200, body: '<p>Welcome.</p>' })
  await expect(client.authorize()).rejects.toMatchObject({ code: 'consumer_key_refused' })
  await expect(client.authorize()).rejects.toMatchObject({ code: 'malformed_response' })
  await client.authorize()
  expect(provider.requests.map(({ problem }) => problem)).toEqual([
    'consumer_key_refused',
    undefined,
    undefined,
  ])
})

it('responds for resources as the test wants', async () => {
  const { provider, client } = await started({
    resource: ({ path }) => ({ status: 201, body: `here is ${path}` }),
  })
  const response = await client.withToken(provider.token).fetch(`${provider.origin}/photos`)
  expect([response.status, await response.text()]).toEqual([201, 'here is /photos'])
})

it('refuses what is signed wrongly, and says why in its record', async () => {
  const { provider, client } = await started()
  const token = { ...provider.token, secret: 'another' }
  const { status } = await client.withToken(token).fetch(`${provider.origin}/photos`)
  expect(status).toBe(401)
  expect(provider.requests.at(-1)).toMatchObject({ status: 401, problem: 'signature_invalid' })
})

it('takes a username and a password, and records no password', async () => {
  const { provider, client } = await started()
  const right = { username: 'jane', password: 'sesame' }
  expect((await client.xauth(right)).token.key).toEqual(expect.any(String))
  await expect(client.xauth({ ...right, password: 'wrong-one' })).rejects.toThrow()
  const recorded = JSON.stringify(provider.requests)
  expect(recorded).toContain('jane')
  expect(recorded).not.toMatch(/sesame|wrong-one/)
})

it('records no secret, wherever a request carries it, and hands resources the request as it is', async () => {
  let arrived = ''
  const { provider, client } = await started({
    password: 'correct horse',
    resource: (request) => {
      arrived = request.body ?? ''
      return { status: 200 }
    },
  })
  const { url, setCookie: cookie } = await client.authorize()
  const callback = await provider.approve(url)
  await client.callback(callback, { cookie })
  const { consumer, token } = provider
  const verifier = new URL(callback).searchParams.get('oauth_verifier') ?? ''
  const body = JSON.stringify({
    tokenSecret: 'a',
    credentials: btoa(`${consumer.key}:${consumer.secret}`),
    note: `correct horse ${token.secret}`,
  })
  await client
    .withToken(token)
    .fetch(`${provider.origin}/x?state=${token.secret}&client_secret=b`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body,
    })
  expect(arrived).toBe(body)
  const recorded = JSON.stringify(provider.requests)
  for (const secret of [verifier, consumer.secret, token.secret, 'correct horse', 'secret","b"']) {
    expect(recorded).not.toContain(secret)
  }
  expect(provider.requests.at(-1)?.body).toBe(
    '{"tokenSecret":"••••••","credentials":"••••••","note":"•••••• ••••••"}',
  )
})

it('lets tokens expire when its clock is moved, and renews them', async () => {
  const { provider, client } = await started({ accessTokenLifetimeSeconds: 60 })
  const { key, secret, sessionHandle } = provider.token
  const renewed = await client.renew({ key, secret, sessionHandle })
  expect(renewed.key).not.toBe(key)
  expect(JSON.stringify(provider.requests)).not.toContain(sessionHandle)
  const fetched = client.withToken(renewed).fetch
  expect((await fetched(provider.origin)).status).toBe(200)
  provider.advance(120)
  await fetched(provider.origin)
  expect(provider.requests.at(-1)?.problem).toBe('access_token_expired')
})

it('runs under node:test as well, and so does the store contract', { timeout: 60_000 }, () => {
  const isOnDist = process.env.TEST_DIST === '1'
  const { status, stdout } = spawnSync(
    process.execPath,
    [
      ...(isOnDist ? [] : ['--conditions=@oauthplus/source']),
      '--import=tsx',
      '--test',
      fileURLToPath(new URL('./under-node-test.ts', import.meta.url)),
    ],
    { encoding: 'utf8' },
  )
  const cases = storeContract(() => memoryStore(), { createFullStore: memoryStore })
  expect(stdout).toContain(`# pass ${cases.length + 1}`)
  expect(status).toBe(0)
})
