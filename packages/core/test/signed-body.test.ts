import { expect, it } from 'vitest'

import { bodyHash, collectRequest, signRequest, verifySignature } from '../src/index.js'
import type { SignedRequest } from '../src/index.js'

const URL = 'https://photos.example/photos'
const FORM = ['Content-Type', 'application/x-www-form-urlencoded'] as const
const CREDENTIALS = { consumer: { key: 'printer', secret: 'kd94hf93k423kf44' } }

async function isAccepted(
  { method, url, headers, body }: SignedRequest,
  sentBody: string | Uint8Array | null = body,
): Promise<boolean> {
  const { ok } = await verifySignature(
    { method, url, headers, body: sentBody },
    { secrets: [CREDENTIALS.consumer.secret] },
    { signatureMethods: ['HMAC-SHA1'] },
  )
  return ok
}

it('signs the hash of a body that it is not given, which the body that is sent fits', async () => {
  const sent = new Uint8Array(100_000).fill(7)
  for (const transmission of ['header', 'query'] as const) {
    const signed = await signRequest(
      { method: 'POST', url: URL, headers: [['Content-Type', 'image/jpeg']] },
      CREDENTIALS,
      { transmission, parameters: [['oauth_body_hash', await bodyHash(sent, 'SHA-1')]] },
    )
    expect(await isAccepted(signed, sent)).toBe(true)
    expect(await isAccepted(signed, sent.slice(1))).toBe(false)
  }
})

it.each([
  ['another body', { body: 'Hello' }],
  ['an empty body', { body: '' }],
  ['a form that it is not given', { headers: [FORM] }],
])('refuses the hash of a body with %s', async (_name, request) => {
  const parameters = [['oauth_body_hash', await bodyHash('Hello World!', 'SHA-1')]] as const
  await expect(
    signRequest({ method: 'POST', url: URL, ...request }, CREDENTIALS, { parameters }),
  ).rejects.toThrow(/parameters must not contain an oauth_body_hash that/)
})

it('takes null for no body, as fetch does', async () => {
  for (const transmission of ['header', 'query', 'body'] as const) {
    const request = { method: 'POST', url: URL, headers: [FORM], body: null }
    const signed = await signRequest(request, CREDENTIALS, { transmission })
    expect(signed.body === null).toBe(transmission !== 'body')
    expect(await isAccepted(signed)).toBe(true)
    // A signed request can be signed again.
    const { method, url, body } = await signRequest({ ...request, headers: [] }, CREDENTIALS)
    expect(await isAccepted(await signRequest({ method, url, body }, CREDENTIALS))).toBe(true)
  }
})

it('leaves out a Content-Length that was that of the body before signing', async () => {
  const headers = [FORM, ['content-Length', '3'], ['X-Content-Length', '3']] as const
  const request = { method: 'POST', url: URL, headers, body: 'a=1' }
  const signed = await signRequest(request, CREDENTIALS, { transmission: 'body' })
  expect(signed.headers).toEqual([FORM, ['X-Content-Length', '3']])
  expect(await isAccepted(signed)).toBe(true)
  const unchanged = await signRequest(request, CREDENTIALS, { transmission: 'query' })
  expect(unchanged.headers).toEqual(headers)
})

it.each(['identity', 'Identity', 'IDENTITY', ' identity ', 'identity, Identity', ''])(
  'signs and reads a form with the content-coding %j, which means no coding',
  async (coding) => {
    for (const transmission of ['header', 'query', 'body'] as const) {
      const signed = await signRequest(
        { method: 'POST', url: URL, headers: [FORM, ['Content-Encoding', coding]], body: 'a=1' },
        CREDENTIALS,
        { transmission },
      )
      expect(await isAccepted(signed)).toBe(true)
      expect(collectRequest(signed).form[0]).toEqual(['a', '1'])
    }
  },
)

it.each(['gzip', 'GZIP', 'identity, gzip', 'gzip, identity', 'identity;q=1', 'identit'])(
  'neither signs nor reads a form under the content-coding %j',
  async (coding) => {
    const headers = [FORM, ['Content-Encoding', coding]] as const
    const request = { method: 'POST', url: URL, headers, body: 'a=1' }
    for (const transmission of ['header', 'query', 'body'] as const) {
      await expect(signRequest(request, CREDENTIALS, { transmission })).rejects.toThrow(/coding/i)
    }
    expect(() => collectRequest(request)).toThrow('content-coding')
  },
)
