import { describe, expect, it } from 'vitest'

import { createClient } from '../src/index.js'
import { netsuite } from '../src/presets.js'

const consumer = { key: 'printer', secret: 'kd94hf93k423kf44' }
const create = createClient as unknown as (options: unknown) => ReturnType<typeof createClient>

describe('createClient', () => {
  it.each([
    ['nothing', undefined, /options must be a plain object, received undefined$/],
    ['no provider', { consumer }, /provider must be a plain object, received undefined$/],
    [
      'an uncalled preset',
      { provider: netsuite, consumer },
      /provider must be a Service Provider, received a function; call a preset/,
    ],
    [
      'callback for callbackUrl',
      { provider: {}, consumer, callback: 'https://a.example/' },
      /callback is not an option \(received a string of 18 characters\)\. Did you mean callbackUrl\?$/,
    ],
    [
      'a misspelled URL',
      { provider: { requestTokenURL: 'x' }, consumer },
      /provider\.requestTokenURL is not an option .* Did you mean requestTokenUrl\?$/,
    ],
    [
      'an option of a preset alone',
      { provider: { signMultipartFields: true }, consumer },
      /provider\.signMultipartFields is not an option \(received true\)/,
    ],
    [
      "transmission: 'BODY'",
      { provider: { transmission: 'BODY' }, consumer },
      /provider\.transmission must be "header" or "query" or "body", received "BODY"$/,
    ],
    [
      "tokenRequestMethod: 'PUT'",
      { provider: { tokenRequestMethod: 'PUT' }, consumer },
      /provider\.tokenRequestMethod must be "POST" or "GET", received "PUT"$/,
    ],
    [
      "sendBodyHash: 'yes'",
      { provider: { sendBodyHash: 'yes' }, consumer },
      /provider\.sendBodyHash must be true or false, received a string of 3 characters$/,
    ],
    [
      'no consumer key',
      { provider: {}, consumer: { secret: 's' } },
      /consumer\.key must be a string that is not empty, received undefined$/,
    ],
    [
      'an empty consumer key',
      { provider: {}, consumer: { key: '', secret: 's' } },
      /consumer\.key .* received an empty string$/,
    ],
    [
      'a store that is none',
      { provider: {}, consumer, pending: new Map() },
      /pending must be a PendingStore, .* received an instance of Map$/,
    ],
    [
      'a fetch that is none',
      { provider: {}, consumer, fetch: {} },
      /fetch must be a function, received an object$/,
    ],
  ])('refuses %s', (_case, options, message) => {
    expect(() => create(options)).toThrow(TypeError)
    expect(() => create(options)).toThrow(/^createClient: /)
    expect(() => create(options)).toThrow(message)
  })

  it('takes a consumer with more members, such as a record of a database', () => {
    expect(() => create({ provider: {}, consumer: { ...consumer, name: 'Printer' } })).not.toThrow()
  })

  it('misses a secret whose name is misspelled', () => {
    const misspelled = { key: 'printer', secert: 's' }
    expect(() => create({ provider: {}, consumer: misspelled })).toThrow(
      /consumer\.secret must be given/,
    )
  })
})

describe('a client', () => {
  const client = create({ provider: {}, consumer })
  const loose = client as unknown as Record<string, (...values: unknown[]) => Promise<unknown>>

  it.each([
    [
      'authorize',
      [{ parameters: { scope: 'photos' } }],
      /^authorize: parameters must be an array of \[name, value\] pairs of strings, received an object$/,
    ],
    [
      'callback',
      ['https://a.example/cb?oauth_token=t'],
      /^callback: cookie must be given beside a URL/,
    ],
    ['xauth', [{ username: 'jane' }], /^xauth: password must be a string, received undefined$/],
    ['renew', [{ key: 't' }], /^renew: token\.secret must be a string, received undefined$/],
  ])('refuses a mistaken call of %s', async (name, values, message) => {
    await expect(loose[name]?.(...values)).rejects.toThrow(message)
  })

  it.each([
    ['nothing', undefined, /token must be a token, \{ key, secret \}, received undefined$/],
    ['a string', 'token', /token must be .*, received a string of 5 characters$/],
    ['no secret', { key: 't' }, /token\.secret must be a string, received undefined$/],
  ])('refuses a token that is %s', (_case, token, message) => {
    expect(() => client.withToken(token as never)).toThrow(message)
  })
})
