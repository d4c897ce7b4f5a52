import { createClient } from '@oauthplus/client'
import type { Token } from '@oauthplus/client'
import { oauthInterceptor } from '@oauthplus/client/undici'
import { describe, expect, it } from 'vitest'

const consumer = { key: 'k', secret: 's' }
const client = createClient({ provider: {}, consumer })
const KEY = 'the-key-itself'
const SECRET = 'the-secret-itself'

async function messageOf(call: () => unknown): Promise<string> {
  try {
    await call()
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError)
    expect(error).toHaveProperty('code', 'ERR_INVALID_ARG_TYPE')
    return (error as TypeError).message
  }
  throw new Error('did not throw')
}

const TOKENS: readonly (readonly [token: object, message: string])[] = [
  [
    { oauth_token: KEY, oauth_token_secret: SECRET },
    'must be { key, secret }, received an object with oauth_token and oauth_token_secret. Write { key: token.oauth_token, secret: token.oauth_token_secret }',
  ],
  [
    { accessToken: KEY, accessSecret: SECRET },
    'must be { key, secret }, received an object with accessToken and accessSecret. Write { key: token.accessToken, secret: token.accessSecret }',
  ],
  [
    { accessToken: KEY },
    'must be { key, secret }, received an object with accessToken. Write { key: token.accessToken, secret: … }',
  ],
  [
    { token: KEY, tokenSecret: SECRET },
    'must be { key, secret }, received an object with token and tokenSecret. Write { key: token.token, secret: token.tokenSecret }',
  ],
  [
    { key: KEY, token_secret: SECRET },
    'must be { key, secret }, received an object with key and token_secret. Write { key: token.key, secret: token.token_secret }',
  ],
  [
    { token: { key: KEY, secret: SECRET }, parameters: [] },
    'must be { key, secret }, received an object that contains them in its member token. Pass token.token',
  ],
  [[KEY, SECRET], 'must be a token, { key, secret }, received an array'],
]

it.each([
  [{ expiresAtSeconds: null }, 'must be a number of seconds since 1970, received null'],
  [{ expiresAtSeconds: '1' }, 'must be a number of seconds since 1970, received a string of 1'],
  [
    { expiresAtSeconds: new Date() },
    'must be a number of seconds since 1970, received an instance',
  ],
  [{ sessionExpiresAtSeconds: NaN }, 'must be a number of seconds since 1970, received NaN'],
  [{ sessionHandle: 5 }, 'must be a string, received 5'],
])('rejects a token with a member of the wrong type, %j', async (member, message) => {
  const token = { key: KEY, secret: SECRET, ...member } as unknown as Token
  const [name = ''] = Object.keys(member)
  expect(await messageOf(() => client.withToken(token))).toContain(
    `withToken: token.${name} ${message}`,
  )
})

describe.each(TOKENS)('a token with the wrong shape, %j', (given, message) => {
  const token = given as Token

  it('is rejected with the expected shape by every function', async () => {
    const url = 'https://photos.example/'
    const calls: Readonly<Record<string, () => unknown>> = {
      withToken: () => client.withToken(token),
      renew: () => client.renew(token),
      oauthInterceptor: () =>
        oauthInterceptor({ provider: {}, consumer, origins: [url.slice(0, -1)], token }),
    }
    for (const [name, call] of Object.entries(calls)) {
      expect(await messageOf(call)).toBe(`${name}: token ${message}`)
    }
    expect(await messageOf(() => client.withToken(() => token).fetch(url))).toBe(
      `withToken: token ${message}`,
    )
  })

  it('does not appear in the error', async () => {
    const shown = await messageOf(() => client.withToken(token))
    expect(shown).not.toContain(KEY)
    expect(shown).not.toContain(SECRET)
  })
})

