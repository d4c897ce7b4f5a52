import { describe, expect, it } from 'vitest'

import { memoryStore } from '../src/index.js'
import type { Refusal } from '../src/index.js'
import {
  CONSUMER,
  START_SECONDS,
  accessToken,
  codeOf,
  FORM,
  neutral,
  raw,
  testProvider,
} from './neutral-requests.js'

const PHOTOS = { method: 'GET', url: '/photos' }

describe('a protocol parameter', () => {
  const header = (parameters: string) =>
    raw({ ...PHOTOS, headers: [['Authorization', `OAuth ${parameters}`]] })
  const named = (name: string, length: number) => header(`${name}="${'a'.repeat(length)}"`)

  it.each([
    ['oauth_consumer_key', 255],
    ['oauth_token', 255],
    ['oauth_nonce', 255],
    ['oauth_verifier', 255],
    ['oauth_signature_method', 64],
    ['oauth_version', 16],
    ['oauth_signature', 2083],
    ['oauth_callback', 2083],
  ])('named %s may be of %i characters, and no longer', async (name, longest) => {
    const { provider } = await testProvider()
    const tooLong = 'A protocol parameter is too long.'
    const refused = await provider.authenticate(named(name, longest + 1))
    expect(refused).toMatchObject({ problem: { code: 'parameter_rejected', advice: tooLong } })
    const accepted = await provider.authenticate(named(name, longest))
    expect(accepted).toMatchObject({ ok: false })
    expect(JSON.stringify(accepted)).not.toContain(tooLong)
  })

  it('has a name of 64 characters at most', async () => {
    const { provider } = await testProvider()
    const tooLong = 'A protocol parameter is too long.'
    const asked = async (length: number) =>
      JSON.stringify(await provider.authenticate(header(`oauth_${'n'.repeat(length - 6)}="1"`)))
    expect(await asked(65)).toContain(tooLong)
    expect(await asked(64)).not.toContain(tooLong)
  })

  it.each([
    ['value', 'oauth_token="a%00"'],
    ['value', 'oauth_nonce="%0A"'],
    ['value', 'oauth_other="%1Fa"'],
    ['value', 'oauth_verifier="%7F"'],
    ['value', 'oauth_signature="%C2%80"'],
    ['value', 'oauth_callback="a%C2%9F"'],
    ['name', 'oauth_%00="a"'],
    ['name', 'oauth_%C2%85="a"'],
  ])('contains no control character in its %s: %s', async (_place, parameters) => {
    const { provider } = await testProvider()
    expect(await provider.authenticate(header(parameters))).toMatchObject({
      problem: {
        code: 'parameter_rejected',
        advice: 'A protocol parameter contains a control character.',
      },
    })
  })

  it.each(['', '-1', '+1', '1.5', '1e3', '0x1', ' 1', '1 ', '1234567890123456', '１'])(
    'named oauth_timestamp is not %j',
    async (text) => {
      const { provider } = await testProvider()
      const others =
        'oauth_consumer_key="k", oauth_nonce="n", oauth_signature_method="HMAC-SHA1", oauth_signature="s", oauth_token="t"'
      const value = encodeURIComponent(text)
      const result = await provider.authenticate(header(`${others}, oauth_timestamp="${value}"`))
      const absent = { code: 'parameter_absent', parametersAbsent: ['oauth_timestamp'] }
      const rejected = {
        code: 'parameter_rejected',
        parametersRejected: [['oauth_timestamp', text]],
      }
      expect(result).toMatchObject({ problem: text === '' ? absent : rejected })
    },
  )

  it.each([
    ['at the edge', 300, 'ok'],
    ['at the edge', -300, 'ok'],
    ['beyond it', 301, 'timestamp_refused'],
    ['beyond it', -301, 'timestamp_refused'],
  ])('named oauth_timestamp, %s by %i seconds: %s', async (_where, offset, code) => {
    const app = await testProvider({ timestampWindowSeconds: 300 })
    const token = await accessToken(app)
    const { nowSeconds } = app.clock
    const signing = { timestampSeconds: nowSeconds + offset }
    const credentials = { consumer: CONSUMER, token }
    const result = await app.provider.authenticate(await neutral(PHOTOS, credentials, signing))
    expect(codeOf(result)).toBe(code)
    const acceptableTimestamps = [nowSeconds - 300, nowSeconds + 300]
    if (code !== 'ok') expect(result).toMatchObject({ problem: { acceptableTimestamps } })
  })
})

