import type { SignRequestOptions } from '@oauthplus/core'
import { expect, it } from 'vitest'

import { createProvider, memoryStore } from '../src/index.js'
import type { ProviderEvent, ProviderOptions, ProviderRequest } from '../src/index.js'
import { codeOf, headerOf, neutral, raw, testProvider, tokenOf } from './neutral-requests.js'
import type { TestProvider, TestUser } from './neutral-requests.js'

const CONSUMER = { key: 'plain', secret: 'plain-secret-of-the-consumer' }
const IN_QUERY: SignRequestOptions = {
  signatureMethod: 'PLAINTEXT',
  transmission: 'query',
  allowPlaintextInQuery: true,
}
const METHODS = ['PLAINTEXT', 'HMAC-SHA1'] as const

async function plainProvider(
  {
    isAllowed,
    isConsumerAllowed,
  }: { readonly isAllowed: boolean | undefined; readonly isConsumerAllowed: boolean | undefined },
  options: Partial<ProviderOptions<TestUser>> = {},
): Promise<TestProvider> {
  const app = await testProvider({
    signatureMethods: METHODS,
    allowPlaintextInQuery: isAllowed,
    ...options,
  })
  await app.provider.consumers.register({
    ...CONSUMER,
    name: 'Plain',
    signatureMethods: METHODS,
    allowTwoLegged: true,
    allowPlaintextInQuery: isConsumerAllowed,
  })
  return app
}

const asked = (options: SignRequestOptions = IN_QUERY, consumer = CONSUMER) =>
  neutral(
    { method: 'POST', url: '/oauth/request_token' },
    { consumer },
    { callback: 'oob', ...options },
  )

it.each([
  [undefined, undefined, 'parameter_rejected'],
  [true, undefined, 'parameter_rejected'],
  [true, false, 'parameter_rejected'],
  [undefined, true, 'parameter_rejected'],
  [false, true, 'parameter_rejected'],
  [true, true, 'ok'],
])(
  'accepts PLAINTEXT in the query if provider (%s) and consumer (%s) both allow it: %s',
  async (isAllowed, isConsumerAllowed, code) => {
    const today = await plainProvider({ isAllowed: undefined, isConsumerAllowed: undefined })
    const app = await plainProvider({ isAllowed, isConsumerAllowed })
    const request = await asked()
    const result = await app.provider.requestToken(request)
    expect(codeOf(result)).toBe(code)
    if (code !== 'ok') expect(result).toEqual(await today.provider.requestToken(request))
    const resource = await neutral(
      { method: 'GET', url: '/photos' },
      { consumer: CONSUMER },
      IN_QUERY,
    )
    expect(codeOf(await app.provider.authenticate(resource, { allowTwoLegged: true }))).toBe(code)
    // Elsewhere nothing changes.
    const inHeader = await asked({ signatureMethod: 'PLAINTEXT' })
    expect(codeOf(await app.provider.requestToken(inHeader))).toBe('ok')
  },
)

it('works for the whole flow in the query, and its responses are not stored', async () => {
  const { provider } = await plainProvider({ isAllowed: true, isConsumerAllowed: true })
  const requested = await provider.requestToken(await asked())
  const requestToken = tokenOf(requested.response)
  const input = { tokenKey: requestToken.key, userId: 'jane' }
  const loaded = await provider.authorization.load(input)
  const csrf = loaded.ok ? loaded.consent.csrf : ''
  const { response } = await provider.authorization.approve({ ...input, csrf })
  const verifier = /id="oauth_verifier"[^>]*>([^<]+)</.exec(response.body)?.[1] ?? ''
  const exchanged = await provider.accessToken(
    await neutral(
      { method: 'GET', url: '/oauth/access_token' },
      { consumer: CONSUMER, token: requestToken },
      { ...IN_QUERY, verifier },
    ),
  )
  for (const answer of [requested.response, exchanged.response]) {
    expect(headerOf(answer, 'Cache-Control')).toBe('no-store')
  }
  const photos = await neutral(
    { method: 'GET', url: '/photos?size=original' },
    { consumer: CONSUMER, token: tokenOf(exchanged.response) },
    IN_QUERY,
  )
  const result = await provider.authenticate(photos)
  expect(result).toMatchObject({ ok: true, grant: { query: [['size', 'original']] } })
})

it('does not reveal after a wrong signature which consumers may use it', async () => {
  const events: ProviderEvent[] = []
  const withFlag = await plainProvider(
    { isAllowed: true, isConsumerAllowed: true },
    { on: (event) => events.push(event) },
  )
  const withoutFlag = await plainProvider({ isAllowed: true, isConsumerAllowed: false })
  const wrong = await asked(IN_QUERY, { ...CONSUMER, secret: 'wrong-secret' })
  const unknown = await asked(IN_QUERY, { key: 'unknown', secret: 'wrong-secret' })
  const told = [
    await withFlag.provider.requestToken(wrong),
    await withFlag.provider.requestToken(unknown),
    await withoutFlag.provider.requestToken(wrong),
  ].map(({ response: { status, body } }) => ({ status, body }))
  expect(new Set(told.map((answer) => JSON.stringify(answer))).size).toBe(1)
  const refused = await withoutFlag.provider.requestToken(await asked())
  expect(JSON.stringify([told, events, refused])).not.toMatch(/wrong-secret|plain-secret/)
})

it.each([false, true])(
  'wants TLS for it, whatever allowPlainHttpResources (%s) says',
  async (allowPlainHttpResources) => {
    const { provider } = await plainProvider(
      { isAllowed: true, isConsumerAllowed: true },
      { allowPlainHttpResources, publicUrl: undefined, allowedHosts: ['photos.example'] },
    )
    const signed = await neutral(
      { method: 'GET', url: '/photos' },
      { consumer: CONSUMER },
      IN_QUERY,
    )
    const overHttp: ProviderRequest = { ...signed, headers: [['Host', 'photos.example']] }
    expect(codeOf(await provider.authenticate(overHttp, { allowTwoLegged: true }))).toBe(
      'insecure_transport',
    )
    const overTls = raw({
      ...signed,
      headers: overHttp.headers,
      peer: { address: '203.0.113.7', secure: true },
    })
    expect(codeOf(await provider.authenticate(overTls, { allowTwoLegged: true }))).toBe('ok')
  },
)

it('is refused if no consumer could use it', async () => {
  expect(() =>
    createProvider({
      store: memoryStore(),
      findUser: () => undefined,
      allowPlaintextInQuery: true,
    }),
  ).toThrow('createProvider: allowPlaintextInQuery needs PLAINTEXT among the signatureMethods')
  const { provider } = await plainProvider({ isAllowed: true, isConsumerAllowed: true })
  const message = /allowPlaintextInQuery needs PLAINTEXT among the signatureMethods$/
  const options = { name: 'Signs', allowPlaintextInQuery: true }
  await expect(provider.consumers.register(options)).rejects.toThrow(message)
  const changes = { signatureMethods: ['HMAC-SHA1'] }
  await expect(provider.consumers.update(CONSUMER.key, changes)).rejects.toThrow(message)
  await provider.consumers.update(CONSUMER.key, { allowPlaintextInQuery: false })
  expect(codeOf(await provider.requestToken(await asked()))).toBe('parameter_rejected')
})
