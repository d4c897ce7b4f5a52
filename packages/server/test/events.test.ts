import { subscribe, unsubscribe } from 'node:diagnostics_channel'

import { describe, expect, it } from 'vitest'

import { CHANNEL_NAME, publishEvent } from '../src/diagnostics-channel.js'
import type { DebugReport, ProviderEvent } from '../src/index.js'
import {
  accessToken,
  approve,
  codeOf,
  CONSUMER,
  exchange,
  FORM,
  neutral,
  raw,
  requestToken,
  testProvider,
} from './neutral-requests.js'

describe('an event', () => {
  it('reports every outcome, in order, without any secret', async () => {
    const events: ProviderEvent[] = []
    const app = await testProvider({
      accessTokenLifetimeSeconds: 100,
      sessionLifetimeSeconds: 1000,
      on: (event) => events.push(event),
    })
    const { provider } = app
    const token = await requestToken(app, { query: '?scope=photos' })
    const verifier = await approve(app, token.key)
    const answer = (await exchange(app, token, { verifier })).response.body
    const issued = new URLSearchParams(answer)
    const access = {
      key: issued.get('oauth_token') ?? '',
      secret: issued.get('oauth_token_secret') ?? '',
    }
    const handle = issued.get('oauth_session_handle') ?? ''
    const resource = { method: 'GET', url: '/photos' } as const
    await provider.authenticate(await neutral(resource, { consumer: CONSUMER, token: access }))
    const wrong = { consumer: CONSUMER, token: { ...access, secret: 'wrong' } }
    await provider.authenticate(await neutral(resource, wrong))
    const renewal = { method: 'POST', url: `/oauth/access_token?oauth_session_handle=${handle}` }
    const renewed = await provider.accessToken(
      await neutral(renewal, { consumer: CONSUMER, token: access }, { transmission: 'query' }),
    )
    const denied = await requestToken(app)
    const loaded = await provider.authorization.load({ tokenKey: denied.key, userId: 'bob' })
    const csrf = loaded.ok ? loaded.consent.csrf : ''
    await provider.authorization.deny({ tokenKey: denied.key, userId: 'bob', csrf })
    await provider.authorization.load({ tokenKey: 'unknown', userId: 'bob' })
    await provider.tokens.revoke({ userId: 'jane' })
    await provider.consumers.reject(CONSUMER.key)
    await provider.consumers.remove(CONSUMER.key)

    const consumerKey = CONSUMER.key
    expect(events).toMatchObject([
      { type: 'consumer_registered', consumerKey, status: 'accepted' },
      { type: 'request_token_issued', consumerKey, tokenKey: token.key, scopes: ['photos'] },
      { type: 'authorization_approved', consumerKey, userId: 'jane', isRepeated: false },
      { type: 'access_token_issued', tokenKey: access.key, userId: 'jane', grantedBy: 'consent' },
      { type: 'request_authenticated', consumerKey, tokenKey: access.key, userId: 'jane' },
      {
        type: 'request_refused',
        operation: 'resource',
        problem: { code: 'signature_invalid' },
        consumerKey,
        tokenKey: access.key,
        isProven: false,
        address: '203.0.113.7',
      },
      { type: 'access_token_renewed', consumerKey, userId: 'jane', scopes: ['photos'] },
      { type: 'request_token_issued' },
      { type: 'authorization_denied', consumerKey, tokenKey: denied.key, userId: 'bob' },
      { type: 'request_refused', operation: 'authorization', problem: { code: 'token_rejected' } },
      { type: 'tokens_revoked', target: { userId: 'jane' }, revokedBy: 'owner', count: 1 },
      { type: 'consumer_rejected', status: 'rejected' },
      { type: 'consumer_removed', consumerKey },
    ])
    const told = JSON.stringify(events)
    const secrets = [
      CONSUMER.secret,
      token.secret,
      access.secret,
      verifier,
      handle,
      csrf,
      denied.secret,
      ...[...new URLSearchParams(renewed.response.body)]
        .filter(([name]) => /secret|handle/.test(name))
        .map(([, value]) => value),
    ]
    for (const secret of secrets) {
      expect(secret).not.toBe('')
      expect(told).not.toContain(secret)
    }
  })

  it('reports the cause of a failure, and the verified consumer, user and token', async () => {
    const events: ProviderEvent[] = []
    const app = await testProvider({ on: (event) => events.push(event) })
    const token = await accessToken(app)
    app.inactive.add('jane')
    await app.provider.authenticate(
      await neutral({ method: 'GET', url: '/' }, { consumer: CONSUMER, token }),
    )
    expect(events.at(-1)).toMatchObject({
      type: 'request_refused',
      problem: { code: 'token_rejected' },
      isProven: true,
      userId: 'jane',
    })
    const cause = new Error('disk')
    const failing = await testProvider({
      on: (event) => events.push(event),
      findUser: () => {
        throw cause
      },
    })
    const issued = await failing.provider.tokens.issue({ consumerKey: CONSUMER.key, userId: 'x' })
    await failing.provider.authenticate(
      await neutral({ method: 'GET', url: '/' }, { consumer: CONSUMER, token: issued }),
    )
    expect(events.at(-1)).toMatchObject({ problem: { code: 'service_unavailable' }, cause })
  })

  it('changes no outcome, whatever its listener does', async () => {
    const throws = () => {
      throw new Error('listener')
    }
    // A listener may be asynchronous though its type says otherwise.
    const rejects = (() => Promise.reject(new Error('listener'))) as () => void
    for (const on of [throws, rejects]) {
      const app = await testProvider({ on })
      const token = await accessToken(app)
      const request = await neutral({ method: 'GET', url: '/' }, { consumer: CONSUMER, token })
      expect(codeOf(await app.provider.authenticate(request))).toBe('ok')
      expect(codeOf(await app.provider.authenticate(request))).toBe('nonce_used')
    }
  })

  it('can be published on a diagnostics channel', async () => {
    const types: string[] = []
    const listen = (event: unknown) => types.push((event as ProviderEvent).type)
    subscribe(CHANNEL_NAME, listen)
    const app = await testProvider({ on: publishEvent })
    await app.provider.authenticate(raw({ method: 'GET', url: '/' }))
    unsubscribe(CHANNEL_NAME, listen)
    expect(types).toEqual(['consumer_registered', 'request_refused'])
  })
})

