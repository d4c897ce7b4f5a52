import { parameterValue } from '@oauthplus/core'
import { describe, expect, it } from 'vitest'

import { createClient } from '../src/index.js'
import type { RenewedToken, Token } from '../src/index.js'
import { CONSUMER, startProvider } from './provider.js'
import type { Answers, TestProvider } from './provider.js'

// The test servers send a Date header, which corrects a distant clock.
const NOW_SECONDS = Math.floor(Date.now() / 1000)

/** A provider whose access token `old` has expired, and which renews it once. */
function sessions(): Answers {
  let renewals = 0
  return ({ target, protocol }) => {
    if (target === '/access_token') {
      const handle = parameterValue(protocol, 'oauth_session_handle')
      renewals += 1
      return handle === 'handle-1' && renewals === 1
        ? {
            body: 'oauth_token=new&oauth_token_secret=&oauth_session_handle=handle-2&oauth_expires_in=3600&oauth_authorization_expires_in=86400',
          }
        : { status: 401, body: 'oauth_problem=token_rejected' }
    }
    return parameterValue(protocol, 'oauth_token') === 'old'
      ? { status: 401, body: 'oauth_problem=access_token_expired' }
      : { body: 'photos' }
  }
}

const OLD: Token = { key: 'old', secret: '', sessionHandle: 'handle-1' }
const NEW: Token = {
  key: 'new',
  secret: '',
  sessionHandle: 'handle-2',
  expiresAtSeconds: NOW_SECONDS + 3600,
  sessionExpiresAtSeconds: NOW_SECONDS + 86_400,
}

async function start(): Promise<{
  readonly provider: TestProvider
  readonly options: {
    readonly provider: TestProvider['options']['provider']
    readonly consumer: typeof CONSUMER
    readonly now: () => number
  }
  readonly url: string
}> {
  const provider = await startProvider(sessions())
  const now = () => NOW_SECONDS * 1000
  const options = { provider: provider.options.provider, consumer: CONSUMER, now }
  return { provider, options, url: `${provider.origin}/photos` }
}

it('returns the new token with its handle and both expiry times, and passes it to onRenew', async () => {
  const { options } = await start()
  const kept: RenewedToken[] = []
  const client = createClient({ ...options, onRenew: (renewal) => void kept.push(renewal) })
  expect(await client.renew(OLD)).toEqual(NEW)
  expect(kept).toEqual([{ token: NEW, previous: OLD }])
})

it('passes a token to onRenew again after a failure, and does not use the handle twice', async () => {
  const { provider, options } = await start()
  const offered: string[] = []
  const onRenew = async ({ token }: RenewedToken) => {
    offered.push(token.key)
    if (offered.length === 1) throw new Error('the disk is full')
  }
  const client = createClient({ ...options, onRenew })
  await expect(client.renew(OLD)).rejects.toThrow('the disk is full')
  expect((await client.renew(OLD)).key).toBe('new')
  expect(offered).toEqual(['new', 'new'])
  expect(provider.verified.map(({ target }) => target)).toEqual(['/access_token'])
})

it('passes a token to onRenew again after many other renewals', async () => {
  let exchanges = 0
  let isBroken = true
  const onRenew = async ({ previous }: RenewedToken) => {
    if (isBroken && previous.key === 'old') throw new Error('the disk is full')
  }
  const client = createClient({
    provider: { accessTokenUrl: 'https://photos.example/access_token' },
    consumer: CONSUMER,
    onRenew,
    fetch: async () => {
      exchanges += 1
      return new Response(`oauth_token=new-${String(exchanges)}&oauth_token_secret=`)
    },
  })
  await expect(client.renew(OLD)).rejects.toThrow('the disk is full')
  const others = Array.from({ length: 1100 }, (_none, index) => `other-${String(index)}`)
  await Promise.all(others.map((key) => client.renew({ ...OLD, key })))
  isBroken = false
  expect((await client.renew(OLD)).key).toBe('new-1')
  expect(exchanges).toBe(1101)
})

