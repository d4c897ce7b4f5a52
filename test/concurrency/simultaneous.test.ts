import { signRequest } from '@oauthplus/core'
import { afterEach, expect, it } from 'vitest'

import {
  accessToken,
  approvedRequestToken,
  fetchSigned,
  problemCode,
  send,
  startProviderApp,
} from '../provider-app.js'
import type { ProviderApp } from '../provider-app.js'

const COUNT = 200
let app: ProviderApp

afterEach(async () => {
  await app.close()
})

async function codes(responses: readonly Response[]): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  for (const response of responses) {
    const code = response.ok ? 'ok' : `${response.status} ${(await problemCode(response)) ?? ''}`
    counts.set(code, (counts.get(code) ?? 0) + 1)
  }
  return counts
}

it('lets one of 200 simultaneous exchanges of a request token succeed', async () => {
  app = await startProviderApp()
  const { token, verifier } = await approvedRequestToken(app)
  const { consumer } = app
  const request = { method: 'POST', url: `${app.origin}/oauth/access_token` }
  const signed = await Promise.all(
    Array.from({ length: COUNT }, () => signRequest(request, { consumer, token }, { verifier })),
  )
  const answers = await Promise.all(signed.map(fetchSigned))
  expect(await codes(answers)).toEqual(
    new Map([
      ['ok', 1],
      ['401 token_used', COUNT - 1],
    ]),
  )
})

it('lets one of 200 simultaneous replays of a request succeed', async () => {
  app = await startProviderApp()
  const token = await accessToken(app)
  const { consumer } = app
  const signed = await signRequest(
    { method: 'GET', url: `${app.origin}/echo?a=1` },
    { consumer, token },
  )
  const answers = await Promise.all(Array.from({ length: COUNT }, () => fetchSigned(signed)))
  expect(await codes(answers)).toEqual(
    new Map([
      ['ok', 1],
      ['401 nonce_used', COUNT - 1],
    ]),
  )
})

it('lets no replay succeed at either edge of the window while the purge runs', async () => {
  const start = 1_800_000_000
  let nowSeconds = start
  app = await startProviderApp({ now: () => nowSeconds * 1000 })
  const token = await accessTokenAt(app, () => nowSeconds)
  const { consumer, provider } = app

  for (const offset of [-300, 300]) {
    nowSeconds = start
    const timestampSeconds = start + offset
    const signed = await signRequest(
      { method: 'GET', url: `${app.origin}/echo` },
      { consumer, token },
      { timestampSeconds },
    )
    expect((await fetchSigned(signed)).status).toBe(200)

    // Every second from then to one past the last in which the timestamp is acceptable, at its edges above all.
    const last = timestampSeconds + 300
    for (const second of new Set([start, start + 1, last - 1, last, last + 1, last + 2])) {
      if (second < start) continue
      const replays: Promise<Response>[] = []
      const purges: Promise<number>[] = []
      for (let round = 0; round < 40; round++) {
        // The clock moves on under requests that are being checked.
        if (round === 20) nowSeconds = second
        replays.push(fetchSigned(signed))
        purges.push(provider.purge())
      }
      await Promise.all(purges)
      const outcome = await codes(await Promise.all(replays))
      expect(outcome.get('ok')).toBeUndefined()
      for (const code of outcome.keys()) {
        expect(['401 nonce_used', '400 timestamp_refused']).toContain(code)
      }
    }
  }
})

it('kills a request token at the fifth of many simultaneous wrong verifiers', async () => {
  app = await startProviderApp()
  const { token, verifier } = await approvedRequestToken(app)
  const { consumer } = app
  const url = `${app.origin}/oauth/access_token`
  const guess = (value: string) =>
    send({ method: 'POST', url }, { consumer, token }, { verifier: value })
  const wrong = await Promise.all(Array.from({ length: 20 }, (_, index) => guess(`wrong ${index}`)))
  for (const code of (await codes(wrong)).keys()) {
    expect(['401 verifier_invalid', '401 token_rejected']).toContain(code)
  }
  expect(await codes([await guess(verifier)])).toEqual(new Map([['401 token_rejected', 1]]))
})

async function accessTokenAt(running: ProviderApp, nowSeconds: () => number) {
  const { consumer } = running
  const answer = await send(
    {
      method: 'POST',
      url: `${running.origin}/oauth/access_token`,
      headers: [['Content-Type', 'application/x-www-form-urlencoded']],
      body: 'x_auth_username=jane&x_auth_password=correct%20horse&x_auth_mode=client_auth',
    },
    { consumer },
    { timestampSeconds: nowSeconds() },
  )
  const issued = new URLSearchParams(await answer.text())
  return { key: issued.get('oauth_token') ?? '', secret: issued.get('oauth_token_secret') ?? '' }
}
