import { parameterValue } from '@oauthplus/core'
import type { Problem } from '@oauthplus/core'
import { describe, expect, it } from 'vitest'

import { createClient } from '../src/index.js'
import { createClock } from '../src/settings/clock.js'
import type { Answer } from './listen.js'
import { CONSUMER, startProvider } from './provider.js'
import type { TestProvider } from './provider.js'

const SERVER_SECONDS = 1_700_000_000

/** A provider that refuses timestamps that differ by more than 300 seconds from its own time. */
async function startStrict(refusal: Answer): Promise<TestProvider> {
  return startProvider(({ protocol }) => {
    const timestamp = Number(parameterValue(protocol, 'oauth_timestamp'))
    return Math.abs(timestamp - SERVER_SECONDS) > 300 ? refusal : undefined
  })
}

const date = new Date(SERVER_SECONDS * 1000).toUTCString()
const range = `${String(SERVER_SECONDS - 300)}-${String(SERVER_SECONDS + 300)}`
const TOLD = {
  'timestamp_refused, with the accepted range': {
    status: 400,
    headers: { date: '' },
    body: `oauth_problem=timestamp_refused&oauth_acceptable_timestamps=${range}`,
  },
  'timestamp_refused in the challenge, with a Date': {
    status: 400,
    headers: { date, 'www-authenticate': 'OAuth oauth_problem="timestamp_refused"' },
  },
  'timestamp_refused, with a Date outside the accepted range': {
    status: 400,
    headers: { date: new Date((SERVER_SECONDS - 3600) * 1000).toUTCString() },
    body: `oauth_problem=timestamp_refused&oauth_acceptable_timestamps=${range}`,
  },
  'a 401 with a distant Date': { status: 401, headers: { date }, body: 'no' },
} satisfies Record<string, Answer>

function clientOf(provider: TestProvider, secondsBehind = 7200) {
  return createClient({
    ...provider.options,
    consumer: CONSUMER,
    now: () => (SERVER_SECONDS - secondsBehind) * 1000,
  })
}

