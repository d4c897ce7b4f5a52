import { describe, expect, it } from 'vitest'

import { createClient } from '../../src/index.js'
import { magento2, magentoActivation } from '../../src/presets.js'
import type { MagentoActivationOptions, MagentoStore } from '../../src/presets.js'
import type { Answer, Seen } from '../listen.js'
import { readSignature } from '../read-signature.js'
import { standIn } from '../stand-in.js'

const ENDPOINT = 'https://app.example/magento'
const STORE = 'https://shop.example/'
const POSTED = {
  oauth_consumer_key: 'key',
  oauth_consumer_secret: 'consumer secret',
  oauth_verifier: 'verifier',
  store_base_url: STORE,
}

/** A store that responds like Magento, and the endpoint that it activates. */
async function activation(
  options: Partial<MagentoActivationOptions> = {},
  answer: (seen: Seen) => Answer = ({ url }) => ({
    body: url.endsWith('/request')
      ? 'oauth_token=pending&oauth_token_secret=pending+secret'
      : 'oauth_token=access&oauth_token_secret=access+secret',
  }),
): Promise<{
  readonly activated: readonly MagentoStore[]
  readonly seen: readonly Seen[]
  readonly fetch: NonNullable<MagentoActivationOptions['fetch']>
  readonly post: (body: unknown, init?: RequestInit) => Promise<Response>
}> {
  const { seen, fetch } = await standIn(answer)
  const activated: MagentoStore[] = []
  const endpoint = magentoActivation({
    isExpected: (storeUrl) => storeUrl === STORE,
    onActivate: (store) => void activated.push(store),
    fetch,
    ...options,
  })
  const post = (body: unknown, init: RequestInit = {}): Promise<Response> =>
    endpoint(new Request(ENDPOINT, { method: 'POST', body: body as BodyInit, ...init }))
  return { activated, seen, fetch, post }
}

describe('magentoActivation', () => {
  it("returns the store's access token, which can then call its API", async () => {
    const { activated, seen, fetch, post } = await activation()
    expect((await post(new URLSearchParams(POSTED))).status).toBe(200)
    const consumer = { key: 'key', secret: 'consumer secret' }
    const token = { key: 'access', secret: 'access secret' }
    expect(activated).toEqual([{ storeUrl: STORE, consumer, token }])

    const client = createClient({ provider: magento2({ storeUrl: STORE }), consumer, fetch })
    await client
      .withToken(token)
      .fetch('https://shop.example/rest/V1/orders?searchCriteria%5BpageSize%5D=2')
    expect(seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST https://shop.example/oauth/token/request',
      'POST https://shop.example/oauth/token/access',
      'GET https://shop.example/rest/V1/orders?searchCriteria%5BpageSize%5D=2',
    ])
    const read = seen.map((one) => readSignature(one))
    expect(read.map(({ place }) => place)).toEqual(['header', 'header', 'header'])
    expect(read.map(({ parameters }) => parameters.oauth_verifier)).toEqual([
      undefined,
      'verifier',
      undefined,
    ])
    const secrets = ['', 'pending secret', 'access secret']
    expect(
      read.map(({ parameters, signedWith }, index) => [
        parameters.oauth_signature_method,
        parameters.oauth_callback,
        signedWith('consumer secret', secrets[index]),
      ]),
    ).toEqual(read.map(() => ['HMAC-SHA256', undefined, true]))
  })

  it('waits until the token is stored', async () => {
    const onActivate = (): Promise<void> => Promise.reject(new Error('The database is full.'))
    const { post } = await activation({ onActivate })
    await expect(post(new URLSearchParams(POSTED))).rejects.toThrow('The database is full.')
  })
})

describe('magentoActivation refuses, without calling the store,', () => {
  it.each([
    ['an unexpected store', 403, { ...POSTED, store_base_url: 'https://10.0.0.1/' }],
    ['a post without a verifier', 400, { ...POSTED, oauth_verifier: '' }],
    ['a post without a secret', 400, { oauth_consumer_key: 'key' }],
  ])('%s', async (_what, status, fields) => {
    const { activated, seen, post } = await activation()
    const response = await post(new URLSearchParams(fields))
    expect([response.status, seen, activated]).toEqual([status, [], []])
  })

  it.each([
    ['a GET', 405, { method: 'GET', body: null }],
    ['a body that is not a form', 415, { body: JSON.stringify(POSTED) }],
    [
      'a form that is too long',
      413,
      { body: new URLSearchParams({ ...POSTED, a: 'a'.repeat(20_000) }) },
    ],
    ['a malformed form', 400, { body: new URLSearchParams('') }],
    [
      'a repeated field',
      400,
      { body: new URLSearchParams([...Object.entries(POSTED), ['oauth_verifier', '2']]) },
    ],
  ])('%s', async (_what, status, init) => {
    const { activated, seen, post } = await activation()
    const response = await post(init.body, init)
    expect([response.status, seen, activated]).toEqual([status, [], []])
  })

  it('invalid UTF-8 escapes', async () => {
    const { post } = await activation()
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    expect((await post('oauth_verifier=%E9', { headers })).status).toBe(400)
  })

  it('a store over plain http', async () => {
    const storeUrl = 'http://shop.example/'
    const { seen, post } = await activation({ isExpected: () => true })
    const body = new URLSearchParams({ ...POSTED, store_base_url: storeUrl })
    await expect(post(body)).rejects.toThrow(TypeError)
    expect(seen).toEqual([])
  })
})

it("reports the store's refusal to the application, without secrets", async () => {
  const { activated, post } = await activation({}, () => ({
    status: 401,
    body: 'oauth_problem=consumer_key_rejected',
  }))
  const failed = await post(new URLSearchParams(POSTED)).catch((error: unknown) => error)
  expect(failed).toMatchObject({ code: 'consumer_key_rejected', status: 401 })
  expect(JSON.stringify(failed) + String(failed)).not.toMatch(/consumer secret|verifier/)
  expect(activated).toEqual([])
})

it('requires both functions', () => {
  expect(() => magentoActivation({} as MagentoActivationOptions)).toThrow(TypeError)
})