it('loses no token if onRenew fails for many concurrent requests', async () => {
  const { provider, options, url } = await start()
  let isBroken = true
  const offered: string[] = []
  const onRenew = async ({ token }: RenewedToken) => {
    offered.push(token.key)
    if (isBroken) throw new Error('the disk is full')
  }
  const client = createClient({ ...options, onRenew })
  const { fetch } = client.withToken(OLD)
  const failed = await Promise.allSettled(Array.from({ length: 10 }, () => fetch(url)))
  for (const outcome of failed) {
    expect(outcome).toMatchObject({ status: 'rejected', reason: { message: 'the disk is full' } })
  }
  isBroken = false
  const answers = await Promise.all(Array.from({ length: 10 }, () => fetch(url)))
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200))
  expect(new Set(offered)).toEqual(new Set(['new']))
  const exchanges = provider.verified.filter(({ target }) => target === '/access_token')
  expect(exchanges).toHaveLength(1)
})

it('keeps a handle that the provider does not replace', async () => {
  const provider = await startProvider(({ target }) =>
    target === '/access_token' ? { body: 'oauth_token=new&oauth_token_secret=' } : undefined,
  )
  const client = createClient({ provider: provider.options.provider, consumer: CONSUMER })
  expect(await client.renew(OLD)).toEqual({ key: 'new', secret: '', sessionHandle: 'handle-1' })
})

it('sends one request for concurrent and later callers', async () => {
  const { provider, options } = await start()
  let keeps = 0
  const client = createClient({ ...options, onRenew: () => void (keeps += 1) })
  const tokens = await Promise.all(Array.from({ length: 20 }, () => client.renew(OLD)))
  expect(new Set(tokens.map(({ key }) => key))).toEqual(new Set(['new']))
  expect((await client.renew(OLD)).key).toBe('new')
  expect(keeps).toBe(1)
  expect(provider.verified.map(({ target }) => target)).toEqual(['/access_token'])
})

it('retries after a failure, and shows the handle in no error', async () => {
  const provider = await startProvider(({ target }) =>
    target === '/access_token'
      ? { status: 401, body: 'oauth_problem=token_rejected&handle=handle-1' }
      : undefined,
  )
  const client = createClient({ provider: provider.options.provider, consumer: CONSUMER })
  for (let attempt = 0; attempt < 2; attempt++) {
    const error: unknown = await client.renew(OLD).catch((reason: unknown) => reason)
    expect(error).toMatchObject({
      code: 'token_rejected',
      status: 401,
      message: expect.stringMatching(
        /^The request for the access token to http:\S+ failed with status 401: token_rejected\.$/,
      ) as string,
      bodyExcerpt: undefined,
    })
    expect(JSON.stringify(error)).not.toContain('handle-1')
  }
  expect(provider.verified).toHaveLength(2)
})

it('renews nothing without a handle', async () => {
  const { options } = await start()
  const client = createClient(options)
  await expect(client.renew({ key: 'old', secret: '' })).rejects.toThrow(TypeError)
})

it('lets one caller abort without affecting the others', async () => {
  const { options } = await start()
  const client = createClient(options)
  const [early, other] = await Promise.allSettled([
    client.renew(OLD, { signal: AbortSignal.abort(new Error('enough')) }),
    client.renew(OLD),
  ])
  expect(early).toMatchObject({ status: 'rejected', reason: { message: 'enough' } })
  expect(other).toMatchObject({ status: 'fulfilled', value: { key: 'new' } })
})

it('renews automatically after the provider reported an expired token, and resends', async () => {
  const { provider, options, url } = await start()
  const client = createClient({ ...options, onRenew: () => undefined })
  const { fetch } = client.withToken(OLD)
  const answers = await Promise.all([
    fetch(url),
    fetch(url, { method: 'POST', body: new URLSearchParams({ a: '1' }) }),
  ])
  for (const answer of answers) expect(await answer.text()).toBe('photos')
  // Later requests use the new token.
  expect((await fetch(url)).status).toBe(200)
  const sent = provider.verified.map(
    ({ target, protocol }) => `${target} ${parameterValue(protocol, 'oauth_token') ?? ''}`,
  )
  expect(sent.filter((line) => line.startsWith('/access_token'))).toHaveLength(1)
  expect(sent.at(-1)).toBe('/photos new')
  expect(sent.filter((line) => line === '/photos old')).toHaveLength(2)
})

