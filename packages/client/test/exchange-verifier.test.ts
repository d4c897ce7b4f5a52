import { parameterValue } from '@oauthplus/core'
import { describe, expect, it } from 'vitest'

import { createClient } from '../src/index.js'
import { CONSUMER, startProvider } from './provider.js'

describe('exchangeVerifier', () => {
  it('completes a flow whose verifier the user typed', async () => {
    const provider = await startProvider()
    const client = createClient({ ...provider.options, callbackUrl: undefined })
    const { url, requestToken } = await client.authorize({ state: 7 })
    expect(parameterValue(provider.verified[0]?.protocol ?? [], 'oauth_callback')).toBe('oob')
    provider.approve(url)
    const verifier = `  verifier of ${requestToken.key}\n`
    expect(await client.exchangeVerifier({ requestToken, verifier })).toMatchObject({
      token: { key: 'access-2', secret: 'secret of access-2' },
      state: 7,
      parameters: [['user_id', 'jane']],
    })
    await expect(client.exchangeVerifier({ requestToken, verifier })).rejects.toMatchObject({
      code: 'token_rejected',
    })
  })

  it('lets the user try again after a typing error', async () => {
    const provider = await startProvider()
    const client = createClient({ ...provider.options, callbackUrl: 'oob' })
    const { url, requestToken } = await client.authorize()
    provider.approve(url)
    await expect(client.exchangeVerifier({ requestToken, verifier: 'typo' })).rejects.toMatchObject(
      { code: 'verifier_invalid' },
    )
    await expect(client.exchangeVerifier({ requestToken, verifier: ' ' })).rejects.toMatchObject({
      code: 'parameter_absent',
      details: { parametersAbsent: ['oauth_verifier'] },
    })
    await expect(
      client.exchangeVerifier({
        requestToken,
        verifier: `verifier of ${requestToken.key}`,
      }),
    ).resolves.toBeDefined()
  })

  it('completes the flow at the callback that the provider has registered', async () => {
    const provider = await startProvider()
    const client = createClient({ ...provider.options, callbackUrl: 'oob' })
    const { url, setCookie: cookie } = await client.authorize()
    await expect(client.callback(provider.approve(url), { cookie })).resolves.toBeDefined()
  })

  it('does not complete a flow with a callback, which requires its cookie', async () => {
    const provider = await startProvider()
    const client = createClient(provider.options)
    const { url, requestToken } = await client.authorize()
    provider.approve(url)
    await expect(
      client.exchangeVerifier({
        requestToken,
        verifier: `verifier of ${requestToken.key}`,
      }),
    ).rejects.toMatchObject({ code: 'token_rejected' })
  })

  it.each(['unknown', '__proto__', ''])('refuses the request token "%s"', async (key) => {
    const provider = await startProvider()
    const client = createClient({ ...provider.options, callbackUrl: 'oob' })
    await expect(
      client.exchangeVerifier({ requestToken: { key }, verifier: 'v' }),
    ).rejects.toMatchObject({ code: 'token_rejected' })
  })
})

it.each([
  [{ verifier: 'v' }, /^exchangeVerifier: requestToken must be given|requestToken must be/],
  [{ requestToken: { key: 5 }, verifier: 'v' }, /requestToken\.key must be a string, received 5$/],
  [{ requestToken: {}, verifier: 'v' }, /requestToken\.key must be a string, received undefined$/],
  [
    { requestToken: { key: 'k' } },
    /^exchangeVerifier: verifier must be a string, received undefined$/,
  ],
  [{ requestToken: { key: 'k' }, verifier: 'v', cookie: 5 }, /cookie must be .* received 5$/],
  [
    { requestToken: { key: 'k' }, verifier: 'v', signal: 5 },
    /signal must be an AbortSignal, received 5$/,
  ],
])('exchangeVerifier rejects the options %j', async (options, message) => {
  const client = createClient({ provider: {}, consumer: CONSUMER })
  const error: unknown = await client
    .exchangeVerifier(options as never)
    .catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(TypeError)
  expect((error as Error).message).toMatch(/^exchangeVerifier: /)
  expect((error as Error).message).toMatch(message)
})

it('exchangeVerifier aborts with its signal', async () => {
  const provider = await startProvider()
  const client = createClient({ ...provider.options, callbackUrl: 'oob' })
  const { requestToken } = await client.authorize()
  const signal = AbortSignal.abort(new Error('enough'))
  const exchange = client.exchangeVerifier({ requestToken, verifier: 'v', cookie: null, signal })
  await expect(exchange).rejects.toThrow('enough')
})