describe('a client with a wrong clock', () => {
  it.each(Object.entries(TOLD))('corrects it once after %s', async (_title, refusal) => {
    const provider = await startStrict(refusal)
    const { fetch } = clientOf(provider)
    const first = await fetch(`${provider.origin}/photos`, { method: 'PUT', body: 'bytes' })
    expect(first.status).toBe(200)
    expect(provider.verified.map(({ body }) => String(body))).toEqual(['bytes', 'bytes'])
    await fetch(`${provider.origin}/photos`)
    expect(provider.verified).toHaveLength(3)
  })

  it.each(Object.entries(TOLD))(
    'corrects it for token requests after %s',
    async (_title, refusal) => {
      const provider = await startStrict(refusal)
      await expect(clientOf(provider).authorize()).resolves.toBeDefined()
      expect(provider.verified).toHaveLength(2)
    },
  )

  it('corrects it for token requests after a refusal that only provider.readResponse can parse', async () => {
    const provider = await startStrict({
      status: 400,
      headers: { date },
      body: 'ERROR timestamp_refused',
    })
    const { options } = provider
    const client = createClient({
      ...options,
      provider: {
        ...options.provider,
        readResponse: (text) =>
          text.startsWith('ERROR ') ? [['oauth_problem', text.slice(6)]] : undefined,
      },
      now: () => (SERVER_SECONDS - 7200) * 1000,
    })
    await expect(client.authorize()).resolves.toBeDefined()
    expect(provider.verified).toHaveLength(2)
  })

  it('does not correct it if the request was refused for another reason', async () => {
    const provider = await startProvider(() => ({ status: 401, headers: { date } }))
    const client = clientOf(provider, 30)
    expect((await client.fetch(`${provider.origin}/photos`)).status).toBe(401)
    expect(provider.verified).toHaveLength(1)
  })

  it('does not retry in a loop if the correction does not help', async () => {
    const provider = await startProvider(() => ({
      status: 400,
      headers: { date },
      body: 'oauth_problem=timestamp_refused',
    }))
    const client = clientOf(provider)
    expect((await client.fetch(`${provider.origin}/photos`)).status).toBe(400)
    expect((await client.fetch(`${provider.origin}/photos`)).status).toBe(400)
    // The reported time is refused too, so it is not kept: each call tries both once.
    expect(provider.verified).toHaveLength(4)
  })

  it('corrects it for all concurrent requests with the wrong time', async () => {
    const refusal = TOLD['timestamp_refused in the challenge, with a Date']
    const everyoneIsHere = gathering(5)
    const provider = await startProvider(async ({ protocol }) => {
      const timestamp = Number(parameterValue(protocol, 'oauth_timestamp'))
      if (Math.abs(timestamp - SERVER_SECONDS) <= 300) return undefined
      await everyoneIsHere()
      return refusal
    })
    const client = clientOf(provider)
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => client.fetch(`${provider.origin}/photos`)),
    )
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
  })

  it('corrects it for all concurrent token requests with the wrong time', async () => {
    const everyoneIsHere = gathering(3)
    const provider = await startProvider(async ({ protocol }) => {
      const timestamp = Number(parameterValue(protocol, 'oauth_timestamp'))
      if (Math.abs(timestamp - SERVER_SECONDS) <= 300) return undefined
      await everyoneIsHere()
      return TOLD['a 401 with a distant Date']
    })
    const client = clientOf(provider)
    const flows = await Promise.all(Array.from({ length: 3 }, () => client.authorize()))
    expect(flows).toHaveLength(3)
  })

  it('keeps a correction if an older request is refused without a time', async () => {
    const corrected = gathering(2)
    const received = gathering(2)
    const provider = await startProvider(async ({ target, protocol }) => {
      const timestamp = Number(parameterValue(protocol, 'oauth_timestamp'))
      if (Math.abs(timestamp - SERVER_SECONDS) <= 300) return undefined
      if (target !== '/early') return TOLD['timestamp_refused in the challenge, with a Date']
      void received()
      await corrected()
      return { status: 401, headers: { date: '' }, body: 'oauth_problem=timestamp_refused' }
    })
    const client = clientOf(provider)
    const early = client.fetch(`${provider.origin}/early`)
    await received()
    expect((await client.fetch(`${provider.origin}/photos`)).status).toBe(200)
    void corrected()
    expect((await early).status).toBe(200)
    expect((await client.fetch(`${provider.origin}/photos`)).status).toBe(200)
    expect(provider.verified).toHaveLength(5)
  })

  it('returns to the local time if a correction is refused with the time that it came from', async () => {
    const stale = new Date((SERVER_SECONDS - 3600) * 1000).toUTCString()
    const provider = await startProvider(({ target, protocol }) => {
      const timestamp = Number(parameterValue(protocol, 'oauth_timestamp'))
      const isRefused = Math.abs(timestamp - SERVER_SECONDS) > 300
      if (!isRefused && target !== '/revoked') return undefined
      const problem = isRefused ? 'timestamp_refused' : 'token_revoked'
      return { status: 401, headers: { date: stale }, body: `oauth_problem=${problem}` }
    })
    const client = clientOf(provider, 0)
    const statuses: number[] = []
    for (const path of ['/photos', '/revoked', '/photos', '/photos']) {
      statuses.push((await client.fetch(provider.origin + path)).status)
    }
    expect(statuses).toEqual([200, 401, 200, 200])
    await client.fetch(`${provider.origin}/revoked`)
    await expect(client.authorize()).resolves.toBeDefined()
  })

  it('ignores the Date of a cached response', async () => {
    const stale = new Date((SERVER_SECONDS - 3600) * 1000).toUTCString()
    const provider = await startProvider(() => ({
      status: 401,
      headers: { date: stale, age: '3600' },
    }))
    const client = clientOf(provider, 0)
    await client.fetch(`${provider.origin}/photos`)
    await client.fetch(`${provider.origin}/photos`)
    const sent = provider.verified.map(({ protocol }) =>
      parameterValue(protocol, 'oauth_timestamp'),
    )
    expect(sent).toEqual([String(SERVER_SECONDS), String(SERVER_SECONDS)])
  })

  it('corrects it again if the correction is refused', async () => {
    const stale = new Date((SERVER_SECONDS - 3600) * 1000).toUTCString()
    let responses = 0
    const provider = await startProvider(({ protocol }) => {
      responses += 1
      if (responses === 1) return { status: 401, headers: { date: stale } }
      const timestamp = Number(parameterValue(protocol, 'oauth_timestamp'))
      return Math.abs(timestamp - SERVER_SECONDS) > 300
        ? { status: 401, headers: { date }, body: 'oauth_problem=timestamp_refused' }
        : undefined
    })
    const client = clientOf(provider, 0)
    expect((await client.fetch(`${provider.origin}/photos`)).status).toBe(401)
    expect((await client.fetch(`${provider.origin}/photos`)).status).toBe(200)
    expect((await client.fetch(`${provider.origin}/photos`)).status).toBe(200)
    expect(provider.verified).toHaveLength(4)
  })

  it.each<[string, Answer]>([
    ['no Date and no range', { headers: { date: '' } }],
    ['an invalid Date', { headers: { date: 'yesterday' } }],
    ['a Date from a cache', { headers: { date, age: '3600' } }],
  ])('returns to the local time if the correction is refused with %s', async (_title, refusal) => {
    const stale = new Date((SERVER_SECONDS - 3600) * 1000).toUTCString()
    let responses = 0
    const provider = await startProvider(({ protocol }) => {
      responses += 1
      if (responses === 1) return { status: 401, headers: { date: stale } }
      const timestamp = Number(parameterValue(protocol, 'oauth_timestamp'))
      return Math.abs(timestamp - SERVER_SECONDS) > 300
        ? { status: 400, ...refusal, body: 'oauth_problem=timestamp_refused' }
        : undefined
    })
    const client = clientOf(provider, 0)
    // The stale response was believed, so this call fails, but no later one.
    expect((await client.fetch(`${provider.origin}/photos`)).status).toBe(400)
    for (let call = 0; call < 3; call++) {
      expect((await client.fetch(`${provider.origin}/photos`)).status).toBe(200)
    }
    const sent = provider.verified.map(({ protocol }) =>
      Number(parameterValue(protocol, 'oauth_timestamp')),
    )
    const offsets = sent.map((timestamp) => timestamp - SERVER_SECONDS)
    expect(offsets).toEqual([0, -3600, 0, 0, 0])
  })

  it('drops a correction that is refused for token requests as well', async () => {
    const stale = new Date((SERVER_SECONDS - 3600) * 1000).toUTCString()
    let responses = 0
    const provider = await startProvider(({ protocol }) => {
      responses += 1
      if (responses === 1) return { status: 401, headers: { date: stale } }
      const timestamp = Number(parameterValue(protocol, 'oauth_timestamp'))
      return Math.abs(timestamp - SERVER_SECONDS) > 300
        ? { status: 400, headers: { date: '' }, body: 'oauth_problem=timestamp_refused' }
        : undefined
    })
    const client = clientOf(provider, 0)
    await expect(client.authorize()).rejects.toMatchObject({ code: 'timestamp_refused' })
    await expect(client.authorize()).resolves.toBeDefined()
  })

  it('does not retry if the local time is refused without a correct time', async () => {
    const provider = await startProvider(() => ({
      status: 400,
      headers: { date: '' },
      body: 'oauth_problem=timestamp_refused',
    }))
    expect((await clientOf(provider).fetch(`${provider.origin}/photos`)).status).toBe(400)
    expect(provider.verified).toHaveLength(1)
  })

  it('does not resend a stream', async () => {
    const provider = await startStrict(TOLD['a 401 with a distant Date'])
    const body = new Blob(['once']).stream()
    const client = clientOf(provider)
    const answer = await client.fetch(`${provider.origin}/photos`, { method: 'POST', body })
    expect(answer.status).toBe(401)
    expect(provider.verified).toHaveLength(1)
    // The next request has the right time.
    expect((await client.fetch(`${provider.origin}/photos`)).status).toBe(200)
    expect(provider.verified).toHaveLength(2)
  })

  it('does not accept a time over plain http from another machine', async () => {
    const sent: string[] = []
    const client = createClient({
      provider: {},
      consumer: CONSUMER,
      now: () => 0,
      fetch: (input) => {
        sent.push(String(new Request(input).headers.get('authorization')))
        return Promise.resolve(
          new Response('oauth_problem=timestamp_refused', { status: 400, headers: { date } }),
        )
      },
    })
    await client.fetch('http://photos.example/photos')
    await client.fetch('http://photos.example/photos')
    expect(sent).toHaveLength(2)
    for (const header of sent) expect(header).toContain('oauth_timestamp="0"')
  })
})