describe('an event of a consumer', () => {
  it('names the action, the owner, who did it and why, and contains no secret', async () => {
    const events: ProviderEvent[] = []
    const { provider } = await testProvider({ on: (event) => events.push(event) })
    const { consumers } = provider
    events.length = 0
    const jane = { actorId: 'jane' }
    const bob = { actorId: 'bob', reason: 'Which site is it?' }
    const proposed = { name: 'Camera', ownerId: 'jane', status: 'pending' } as const
    const { key, secret = '' } = await consumers.register(proposed, jane)
    await consumers.reject(key, bob)
    await consumers.accept(key, { actorId: 'bob' })
    await consumers.update(key, { description: 'Takes photos' }, jane)
    const rotated = await consumers.rotate(key, {}, jane)
    await consumers.cancel(key, jane)
    await consumers.remove(key)
    const common = { consumerKey: key, ownerId: 'jane', actorId: 'jane', reason: undefined }
    expect(events).toEqual([
      { ...common, type: 'consumer_proposed', status: 'pending' },
      { ...common, ...bob, type: 'consumer_rejected', status: 'rejected' },
      { ...common, type: 'consumer_accepted', status: 'accepted', actorId: 'bob' },
      { ...common, type: 'consumer_updated', status: 'accepted' },
      { ...common, type: 'consumer_rotated', status: 'accepted' },
      { ...common, type: 'consumer_canceled', status: 'canceled' },
      { ...common, type: 'consumer_removed', status: undefined, actorId: undefined },
    ])
    const emitted = JSON.stringify(events)
    expect(emitted).not.toContain(secret)
    expect(emitted).not.toContain(rotated.secret)
  })
})