it.each([
  [
    { consumerKey: KEY, consumerSecret: SECRET },
    'must be { key, secret }, received an object with consumerKey and consumerSecret. Write { key: consumer.consumerKey, secret: consumer.consumerSecret }',
  ],
  [
    { key: KEY, apiSecret: SECRET },
    'must be { key, secret }, received an object with key and apiSecret. Write { key: consumer.key, secret: consumer.apiSecret }',
  ],
  [
    { consumer_key: KEY, privateKey: SECRET },
    'must be { key, privateKey }, received an object with consumer_key and privateKey. Write { key: consumer.consumer_key, privateKey: consumer.privateKey }',
  ],
])(
  'rejects a consumer with the wrong shape and names the expected one: %j',
  async (given, text) => {
    const message = await messageOf(() =>
      createClient({ provider: {}, consumer: given as unknown as typeof consumer }),
    )
    expect(message).toBe(`createClient: consumer ${text}`)
    expect(message).not.toContain(KEY)
    expect(message).not.toContain(SECRET)
  },
)

it('accepts records with additional members', () => {
  const record = { id: 1, key: 'k', secret: '', token: 'other', tokenSecret: 'column' }
  expect(() => client.withToken(record)).not.toThrow()
})

const TOKEN_KEYS = [
  'oauth_token',
  'oauthToken',
  'oauth_access_token',
  'oauthAccessToken',
  'accessToken',
  'access_token',
  'accessTokenKey',
  'access_token_key',
  'tokenKey',
  'token_key',
  'token',
  'public',
]
const TOKEN_SECRETS = [
  'oauth_token_secret',
  'oauthTokenSecret',
  'oauth_access_token_secret',
  'oauthAccessTokenSecret',
  'accessTokenSecret',
  'access_token_secret',
  'accessSecret',
  'access_secret',
  'tokenSecret',
  'token_secret',
  'secret',
]
const CONSUMER_KEYS = [
  'oauth_consumer_key',
  'oauthConsumerKey',
  'consumerKey',
  'consumer_key',
  'apiKey',
  'api_key',
  'appKey',
  'app_key',
  'clientKey',
  'client_key',
  'clientId',
  'client_id',
  'public',
]
const CONSUMER_SECRETS = [
  'oauth_consumer_secret',
  'oauthConsumerSecret',
  'consumerSecret',
  'consumer_secret',
  'apiSecret',
  'api_secret',
  'apiSecretKey',
  'appSecret',
  'app_secret',
  'clientSecret',
  'client_secret',
  'secret',
]

function pairsOf(keys: readonly string[], secrets: readonly string[]): readonly [string, string][] {
  return [
    ...keys.map((key): [string, string] => [key, 'secret']),
    ...secrets.map((secret): [string, string] => [keys[0] ?? '', secret]),
  ]
}

it.each(pairsOf(TOKEN_KEYS, TOKEN_SECRETS))(
  'recognizes a token whose members are called %s and %s',
  async (key, secret) => {
    const token = { [key]: KEY, [secret]: SECRET } as unknown as Token
    expect(await messageOf(() => client.withToken(token))).toBe(
      `withToken: token must be { key, secret }, received an object with ${key} and ${secret}. Write { key: token.${key}, secret: token.${secret} }`,
    )
  },
)

it.each(pairsOf(CONSUMER_KEYS, CONSUMER_SECRETS))(
  'recognizes a consumer whose members are called %s and %s',
  async (key, secret) => {
    const given = { [key]: KEY, [secret]: SECRET } as unknown as typeof consumer
    expect(await messageOf(() => createClient({ provider: {}, consumer: given }))).toBe(
      `createClient: consumer must be { key, secret }, received an object with ${key} and ${secret}. Write { key: consumer.${key}, secret: consumer.${secret} }`,
    )
  },
)

it.each([
  { key: '', secret: SECRET },
  { key: '', privateKey: SECRET },
])('names the empty key of a consumer with the right shape: %j', async (given) => {
  const call = (): unknown =>
    createClient({ provider: {}, consumer: given as unknown as typeof consumer })
  expect(await messageOf(call)).toBe(
    'createClient: consumer.key must be a string that is not empty, received an empty string',
  )
})