describe('the parameters of a request', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => `p=${index}`).join('&')

  it.each(['the query', 'the form'])('are counted in %s', async (place) => {
    const app = await testProvider()
    const token = await accessToken(app)
    const ask = async (count: number) => {
      const credentials = { consumer: CONSUMER, token }
      const request =
        place === 'the query'
          ? { method: 'GET', url: `/photos?${many(count)}` }
          : { method: 'POST', url: '/photos', headers: [FORM], body: many(count) }
      return JSON.stringify(await app.provider.authenticate(await neutral(request, credentials)))
    }
    const [, found] = /There are more than (\d+) parameters\./.exec(await ask(20_000)) ?? []
    const most = Number(found)
    expect(await ask(most)).toContain('"ok":true')
    expect(await ask(most + 1)).toContain(`There are more than ${most} parameters.`)
  })
})

describe('a request that is refused', () => {
  /** Returns the problem of a request, and how often its body was read. */
  async function problemOf(request: Parameters<typeof raw>[0]) {
    const { provider } = await testProvider()
    let reads = 0
    const asked = raw(request)
    const readBody = (limit: number) => {
      reads++
      return asked.readBody(limit)
    }
    const result = await provider.authenticate({ ...asked, readBody })
    return { reads, problem: result.ok ? undefined : result.problem }
  }
  const UNSOUND = {
    code: 'parameter_rejected',
    advice: expect.stringContaining('control') as unknown,
  }

  it('for its header is refused before its form is read', async () => {
    const headers = [['Authorization', 'OAuth oauth_token="%00"'], FORM] as const
    const found = await problemOf({ method: 'POST', url: '/photos', headers, body: 'a=1' })
    expect(found).toMatchObject({ reads: 0, problem: UNSOUND })
  })

  it('for the protocol parameters of its form is refused as for those of a header', async () => {
    const body = 'oauth_token=%00&oauth_consumer_key=a'
    const found = await problemOf({ method: 'POST', url: '/photos', headers: [FORM], body })
    expect(found).toMatchObject({ reads: 1, problem: UNSOUND })
  })

  it('names an unknown signature method in the query', async () => {
    const parameters = {
      oauth_consumer_key: CONSUMER.key,
      oauth_token: 'token',
      oauth_signature_method: 'ROT13',
      oauth_signature: 'signature',
      oauth_timestamp: String(START_SECONDS),
      oauth_nonce: 'nonce',
    }
    const url = `/photos?${new URLSearchParams(parameters).toString()}`
    const { problem } = await problemOf({ method: 'GET', url })
    expect(problem?.code).toBe('signature_method_rejected')
  })

  it('has no cause if nothing failed', async () => {
    const { provider } = await testProvider()
    expect(Object.keys(await provider.authenticate(raw(PHOTOS)))).toEqual([
      'ok',
      'problem',
      'response',
    ])
  })

  it('names the token that is absent', async () => {
    const { provider } = await testProvider()
    const absent = { code: 'parameter_absent', parametersAbsent: ['oauth_token'] }
    const credentials = { consumer: CONSUMER, token: { key: '', secret: '' } }
    for (const asked of [await neutral(PHOTOS), await neutral(PHOTOS, credentials)]) {
      expect(await provider.authenticate(asked)).toMatchObject({ problem: absent })
    }
  })

  it('names the token that does not belong there', async () => {
    const { provider } = await testProvider()
    const credentials = { consumer: CONSUMER, token: { key: 'token', secret: 'secret' } }
    const request = { method: 'POST', url: '/oauth/request_token' }
    const asked = await neutral(request, credentials, { callback: 'oob' })
    const { problem } = (await provider.requestToken(asked)) as Refusal
    expect(problem.code).toBe('parameter_rejected')
    expect(problem.parametersRejected?.map(([name]) => name)).toEqual(['oauth_token'])
  })
})