it('renews before sending if the token is known to have expired', async () => {
  const { provider, options, url } = await start()
  const client = createClient({ ...options, onRenew: () => undefined })
  await client.withToken({ ...OLD, expiresAtSeconds: NOW_SECONDS - 1 }).fetch(url)
  expect(provider.verified.map(({ target }) => target)).toEqual(['/access_token', '/photos'])
})

it('uses the new token that the application has stored', async () => {
  const { provider, options, url } = await start()
  let kept = OLD
  const client = createClient({ ...options, onRenew: ({ token }) => void (kept = token) })
  const { fetch } = client.withToken(() => kept)
  expect((await fetch(url)).status).toBe(200)
  expect((await fetch(url)).status).toBe(200)
  expect(kept).toEqual(NEW)
  kept = { key: 'another', secret: '' }
  expect((await fetch(url)).status).toBe(200)
  const { protocol = [] } = provider.verified.at(-1) ?? {}
  expect(parameterValue(protocol, 'oauth_token')).toBe('another')
})

it('returns the refusal if nobody stores the new token, or the body cannot be resent', async () => {
  const { provider, options, url } = await start()
  const alone = await createClient(options).withToken(OLD).fetch(url)
  expect([alone.status, await alone.text()]).toEqual([401, 'oauth_problem=access_token_expired'])
  const client = createClient({ ...options, onRenew: () => undefined })
  const stream = new Blob(['once']).stream()
  const streamed = await client.withToken(OLD).fetch(url, { method: 'POST', body: stream })
  expect(streamed.status).toBe(401)
  expect(provider.verified.map(({ target }) => target)).toEqual(['/photos', '/photos'])
})

describe('renew with a provider that keeps the token key', () => {
  const ANSWERS = {
    'and changes the secret': (round: number) => `&oauth_token_secret=s${String(round)}`,
    'and changes the handle': (round: number) =>
      `&oauth_token_secret=s&oauth_session_handle=h${String(round)}`,
    'and the secret and the handle, too': () => '&oauth_token_secret=s',
  }

  it.each(Object.entries(ANSWERS))(
    'renews the token at each expiry, %s',
    async (_title, answer) => {
      let round = 0
      let now = NOW_SECONDS
      let kept: Token = { key: 'same', secret: 's', sessionHandle: 'h', expiresAtSeconds: now - 1 }
      const client = createClient({
        provider: { accessTokenUrl: 'https://photos.example/access_token' },
        consumer: CONSUMER,
        now: () => now * 1000,
        onRenew: ({ token }) => void (kept = token),
        fetch: async (input, init) => {
          const { pathname } = new URL(new Request(input, init).url)
          if (pathname !== '/access_token') return new Response('photos')
          round += 1
          return new Response(`oauth_token=same&oauth_expires_in=10${answer(round)}`)
        },
      })
      const { fetch } = client.withToken(() => kept)
      for (let expiry = 1; expiry <= 3; expiry++) {
        await Promise.all([fetch('https://photos.example/'), fetch('https://photos.example/')])
        expect(round).toBe(expiry)
        expect(kept.expiresAtSeconds).toBe(now + 10)
        now += 20
      }
    },
  )

  it('renews once for a concurrent request with the old token', async () => {
    let round = 0
    const client = createClient({
      provider: { accessTokenUrl: 'https://photos.example/access_token' },
      consumer: CONSUMER,
      fetch: async () => {
        round += 1
        return new Response(`oauth_token=same&oauth_token_secret=s${String(round)}`)
      },
    })
    const before: Token = { key: 'same', secret: 's', sessionHandle: 'h' }
    expect((await client.renew(before)).secret).toBe('s1')
    expect((await client.renew(before)).secret).toBe('s1')
    expect(round).toBe(1)
  })
})

