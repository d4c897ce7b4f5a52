import { describe, expect, it } from 'vitest'

import { removeRepeatedCredentials } from '../../src/undici/remove-repeated-credentials.js'
import type { RawHeaders } from '../../src/undici/dispatch-late.js'

const CREDENTIALS = ['the-signature', 'the-nonce']
const DIRTY = '/to?a=1&oauth_signature=the-signature&oauth_nonce=the-nonce#there'
const CLEAN = '/to?a=1#there'

describe('removeRepeatedCredentials', () => {
  it.each([200, 201, 300, 302, 399])(
    'cleans the Location of a response with status %i',
    (status) => {
      const headers = { location: DIRTY, 'x-kept': DIRTY }
      expect(removeRepeatedCredentials({ status, headers, rawHeaders: null }, CREDENTIALS)).toEqual(
        {
          location: CLEAN,
          'x-kept': DIRTY,
        },
      )
      expect(headers.location).toBe(DIRTY)
    },
  )

  it('cleans each of several Location headers', () => {
    const headers = { location: [DIRTY, '/other'] as unknown as string }
    const { location } = removeRepeatedCredentials(
      { status: 302, headers, rawHeaders: null },
      CREDENTIALS,
    )
    expect(location).toEqual([CLEAN, '/other'])
  })

  it('cleans the raw headers in place, as strings or bytes, in any case', () => {
    const rawHeaders: (string | Uint8Array)[] = [
      'X-Kept',
      DIRTY,
      'LOCATION',
      `/\u00e9${DIRTY}`,
      Buffer.from('Location'),
      Buffer.from(DIRTY),
      'location',
      Buffer.from(`/\u00e9${DIRTY}`, 'latin1'),
      Buffer.from('x-location'),
      DIRTY,
      'location',
    ]
    const headers = { location: DIRTY }
    removeRepeatedCredentials(
      { status: 302, headers, rawHeaders: rawHeaders as RawHeaders },
      CREDENTIALS,
    )
    expect(rawHeaders).toEqual([
      'X-Kept',
      DIRTY,
      'LOCATION',
      `/\u00e9${CLEAN}`,
      Buffer.from('Location'),
      Buffer.from(CLEAN),
      'location',
      Buffer.from(`/\u00e9${CLEAN}`, 'latin1'),
      Buffer.from('x-location'),
      DIRTY,
      'location',
    ])
  })

  it.each<[string, Record<string, string>, readonly string[]]>([
    ['there is no Location', { 'x-kept': DIRTY }, CREDENTIALS],
    ['no credentials were sent in a query or a form', { location: DIRTY }, []],
  ])('does not change the headers if %s', (_title, headers, credentials) => {
    const rawHeaders = ['location', DIRTY]
    expect(removeRepeatedCredentials({ status: 302, headers, rawHeaders }, credentials)).toBe(
      headers,
    )
    expect(rawHeaders).toEqual(['location', DIRTY])
  })

  it('refuses only a redirect that repeats credentials inside another value', () => {
    const location = '/login?next=the-signature'
    const remove = (status: number): unknown =>
      removeRepeatedCredentials({ status, headers: { location }, rawHeaders: null }, CREDENTIALS)
    for (const status of [300, 302, 399]) {
      expect(() => remove(status)).toThrow(
        expect.objectContaining({
          code: 'redirect_refused',
          message:
            'Redirect refused: its Location repeats the credentials of the request inside another value.',
        }),
      )
    }
    for (const status of [201, 299, 400]) expect(remove(status)).toEqual({ location })
  })
})