describe('the key of a token on a page', () => {
  it.each([
    [255, false],
    [256, true],
  ])('of %i characters is too long: %s', async (length, isTooLong) => {
    const { provider } = await testProvider()
    const loaded = await provider.authorization.load({
      tokenKey: 'a'.repeat(length),
      userId: 'jane',
    })
    expect(JSON.stringify(loaded).includes('is too long')).toBe(isTooLong)
  })
})

describe('an operation that gets no request', () => {
  it.each(['requestToken', 'accessToken', 'invalidateToken', 'authenticate'] as const)(
    'names itself: %s',
    async (name) => {
      const { provider } = await testProvider()
      await expect(provider[name]({} as never)).rejects.toThrow(`${name}: request`)
    },
  )
})

describe('the headers of a refusal', () => {
  const refusedFor = async (
    options: Parameters<typeof testProvider>[0],
    headers: readonly (readonly [string, string])[] = [],
  ) => {
    const { provider } = await testProvider(options)
    const result = await provider.authenticate(raw({ ...PHOTOS, headers }))
    return result.ok ? undefined : result.response
  }
  const ALWAYS = [
    ['Cache-Control', 'no-store'],
    ['Pragma', 'no-cache'],
    ['Vary', 'Authorization'],
  ]
  const UNREADABLE = [['Authorization', 'OAuth oauth_token']] as const

  it('are a bare challenge without credentials', async () => {
    const response = await refusedFor({ realm: 'Photos' })
    expect(response?.headers).toEqual([['WWW-Authenticate', 'OAuth realm="Photos"'], ...ALWAYS])
  })

  it('allow another origin to read the challenge', async () => {
    const response = await refusedFor({}, [['ORIGIN', 'https://other.example']])
    expect(response?.headers.slice(1)).toEqual([
      ...ALWAYS,
      ['Access-Control-Expose-Headers', 'WWW-Authenticate'],
    ])
  })

  it('include the Content-Type of a body with the problem', async () => {
    const response = await refusedFor({ disclosure: 'problem' }, UNREADABLE)
    expect(response?.status).toBe(400)
    expect(response?.headers.slice(1)).toEqual([
      ...ALWAYS,
      ['Content-Type', 'application/x-www-form-urlencoded'],
    ])
  })

  it('contain nothing about a problem that is not disclosed', async () => {
    const response = await refusedFor({ disclosure: 'status', realm: 'Photos' }, UNREADABLE)
    expect(response).toMatchObject({ status: 401, body: '' })
    expect(response?.headers).toEqual([['WWW-Authenticate', 'OAuth realm="Photos"'], ...ALWAYS])
  })

  it.each(['problem', 'status'] as const)(
    'say when to try again if the store fails, with disclosure %s',
    async (disclosure) => {
      const cause = new Error('The database is away')
      const findCredentials = () => Promise.reject(cause)
      const store = { ...memoryStore(), findCredentials }
      const { provider } = await testProvider({ disclosure, store })
      const credentials = { consumer: CONSUMER, token: { key: 'token', secret: 'secret' } }
      const signing = { timestampSeconds: START_SECONDS }
      const asked = await neutral(PHOTOS, credentials, signing)
      const result = await provider.authenticate(asked)
      expect(result).toMatchObject({ ok: false, cause, response: { status: 503 } })
      const headers = result.ok ? [] : result.response.headers
      expect(headers.filter(([name]) => name === 'Retry-After')).toHaveLength(1)
    },
  )
})