describe('fetch with a token that another process has renewed', () => {
  it.each([
    ['before it sends, knowing that it has expired', { expiresAtSeconds: NOW_SECONDS - 1 }],
    ['after the provider says that it has expired', {}],
  ])("finds the new token in the application's storage: %s", async (_title, lifetime) => {
    const { provider, options, url } = await start()
    const stored: Token = { ...OLD, ...lifetime }
    let kept = stored
    const onRenew = ({ token }: RenewedToken) => void (kept = token)
    const elsewhere = createClient({ ...options, onRenew })
    // This process reads the token just before the other one renews it.
    let reads = 0
    const { fetch } = createClient({ ...options, onRenew }).withToken(async () => {
      reads += 1
      if (reads > 1) return kept
      await elsewhere.renew(stored)
      return stored
    })
    const response = await fetch(url)
    expect([response.status, await response.text()]).toEqual([200, 'photos'])
    expect(reads).toBe(2)
    expect(provider.verified.at(-1)?.target).toBe('/photos')
  })

  it('does not look for it twice, and reports an unresolved failure', async () => {
    const { options, url } = await start()
    const client = createClient({ ...options, onRenew: () => undefined })
    const spent: Token = { ...OLD, sessionHandle: 'spent' }
    let reads = 0
    const { fetch } = client.withToken(() => {
      reads += 1
      if (reads === 3) throw new Error('read too often')
      return { ...spent }
    })
    await expect(fetch(url)).rejects.toMatchObject({ code: 'token_rejected' })
    expect(reads).toBe(2)
  })

  it('reports the renewal failure if the token storage fails too', async () => {
    const { options, url } = await start()
    const client = createClient({ ...options, onRenew: () => undefined })
    let reads = 0
    const { fetch } = client.withToken(() => {
      reads += 1
      if (reads > 1) throw new Error('the database is down')
      return { ...OLD, sessionHandle: 'spent' }
    })
    await expect(fetch(url)).rejects.toMatchObject({ code: 'token_rejected' })
  })
})

it.each<[string, Partial<Token>]>([
  ['before the request', { expiresAtSeconds: NOW_SECONDS - 1 }],
  ['after the refusal', {}],
])('aborts a renewal %s with the signal of a Request', async (_title, lifetime) => {
  const { options, url } = await start()
  const ended = new AbortController()
  const client = createClient({
    ...options,
    onRenew: () => {
      ended.abort(new Error('enough'))
      return new Promise<void>(() => undefined)
    },
  })
  const { fetch } = client.withToken({ ...OLD, ...lifetime })
  await expect(fetch(new Request(url, { signal: ended.signal }))).rejects.toThrow('enough')
})

describe('renew remembers renewed tokens', () => {
  it('up to 1000 of them, and removes the oldest first', async () => {
    let exchanges = 0
    const client = createClient({
      provider: {
        accessTokenUrl: 'https://photos.example/access_token',
        signatureMethod: 'PLAINTEXT',
      },
      consumer: CONSUMER,
      fetch: async () => {
        exchanges += 1
        return new Response(`oauth_token=new-${String(exchanges)}&oauth_token_secret=`)
      },
    })
    const renew = async (index: number): Promise<string> =>
      (await client.renew({ ...OLD, key: `old-${String(index)}` })).key
    for (let index = 1; index <= 1000; index++) await renew(index)
    expect([await renew(1), await renew(1000), exchanges]).toEqual(['new-1', 'new-1000', 1000])
    await renew(1001)
    expect([await renew(2), await renew(1001), exchanges]).toEqual(['new-2', 'new-1001', 1001])
    expect([await renew(1), exchanges]).toEqual(['new-1002', 1002])
  })
})

it.each([undefined, ''])('renew rejects a token with the handle %j', async (sessionHandle) => {
  const client = createClient({
    provider: { accessTokenUrl: 'https://photos.example/access_token' },
    consumer: CONSUMER,
    fetch: () => Promise.reject(new Error('sent')),
  })
  const token = { key: 'old', secret: '', sessionHandle } as Token
  await expect(client.renew(token)).rejects.toMatchObject({
    name: 'TypeError',
    code: 'ERR_INVALID_ARG_TYPE',
    message: 'renew: token.sessionHandle is required to renew a token',
  })
})

it.each([
  [{ sginal: 5 }, 'renew: sginal is not an option (received 5). Did you mean signal?'],
  [{ signal: 5 }, 'renew: signal must be an AbortSignal, received 5'],
])('renew rejects the options %j', async (options, message) => {
  const { options: clientOptions } = await start()
  await expect(createClient(clientOptions).renew(OLD, options as never)).rejects.toThrow(message)
})

it('waits for a renewal with a signal that is never aborted', async () => {
  const { options } = await start()
  const { signal } = new AbortController()
  expect(await createClient(options).renew(OLD, { signal })).toEqual(NEW)
})
