import { createHash } from 'node:crypto'

import { describe, expect, it } from 'vitest'

import { restoreAuthorization } from '../src/checks/restore-authorization.js'
import { memoryStore } from '../src/index.js'
import type { NonceRecord, RegisterConsumerOptions, TwoLeggedResult } from '../src/index.js'
import {
  accessToken,
  codeOf,
  CONSUMER,
  headerOf,
  neutral,
  START_SECONDS,
  testProvider,
} from './neutral-requests.js'
import type { TestUser } from './neutral-requests.js'

const MACHINE = { key: 'machine&1', secret: 'secret' }

async function machineProvider(
  options: Partial<RegisterConsumerOptions> = {},
  signatureMethods: readonly string[] = [],
) {
  const store = memoryStore()
  const nonces: NonceRecord[] = []
  const { recordNonce } = store
  store.recordNonce = (nonce) => {
    nonces.push(nonce)
    return recordNonce(nonce)
  }
  const app = await testProvider({
    store,
    signatureMethods: ['HMAC-SHA1', 'HMAC-SHA256', ...signatureMethods],
  })
  await app.provider.consumers.register({
    ...MACHINE,
    name: 'Machine',
    allowTwoLegged: true,
    ...options,
  })
  return { ...app, nonces }
}

/** Returns the problem as the consumer sees it. */
function shownProblem(result: TwoLeggedResult<TestUser>): string | undefined {
  if (result.ok) return undefined
  const challenge = headerOf(result.response, 'WWW-Authenticate') ?? ''
  return /oauth_problem="([^"]+)"/.exec(challenge)?.[1]
}

describe('restoreAuthorization', () => {
  const headers = [
    ['X-OAuth1-AUTHORIZATION', 'OAuth a="1"'],
    ['Accept', '*/*'],
  ] as const

  it('returns the headers as they are if the option is not set', () => {
    const settings = { allowAlternativeAuthorizationHeader: false }
    expect(restoreAuthorization(settings, headers)).toBe(headers)
  })

  it('renames the alternative header and no other', () => {
    const settings = { allowAlternativeAuthorizationHeader: true }
    expect(restoreAuthorization(settings, headers)).toEqual([
      ['Authorization', 'OAuth a="1"'],
      ['Accept', '*/*'],
    ])
  })
})

it('records the digest of consumer, token, timestamp and nonce, each encoded', async () => {
  const { provider, nonces } = await machineProvider()
  const request = await neutral(
    { method: 'GET', url: '/photos' },
    { consumer: MACHINE },
    { nonce: 'n&=' },
  )
  expect(codeOf(await provider.authenticate(request, { allowTwoLegged: true }))).toBe('ok')
  const identity = `machine&1\n\n${String(START_SECONDS)}\nn&=`
  expect(nonces).toEqual([
    {
      digest: createHash('sha256').update(identity).digest('base64'),
      consumerKey: MACHINE.key,
      expiresAtSeconds: START_SECONDS + 300,
      nowSeconds: START_SECONDS,
      accessTokenKey: undefined,
    },
  ])
})

it('records the token in the digest of a nonce', async () => {
  const app = await machineProvider()
  const token = await accessToken(app)
  const request = await neutral(
    { method: 'GET', url: '/photos' },
    { consumer: CONSUMER, token },
    { nonce: 'n' },
  )
  expect(codeOf(await app.provider.authenticate(request))).toBe('ok')
  const identity = `${CONSUMER.key}\n${token.key}\n${String(START_SECONDS)}\nn`
  expect(app.nonces.at(-1)).toMatchObject({
    digest: createHash('sha256').update(identity).digest('base64'),
    accessTokenKey: token.key,
  })
})

it.each([
  ['203.0.113.0/24', 'ok'],
  ['198.51.100.0/24', 'consumer_key_rejected'],
])('refuses a consumer outside its address range %s', async (range, code) => {
  const { provider } = await machineProvider({ addressRanges: [range] })
  const request = await neutral({ method: 'GET', url: '/photos' }, { consumer: MACHINE })
  expect(codeOf(await provider.authenticate(request, { allowTwoLegged: true }))).toBe(code)
})

it.each([
  ['a request without a hash', 'GET', undefined, false, 0],
  ['a body with a hash', 'PUT', '{}', true, 1],
  ['a body without a hash', 'PUT', '{}', false, 0],
] as const)(
  'reads the body of %s as often as needed',
  async (...[, method, body, isHashed, times]) => {
    const { provider } = await machineProvider()
    const request = await neutral(
      { method, url: '/photos', headers: [['Content-Type', 'application/json']], body },
      { consumer: MACHINE },
      { sendBodyHash: isHashed },
    )
    let reads = 0
    const readBody = (limitBytes: number) => {
      reads += 1
      return request.readBody(limitBytes)
    }
    const result = await provider.authenticate({ ...request, readBody }, { allowTwoLegged: true })
    expect([codeOf(result), reads]).toEqual(['ok', times])
  },
)

it('does not read a body whose hash the method does not sign', async () => {
  const { provider } = await machineProvider({ signatureMethods: ['PLAINTEXT'] }, ['PLAINTEXT'])
  const request = await neutral(
    { method: 'PUT', url: '/photos', headers: [['Content-Type', 'text/plain']], body: 'x' },
    { consumer: MACHINE },
    { signatureMethod: 'PLAINTEXT', parameters: [['oauth_body_hash', 'x']] },
  )
  const readBody = () => Promise.reject(new Error('must not be read'))
  const result = await provider.authenticate({ ...request, readBody }, { allowTwoLegged: true })
  expect(codeOf(result)).toBe('ok')
})

it('refuses a method that is not registered for the consumer after the signature', async () => {
  const { provider } = await machineProvider({ signatureMethods: ['HMAC-SHA256'] })
  const by = async (secret: string) =>
    provider.authenticate(
      await neutral({ method: 'GET', url: '/photos' }, { consumer: { ...MACHINE, secret } }),
      { allowTwoLegged: true },
    )
  expect(shownProblem(await by(MACHINE.secret))).toBe('signature_method_rejected')
  expect(shownProblem(await by('wrong'))).toBe('signature_invalid')
})

it('does not reveal whether a token is unknown or the signature is wrong', async () => {
  const { provider } = await machineProvider()
  const by = async (secret: string) =>
    provider.authenticate(
      await neutral(
        { method: 'GET', url: '/photos' },
        { consumer: { ...MACHINE, secret }, token: { key: 'unknown', secret: '' } },
      ),
      { allowTwoLegged: true },
    )
  expect(shownProblem(await by(MACHINE.secret))).toBe('signature_invalid')
  expect(shownProblem(await by('wrong'))).toBe('signature_invalid')
})
