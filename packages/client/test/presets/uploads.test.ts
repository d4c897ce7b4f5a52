import { describe, expect, it } from 'vitest'

import { createClient } from '../../src/index.js'
import type { ServiceProvider } from '../../src/index.js'
import { smugmug, tumblr, x } from '../../src/presets.js'
import type { Seen } from '../listen.js'
import { readSignature } from '../read-signature.js'
import { standIn } from '../stand-in.js'

const SECRET = 'consumer secret'
const JSON_TYPE = { 'content-type': 'application/json' }

async function upload(
  provider: ServiceProvider,
  requests: readonly (readonly [url: string, init: RequestInit])[],
): Promise<readonly Seen[]> {
  const { seen, fetch } = await standIn(() => ({ body: '{}' }))
  const consumer = { key: 'key', secret: SECRET }
  const client = createClient({ provider, consumer, userAgent: 'Photos/1.0', fetch })
  const { fetch: signedFetch } = client.withToken({ key: 'token', secret: 'token secret' })
  for (const [url, init] of requests) await signedFetch(url, { method: 'POST', ...init })
  return seen
}

function multipart(fields: Readonly<Record<string, string>>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('media', new Blob(['pixels']), 'a.mp4')
  return form
}

/** The parameters in the base string besides the protocol parameters. */
function signedParameters(seen: Seen): readonly string[] {
  const [, , parameters = ''] = readSignature(seen).baseString.split('&')
  return decodeURIComponent(parameters)
    .split('&')
    .filter((pair) => !pair.startsWith('oauth_'))
}

function isSigned(seen: Seen): boolean {
  const { place, signedWith } = readSignature(seen)
  return place === 'header' && signedWith(SECRET, 'token secret')
}

describe('X', () => {
  it('signs the forms of a chunked upload with API v1.1, but not its multipart bodies', async () => {
    const url = 'https://upload.x.com/1.1/media/upload.json'
    const seen = await upload(x, [
      [url, { body: new URLSearchParams({ command: 'INIT', media_type: 'video/mp4' }) }],
      [url, { body: multipart({ command: 'APPEND', media_id: '7', segment_index: '0' }) }],
      [url, { body: new URLSearchParams({ command: 'FINALIZE', media_id: '7' }) }],
      [`${url}?command=STATUS&media_id=7`, { method: 'GET' }],
    ])
    expect(seen.map(isSigned)).toEqual([true, true, true, true])
    expect(seen.map(signedParameters)).toEqual([
      ['command=INIT', 'media_type=video%2Fmp4'],
      [],
      ['command=FINALIZE', 'media_id=7'],
      ['command=STATUS', 'media_id=7'],
    ])
  })

  it('signs no body of a chunked upload with API v2', async () => {
    const url = 'https://api.x.com/2/media/upload'
    const body = JSON.stringify({ media_type: 'video/mp4', total_bytes: 6 })
    const seen = await upload(x, [
      [`${url}/initialize`, { body, headers: JSON_TYPE }],
      [`${url}/7/append`, { body: multipart({ segment_index: '0' }) }],
      [`${url}/7/finalize`, {}],
      [`${url}?command=STATUS&media_id=7`, { method: 'GET' }],
    ])
    expect(seen.map(isSigned)).toEqual([true, true, true, true])
    expect(seen.map(signedParameters)).toEqual([[], [], [], ['command=STATUS', 'media_id=7']])
  })
})

it('Tumblr: posts with media are multipart, which is not signed', async () => {
  const url = 'https://api.tumblr.com/v2/blog/photos/posts'
  const [post] = await upload(tumblr, [[url, { body: multipart({ json: '{"content":[]}' }) }]])
  expect(post && isSigned(post)).toBe(true)
  expect(post && signedParameters(post)).toEqual([])
})

it('Tumblr requires a User-Agent of the application', () => {
  expect(() =>
    createClient({ provider: tumblr, consumer: { key: 'key', secret: SECRET } }),
  ).toThrow(/userAgent/)
})

it('SmugMug: uploads are bytes, with the parameters in the header', async () => {
  const headers = { 'content-type': 'image/jpeg', 'x-smug-albumuri': '/api/v2/album/a' }
  const [photo] = await upload(smugmug, [
    ['https://upload.smugmug.com/', { body: Buffer.from('pixels'), headers }],
  ])
  expect(photo?.body.toString()).toBe('pixels')
  expect(photo && isSigned(photo)).toBe(true)
})
