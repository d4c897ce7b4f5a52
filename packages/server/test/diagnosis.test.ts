import { parameterValue, parseForm } from '@oauthplus/core'
import type { Credentials } from '@oauthplus/core'
import { describe, expect, it, vi } from 'vitest'

import type { Diagnose, ProviderEvent, Refusal, Throttle } from '../src/index.js'
import { CONSUMER, neutral, START_SECONDS, testProvider } from './neutral-requests.js'
import type { TestProvider } from './neutral-requests.js'

const SUMMARY = 'The query was left out.'
const found: Diagnose = () => ({ verdict: 'explained', summary: SUMMARY })
const WRONG = { consumer: { ...CONSUMER, secret: 'wrong' } }

async function refusedBy(
  app: TestProvider,
  credentials: Credentials = WRONG,
  options = {},
): Promise<Refusal> {
  const request = await neutral({ method: 'POST', url: '/oauth/request_token' }, credentials, {
    callback: 'oob',
    ...options,
  })
  const result = await app.provider.requestToken(request)
  expect(result.ok).toBe(false)
  return result as Refusal
}

function diagnosesIn(events: readonly ProviderEvent[]): readonly ProviderEvent[] {
  return events.filter(({ type }) => type === 'signature_diagnosed')
}

describe('the diagnosis of a wrong signature', () => {
  it('is reported in an event, after the response, and not to the consumer', async () => {
    const events: ProviderEvent[] = []
    const app = await testProvider({ diagnose: found, on: (event) => events.push(event) })
    const { response } = await refusedBy(app)
    expect(response.body).not.toContain('query')
    expect(diagnosesIn(events)).toEqual([])
    await vi.waitFor(() => {
      expect(diagnosesIn(events)).toEqual([
        {
          type: 'signature_diagnosed',
          consumerKey: CONSUMER.key,
          tokenKey: undefined,
          diagnosis: { verdict: 'explained', summary: SUMMARY },
        },
      ])
    })
  })

  it('is reported to the consumer if the owner enables it', async () => {
    const app = await testProvider({ diagnose: found, sendDiagnosis: true })
    const { response, problem } = await refusedBy(app)
    expect(problem.code).toBe('signature_invalid')
    expect(parameterValue(parseForm(response.body), 'oauth_problem_advice')).toBe(
      `The signature does not match the request. ${SUMMARY}`,
    )
  })

  it('gives diagnose the secrets and nothing that its options do not know', async () => {
    const diagnose = vi.fn(found)
    await refusedBy(await testProvider({ diagnose, sendDiagnosis: true }))
    expect(Object.keys(diagnose.mock.calls[0]?.[1] ?? {}).sort()).toEqual([
      'publicKeys',
      'secrets',
      'tokenSecrets',
    ])
  })

  it('is made with the request as received, its body read, and the secrets of its sender', async () => {
    const diagnose = vi.fn(found)
    const app = await testProvider({ diagnose, sendDiagnosis: true })
    const request = await neutral(
      {
        method: 'POST',
        url: '/oauth/request_token?a=1',
        headers: [['Content-Type', 'application/json']],
        body: '{}',
      },
      WRONG,
      { callback: 'oob' },
    )
    await app.provider.requestToken(request)
    const [collected, secrets] = diagnose.mock.calls[0] ?? []
    expect(collected).toMatchObject({
      method: 'POST',
      url: 'https://photos.example/oauth/request_token?a=1',
      body: new TextEncoder().encode('{}'),
    })
    expect(secrets).toMatchObject({ secrets: [CONSUMER.secret], publicKeys: [] })
  })

  it('is made for ten signatures in a minute by default', async () => {
    const diagnose = vi.fn(found)
    const app = await testProvider({ diagnose, sendDiagnosis: true })
    for (let count = 0; count < 12; count++) await refusedBy(app)
    expect(diagnose).toHaveBeenCalledTimes(10)
    app.clock.nowSeconds = START_SECONDS + 60
    await refusedBy(app)
    expect(diagnose).toHaveBeenCalledTimes(11)
  })

  it('is made as often as the limiter of the owner allows', async () => {
    const diagnose = vi.fn(found)
    let left = 2
    const diagnoses: Throttle = {
      consume: () => (left-- > 0 ? Promise.resolve() : Promise.reject(new Error('no'))),
    }
    const app = await testProvider({ diagnose, sendDiagnosis: true, limits: { diagnoses } })
    for (let count = 0; count < 4; count++) await refusedBy(app)
    expect(diagnose).toHaveBeenCalledTimes(2)
  })

  it.each<[string, { made: number; consume: () => unknown }]>([
    ['throws', { made: 0, consume: () => JSON.parse('{') as unknown }],
    ['returns no promise', { made: 1, consume: () => undefined }],
  ])('does not change the refusal if the limiter %s', async (_, { made, consume }) => {
    const diagnose = vi.fn(found)
    const limits = { diagnoses: { consume } as Throttle }
    const app = await testProvider({ diagnose, sendDiagnosis: true, limits })
    expect((await refusedBy(app)).problem.code).toBe('signature_invalid')
    expect(diagnose).toHaveBeenCalledTimes(made)
  })

  it('is made of every wrong signature without a limit', async () => {
    const diagnose = vi.fn(found)
    const app = await testProvider({ diagnose, sendDiagnosis: true, limits: { diagnoses: false } })
    for (let count = 0; count < 12; count++) await refusedBy(app)
    expect(diagnose).toHaveBeenCalledTimes(12)
  })

  it('runs one diagnosis at a time, with at most ten waiting', async () => {
    const ended: (() => void)[] = []
    const diagnose = vi.fn<Diagnose>(
      () =>
        new Promise((resolve) => {
          ended.push(() => {
            resolve({ verdict: 'explained', summary: SUMMARY })
          })
        }),
    )
    const events: ProviderEvent[] = []
    const app = await testProvider({
      diagnose,
      limits: { diagnoses: false },
      on: (event) => events.push(event),
    })
    for (let count = 0; count < 14; count++) await refusedBy(app)
    for (let count = 1; count <= 11; count++) {
      await vi.waitFor(() => {
        expect(ended).toHaveLength(count)
      })
      ended.at(-1)?.()
    }
    await vi.waitFor(() => {
      expect(diagnosesIn(events)).toHaveLength(11)
    })
    expect(diagnose).toHaveBeenCalledTimes(11)
    // Those that wait are not counted forever.
    await refusedBy(app)
    await vi.waitFor(() => {
      expect(ended).toHaveLength(12)
    })
  })

  it('is made after one that has failed', async () => {
    const diagnose = vi.fn(found)
    diagnose.mockRejectedValueOnce(new Error('no'))
    const app = await testProvider({ diagnose, sendDiagnosis: true })
    await refusedBy(app)
    const { problem } = await refusedBy(app)
    expect(problem.advice).toContain(SUMMARY)
  })

  it('is made of no right signature, no unknown consumer and no unknown token', async () => {
    const diagnose = vi.fn(found)
    const app = await testProvider({ diagnose, sendDiagnosis: true })
    const unknown = { consumer: { key: 'nobody', secret: 'x' } }
    await refusedBy(app, unknown)
    const request = await neutral(
      { method: 'GET', url: '/photos' },
      { consumer: CONSUMER, token: { key: 'unknown', secret: 'x' } },
    )
    await app.provider.authenticate(request)
    await app.provider.requestToken(
      await neutral({ method: 'POST', url: '/oauth/request_token' }, undefined, {
        callback: 'oob',
      }),
    )
    expect(diagnose).not.toHaveBeenCalled()
  })

  it('is never made of PLAINTEXT', async () => {
    const diagnose = vi.fn(found)
    const app = await testProvider({
      diagnose,
      sendDiagnosis: true,
      signatureMethods: ['PLAINTEXT', 'HMAC-SHA1'],
    })
    const plain = { key: 'plain', secret: 'right' }
    await app.provider.consumers.register({
      ...plain,
      name: 'Plain',
      signatureMethods: ['PLAINTEXT'],
    })
    const credentials = { consumer: { ...plain, secret: 'wrong' } }
    const { problem } = await refusedBy(app, credentials, { signatureMethod: 'PLAINTEXT' })
    expect(problem.code).toBe('signature_invalid')
    expect(diagnose).not.toHaveBeenCalled()
  })

  it('keeps the refusal unchanged if it fails', async () => {
    const app = await testProvider({
      diagnose: () => Promise.reject(new Error('no')),
      sendDiagnosis: true,
    })
    const { problem } = await refusedBy(app)
    expect(problem).toMatchObject({
      code: 'signature_invalid',
      advice:
        'The signature does not match the request, or the consumer key, the token or a secret is wrong.',
    })
  })
})