describe('the debug report', () => {
  it('shows the correct base string, with secrets masked', async () => {
    const reports: DebugReport[] = []
    const app = await testProvider({ debug: (report) => reports.push(report) })
    const form = 'x_auth_username=jane&x_auth_password=hunter%262&x_auth_mode=client_auth'
    const request = await neutral(
      { method: 'POST', url: '/oauth/access_token?a=%2F', headers: [FORM], body: form },
      { consumer: { ...CONSUMER, secret: 'wrong' } },
      { nonce: 'kllo9940pd9333jh' },
    )
    expect(codeOf(await app.provider.accessToken(request))).toBe('signature_invalid')
    expect(reports).toEqual([
      {
        method: 'POST',
        url: 'https://photos.example/oauth/access_token',
        parameters: [
          ['oauth_consumer_key', CONSUMER.key],
          ['oauth_signature_method', 'HMAC-SHA1'],
          ['oauth_timestamp', '1800000000'],
          ['oauth_nonce', 'kllo9940pd9333jh'],
          ['oauth_version', '1.0'],
          ['oauth_signature', '***'],
          ['a', '/'],
          ['x_auth_username', 'jane'],
          ['x_auth_password', '***'],
          ['x_auth_mode', 'client_auth'],
        ],
        baseString:
          'POST&https%3A%2F%2Fphotos.example%2Foauth%2Faccess_token&a%3D%252F%26oauth_consumer_key%3Ddpf43f3p2l4k3l03%26oauth_nonce%3Dkllo9940pd9333jh%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D1800000000%26oauth_version%3D1.0%26x_auth_mode%3Dclient_auth%26x_auth_password%3D%252A%252A%252A%26x_auth_username%3Djane',
      },
    ])
  })

  it('masks what other names say is a secret, and nothing else', async () => {
    const reports: DebugReport[] = []
    const app = await testProvider({ debug: (report) => reports.push(report) })
    const secrets = ['passwd', 'pwd', 'pass', 'pin', 'api_key', 'otp', 'private_key', 'access_key']
    const plain = ['spin', 'shipping', 'author']
    const query = [...secrets, ...plain].map((name) => `${name}=value-of-${name}`).join('&')
    const request = await neutral(
      { method: 'POST', url: `/oauth/request_token?${query}` },
      { consumer: { ...CONSUMER, secret: 'wrong' } },
      { callback: 'oob' },
    )
    expect(codeOf(await app.provider.requestToken(request))).toBe('signature_invalid')
    const report = JSON.stringify(reports)
    for (const name of secrets) expect(report).not.toContain(`value-of-${name}`)
    for (const name of plain) expect(report).toContain(`value-of-${name}`)
  })

  it('never repeats PLAINTEXT in a response', async () => {
    const reports: DebugReport[] = []
    const events: ProviderEvent[] = []
    const app = await testProvider({
      signatureMethods: ['PLAINTEXT', 'HMAC-SHA1'],
      debug: (report) => reports.push(report),
      on: (event) => events.push(event),
    })
    await app.provider.consumers.register({
      key: 'plain',
      secret: 'the-right-secret',
      name: 'Plain',
      signatureMethods: ['PLAINTEXT'],
    })
    const result = await app.provider.requestToken(
      await neutral(
        { method: 'POST', url: '/oauth/request_token' },
        { consumer: { key: 'plain', secret: 'the-wrong-secret' } },
        { signatureMethod: 'PLAINTEXT', callback: 'oob' },
      ),
    )
    expect(codeOf(result)).toBe('signature_invalid')
    expect(reports[0]).toMatchObject({ baseString: undefined })
    expect(JSON.stringify([result, reports, events])).not.toMatch(/the-(right|wrong)-secret/)
  })
})
