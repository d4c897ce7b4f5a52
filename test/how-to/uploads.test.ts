import { readFileSync } from 'node:fs'

import { createClient, isOAuthError, readBaseString } from '@oauthplus/client'
import { flickr, x } from '@oauthplus/client/presets'
import { parameterValue, parseForm, percentDecode } from '@oauthplus/core'
import { describe, expect, it } from 'vitest'

const FORM = 'application/x-www-form-urlencoded'
const GUIDE = readFileSync(new URL('../../docs/guide/uploads.md', import.meta.url), 'utf8')
const CONSUMER = { key: 'printer', secret: 'consumer secret' }
const EMPTY_SHA1 = '2jmj7l5rSw0yVb/vlWAYkK/YBwk='

/** Creates a body that contains a string. */
interface Upload {
  readonly type?: string
  readonly preset?: typeof flickr
  make(text: string): BodyInit | null
}

const encode = (text: string) => new TextEncoder().encode(text)

function formData({ title = 'Sunset', photo = 'photo' }): FormData {
  const form = new FormData()
  form.append('title', title)
  form.append('photo', new Blob([photo]), 'photo.jpg')
  return form
}

// By the first column of the guide.
const UPLOADS: Readonly<Record<string, Upload>> = {
  '`URLSearchParams`': { make: (title) => new URLSearchParams({ title }) },
  'a form as a string': { type: FORM, make: (text) => `title=${text}` },
  'a form as a string, with a charset': {
    type: `${FORM}; charset=UTF-8`,
    make: (text) => `title=${text}`,
  },
  'a form as bytes': { type: FORM, make: (text) => encode(`title=${text}`) },
  'a form as a stream, which is read whole first': {
    type: FORM,
    make: (text) => new Blob([`title=${text}`]).stream(),
  },
  'a form in another encoding than UTF-8': {
    type: `${FORM}; charset=ISO-8859-1`,
    make: (text) => `title=${text}%E9`,
  },
  '`FormData`: text fields': { make: (title) => formData({ title }) },
  '`FormData`: files': { make: (photo) => formData({ photo }) },
  '`FormData` for Flickr: text fields': { preset: flickr, make: (title) => formData({ title }) },
  '`FormData` for Flickr: files': { preset: flickr, make: (photo) => formData({ photo }) },
  JSON: { type: 'application/json', make: (title) => JSON.stringify({ title }) },
  'a string without a Content-Type': { make: (text) => `title=${text}` },
  '`Blob`': { make: (text) => new Blob([text], { type: 'image/jpeg' }) },
  '`Uint8Array` or `ArrayBuffer`': { make: encode },
  'a stream': { type: 'video/mp4', make: (text) => new Blob([text]).stream() },
  'no body': { make: () => null },
}

const ROWS = GUIDE.split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (?:body|-+) /.test(line))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )

async function baseStringOf(upload: Upload, text: string, sendBodyHash: boolean): Promise<string> {
  const { make, type, preset = {} } = upload
  const client = createClient({
    provider: { ...preset, sendBodyHash },
    consumer: CONSUMER,
    fetch: () => Promise.resolve(new Response()),
    nonce: () => 'nonce',
    now: () => 0,
  })
  const body = make(text)
  const response = await client.fetch('https://up.flickr.com/services/upload/?size=large', {
    method: 'POST',
    body,
    ...(type === undefined ? {} : { headers: { 'content-type': type } }),
  })
  return readBaseString(response) ?? ''
}

/** Says what of an upload its signature covers, in the words of the guide. */
async function findSigned(upload: Upload, sendBodyHash: boolean): Promise<string> {
  try {
    const first = await baseStringOf(upload, 'first', sendBodyHash)
    const second = await baseStringOf(upload, 'second', sendBodyHash)
    const [, , parameters = ''] = first.split('&')
    const signed = parseForm(percentDecode(parameters))
    expect(parameterValue(signed, 'size')).toBe('large')
    const hash = parameterValue(signed, 'oauth_body_hash')
    if (hash === EMPTY_SHA1) return 'hash'
    if (first === second) return 'nothing'
    return hash === undefined && parameterValue(signed, 'title') === 'first'
      ? 'names and values'
      : 'hash'
  } catch (error) {
    if (isOAuthError(error)) return 'refused'
    throw error
  }
}

describe('the table of the guide', () => {
  it('has a row for each upload', () => {
    expect(ROWS.map(([body]) => body)).toEqual(Object.keys(UPLOADS))
  })

  it.each(ROWS)('says what is signed of %s', async (body = '', type = '', signed, hashed) => {
    const upload = UPLOADS[body]
    if (upload === undefined) throw new Error(`There is no upload ${body}.`)
    expect(await findSigned(upload, false)).toBe(signed)
    if (hashed !== 'not used') expect(await findSigned(upload, true)).toBe(hashed)
    const [, sent] = /^`([^`]*)`/.exec(type) ?? []
    if (sent !== undefined && upload.type !== undefined) expect(upload.type).toBe(sent)
    else if (sent !== undefined) {
      const request = new Request('https://a.example/', { method: 'POST', body: upload.make('a') })
      expect(request.headers.get('content-type')).toContain(sent)
    }
  })
})

it('signs commands for X in the query, and not in a multipart form', async () => {
  const client = createClient({
    provider: x,
    consumer: CONSUMER,
    fetch: () => Promise.resolve(new Response()),
  })
  const send = async (query: string, body: FormData): Promise<string | undefined> => {
    const url = `https://upload.x.com/1.1/media/upload.json${query}`
    return readBaseString(await client.fetch(url, { method: 'POST', body }))
  }
  const form = formData({})
  expect(await send('?command=APPEND&media_id=1', form)).toContain('command%3DAPPEND')
  form.append('command', 'APPEND')
  expect(await send('', form)).not.toContain('APPEND')
})

it('refuses a Content-Type that is only similar to that of a form', async () => {
  const upload = { type: 'text/plain; application/x-www-form-urlencoded', make: () => 'a=1' }
  expect(await findSigned(upload, false)).toBe('refused')
})

it('has no base string with PLAINTEXT', async () => {
  const client = createClient({
    provider: { signatureMethod: 'PLAINTEXT' },
    consumer: CONSUMER,
    fetch: () => Promise.resolve(new Response()),
  })
  const body = new URLSearchParams({ title: 'Sunset' })
  const response = await client.fetch('https://photos.example/', { method: 'POST', body })
  expect(readBaseString(response)).toBeUndefined()
})