/** Creates a barrier that waits until a number of callers have arrived. */
function gathering(callers: number): () => Promise<void> {
  const waiting: (() => void)[] = []
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve)
      if (waiting.length === callers) for (const go of waiting) go()
    })
}

describe('createClock', () => {
  const NOW = 1_000_000
  const URL_ASKED = 'https://photos.example/photos'
  const dateOf = (seconds: number): string => new Date(seconds * 1000).toUTCString()
  const told = (
    headers: Readonly<Record<string, string>>,
    problem?: Partial<Problem>,
    status = 401,
  ) => ({
    response: new Response(null, { status, headers }),
    problem: problem && { code: 'timestamp_refused', ...problem },
  })

  it.each<[string, number, ReturnType<typeof told>]>([
    ['a Date 60 seconds ahead', 60, told({ date: dateOf(NOW + 60) })],
    ['a Date 60 seconds behind', -60, told({ date: dateOf(NOW - 60) })],
    ['a Date 59 seconds ahead', 0, told({ date: dateOf(NOW + 59) })],
    ['a distant Date, with a 400', 0, told({ date: dateOf(NOW + 600) }, undefined, 400)],
    ['timestamp_refused, with a 400', 600, told({ date: dateOf(NOW + 600) }, {}, 400)],
    ['timestamp_refused with a Date 10 seconds ahead', 10, told({ date: dateOf(NOW + 10) }, {})],
    ['timestamp_refused with the same time', 0, told({ date: dateOf(NOW) }, {})],
    ['timestamp_refused without a Date', 0, told({}, {})],
    [
      'another problem, with a Date 10 seconds ahead',
      0,
      told({ date: dateOf(NOW + 10) }, { code: 'token_used' }),
    ],
    ['a Date of age 0', 600, told({ date: dateOf(NOW + 600), age: ' 0 ' })],
    ['a Date of age 1', 0, told({ date: dateOf(NOW + 600), age: '1' })],
    ['an invalid Date', 0, told({ date: 'yesterday' })],
    ['a range, without a Date', 30, told({}, { acceptableTimestamps: [NOW, NOW + 61] })],
    [
      'a range that starts at the Date',
      100,
      told({ date: dateOf(NOW + 100) }, { acceptableTimestamps: [NOW + 100, NOW + 300] }),
    ],
    [
      'a range that ends at the Date',
      300,
      told({ date: dateOf(NOW + 300) }, { acceptableTimestamps: [NOW + 100, NOW + 300] }),
    ],
    [
      'a range before the Date',
      200,
      told({ date: dateOf(NOW + 301) }, { acceptableTimestamps: [NOW + 100, NOW + 300] }),
    ],
    [
      'a range after the Date',
      200,
      told({ date: dateOf(NOW + 99) }, { acceptableTimestamps: [NOW + 100, NOW + 300] }),
    ],
  ])('converts %s to an offset of %i seconds', (_title, offsetSeconds, refusal) => {
    const clock = createClock(() => NOW)
    const hasChanged = clock.correct(URL_ASKED, { ...refusal, offsetSeconds: 0 })
    expect([hasChanged, clock.getOffsetSeconds(URL_ASKED)]).toEqual([
      offsetSeconds !== 0,
      offsetSeconds,
    ])
    expect(clock.getOffsetSeconds('https://other.example/')).toBe(0)
  })

  it('replaces an offset with another one', () => {
    const clock = createClock(() => NOW)
    clock.correct(URL_ASKED, { ...told({ date: dateOf(NOW + 600) }), offsetSeconds: 0 })
    const refusal = { ...told({ date: dateOf(NOW + 900) }, {}), offsetSeconds: 600 }
    expect(clock.correct(URL_ASKED, refusal)).toBe(true)
    expect(clock.getOffsetSeconds(URL_ASKED)).toBe(900)
  })

  it.each([
    ['the time that it came from', { date: dateOf(NOW + 600) }],
    ['no time', {}],
  ])('drops an offset that is refused with %s', (_title, headers) => {
    const clock = createClock(() => NOW)
    clock.correct(URL_ASKED, { ...told({ date: dateOf(NOW + 600) }), offsetSeconds: 0 })
    const refusal = { ...told(headers, {}), offsetSeconds: 600 }
    expect(clock.correct(URL_ASKED, refusal)).toBe(true)
    expect(clock.getOffsetSeconds(URL_ASKED)).toBe(0)
  })

  it('corrects at most 100 origins, and these repeatedly', () => {
    const clock = createClock(() => NOW)
    const correct = (origin: string, seconds: number, offsetSeconds: number): boolean =>
      clock.correct(origin, { ...told({ date: dateOf(NOW + seconds) }), offsetSeconds })
    for (let index = 0; index < 100; index++) {
      expect(correct(`https://p${String(index)}.example/`, 600, 0)).toBe(true)
    }
    expect(correct('https://p100.example/', 600, 0)).toBe(false)
    expect(clock.getOffsetSeconds('https://p100.example/')).toBe(0)
    expect(correct('https://p0.example/', 900, 600)).toBe(true)
    expect(clock.getOffsetSeconds('https://p0.example/')).toBe(900)
  })
})
