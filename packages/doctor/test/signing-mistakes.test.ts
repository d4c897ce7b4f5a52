import { createHash, createHmac } from 'node:crypto'

import { describe, expect, it } from 'vitest'

import { diagnose } from '../src/index.js'
import type { DiagnoseOptions, DiagnosisKeys } from '../src/index.js'
import { explained } from './explained.js'
import { compare, PROTOCOL, rfc3986, SECRETS, send } from './planted-signer.js'
import type { Pair, Sample, Signer } from './planted-signer.js'

type Mistake = readonly [title: string, id: string, sample: Sample, plant: (s: Signer) => Signer]

const KEY = `${SECRETS.consumerSecret}&${SECRETS.tokenSecret}`
const ROOT = 'https://photos.example'
const GET: Sample = { method: 'GET', url: `${ROOT}/api/photos?size=large&page=2` }
const TEXT: Sample = { method: 'GET', url: `${ROOT}/photos?q=caf%C3%A9` }
const EMOJI: Sample = { method: 'GET', url: `${ROOT}/photos?q=%F0%9F%98%80` }
const POST: Sample = {
  method: 'POST',
  url: `${ROOT}/photos`,
  type: 'application/x-www-form-urlencoded',
  body: 'title=Sea+view&public=true&after=',
}

const encodes =
  (change: (encoded: string) => string) =>
  (s: Signer): Signer => ({
    ...s,
    encode: (text) => change(rfc3986(text)),
    encodeName: (text) => change(rfc3986(text)),
  })
const encodesParts =
  (change: (encoded: string) => string) =>
  (s: Signer): Signer => ({
    ...s,
    encodePart: (text) => change(rfc3986(text)),
    encodeUri: (text) => change(rfc3986(text)),
  })
const encodesAll =
  (change: (encoded: string) => string) =>
  (s: Signer): Signer =>
    encodesParts(change)(encodes(change)(s))
const keepSlash = (encoded: string): string => encoded.replaceAll('%2F', '/')
const encodeMore = (encoded: string): string =>
  encoded.replace(/[-._~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
const secrets =
  (before: string, after: string) =>
  (s: Signer): Signer => ({ ...s, consumerSecret: before + s.consumerSecret + after })

const MISTAKES: readonly Mistake[] = [
  ['quotation marks around the secret', 'secret-with-white-space', GET, secrets('"', '"')],
  ['apostrophes around the secret', 'secret-with-white-space', GET, secrets("'", "'")],
  ['a byte order mark before the secret', 'secret-with-white-space', GET, secrets('\uFEFF', '')],
  ['CRLF after the secret', 'secret-with-white-space', GET, secrets('', '\r\n')],
  [
    'a line break after both secrets',
    'secret-with-white-space',
    GET,
    (s) => ({
      ...s,
      consumerSecret: `${s.consumerSecret}\n`,
      tokenSecret: `${s.tokenSecret}\n`,
    }),
  ],
  [
    'the URI without its scheme',
    'origin-left-out',
    GET,
    (s) => ({ ...s, uri: s.uri.replace('https://', '') }),
  ],
  [
    'the URI without its scheme, but with its slashes',
    'origin-left-out',
    GET,
    (s) => ({ ...s, uri: s.uri.replace('https:', '') }),
  ],
  [
    'two slashes in the middle of the path',
    'path-slash-doubled',
    GET,
    (s) => ({ ...s, uri: s.uri.replace('/api/', '/api//') }),
  ],
  [
    'two slashes as one',
    'path-normalized',
    { method: 'GET', url: `${ROOT}/a//b` },
    (s) => ({ ...s, uri: `${ROOT}/a/b` }),
  ],
  [
    'a plus in the path as a space',
    'path-space-as-plus',
    { method: 'GET', url: `${ROOT}/my+photos` },
    (s) => ({ ...s, uri: `${ROOT}/my%20photos` }),
  ],
  ['only query and form', 'protocol-parameter-left-out', POST, (s) => ({ ...s, protocol: [] })],
  [
    'true as 1',
    'booleans-written-otherwise',
    POST,
    (s) => ({ ...s, body: s.body.map(([n, v]) => [n, v === 'true' ? '1' : v] as const) }),
  ],
  [
    'an empty value as "undefined"',
    'empty-values-as-null',
    POST,
    (s) => ({ ...s, body: s.body.map(([n, v]) => [n, v === '' ? 'undefined' : v] as const) }),
  ],
  [
    'CESU-8',
    'not-utf-8',
    EMOJI,
    encodes((text) => text.replace('%F0%9F%98%80', '%ED%A0%BD%ED%B8%80')),
  ],
  ['ASCII with question marks', 'not-utf-8', TEXT, encodes((t) => t.replace('%C3%A9', '%3F'))],
  [
    'UTF-8 that was encoded twice for sending, and once for signing',
    'utf-8-encoded-twice',
    { method: 'GET', url: `${ROOT}/photos?q=caf%C3%83%C2%A9` },
    encodes((t) => t.replace('%C3%83%C2%A9', '%C3%A9')),
  ],
  [
    'NFC instead of the NFD that was sent',
    'unicode-normalized',
    { method: 'GET', url: `${ROOT}/photos?q=cafe%CC%81` },
    encodes((t) => t.replace('e%CC%81', '%C3%A9')),
  ],
  [
    'slashes kept in values',
    'slash-not-encoded',
    { method: 'GET', url: `${ROOT}/photos?path=a/b%20c%3Ad` },
    encodes(keepSlash),
  ],
  ['slashes kept in all parts', 'slash-not-encoded', GET, encodesParts(keepSlash)],
  [
    'slashes kept everywhere',
    'slash-not-encoded',
    { method: 'GET', url: `${ROOT}/photos?path=a/b%20c%3Ad` },
    encodesAll(keepSlash),
  ],
  ['Swift’s alphanumerics in all parts', 'unreserved-encoded', GET, encodesParts(encodeMore)],
  ['Swift’s alphanumerics everywhere', 'unreserved-encoded', GET, encodesAll(encodeMore)],
  [
    'Swift’s alphanumerics for values',
    'unreserved-encoded',
    GET,
    (s) => ({ ...s, encode: (text) => encodeMore(rfc3986(text)) }),
  ],
  [
    '"&" before the first parameter',
    'ampersand-left-over',
    GET,
    (s) => ({ ...s, encodePart: (t) => rfc3986(`&${t}`) }),
  ],
  [
    '"&" at the end of the base string',
    'ampersand-left-over',
    GET,
    (s) => ({ ...s, joinParts: (...parts) => `${parts.join('&')}&` }),
  ],
  [
    'pairs joined by ";"',
    'pairs-joined-for-html',
    GET,
    (s) => ({ ...s, encodePart: (t) => rfc3986(t.replaceAll('&', ';')) }),
  ],
  [
    '"&amp;" between the parts',
    'pairs-joined-for-html',
    GET,
    (s) => ({ ...s, joinParts: (...parts) => parts.join('&amp;') }),
  ],
  [
    '"&amp;" everywhere',
    'pairs-joined-for-html',
    GET,
    (s) => ({
      ...s,
      encodePart: (t) => rfc3986(t.replaceAll('&', '&amp;')),
      joinParts: (...parts) => parts.join('&amp;'),
    }),
  ],
  [
    'the base string without its URI',
    'base-string-part-left-out',
    GET,
    (s) => ({ ...s, joinParts: (method, _, pairs) => `${method}&${pairs}` }),
  ],
  [
    'the base string without its parameters',
    'base-string-part-left-out',
    GET,
    (s) => ({ ...s, joinParts: (method, uri) => `${method}&${uri}&` }),
  ],
  [
    'the parts without "&" between them',
    'base-string-part-left-out',
    GET,
    (s) => ({ ...s, joinParts: (...parts) => parts.join('') }),
  ],
  [
    'a byte order mark before the base string',
    'base-string-not-in-utf-8',
    GET,
    (s) => ({ ...s, joinParts: (...parts) => `\uFEFF${parts.join('&')}` }),
  ],
  [
    'the base string in UTF-16, the key in UTF-8',
    'base-string-not-in-utf-8',
    GET,
    (s) => ({
      ...s,
      joinParts: (...parts) => Buffer.from(parts.join('&'), 'utf16le').toString('latin1'),
    }),
  ],
  [
    'both the base string and the key in UTF-16',
    'base-string-not-in-utf-8',
    GET,
    (s) => ({
      ...s,
      digest: (text, { hash }) =>
        createHmac(hash, Buffer.from(KEY, 'utf16le')).update(text, 'utf16le').digest(),
    }),
  ],
  [
    'names sorted as numbers',
    'values-sorted-as-numbers',
    { method: 'GET', url: `${ROOT}/photos?10=a&9=b` },
    (s) => ({
      ...s,
      sort: (pairs) =>
        [...pairs].sort(([a], [b]) => Number(a[0]) - Number(b[0]) || compare(a[0], b[0])),
    }),
  ],
  [
    'the SHA-256 hash of the body, which was not sent',
    'body-hash-not-sent',
    { ...POST, type: 'application/json', body: '{"a":1}' },
    (s) => ({
      ...s,
      protocol: [
        ...s.protocol,
        ['oauth_body_hash', createHash('sha256').update('{"a":1}').digest('base64')],
      ],
    }),
  ],
  [
    'a form that is sent without a Content-Type',
    'body-signed-as-form',
    { method: 'POST', url: `${ROOT}/photos`, body: 'a=1&b=c%20d' },
    (s) => ({
      ...s,
      body: [
        ['a', '1'],
        ['b', 'c d'],
      ],
    }),
  ],
  [
    'a second later',
    'timestamp-of-another-second',
    GET,
    (s) => ({
      ...s,
      protocol: s.protocol.map(([name, value]): Pair => [
        name,
        name === 'oauth_timestamp' ? String(Number(value) + 1) : value,
      ]),
    }),
  ],
]

async function findCause(
  sample: Sample,
  plant: (s: Signer) => Signer,
  options?: DiagnoseOptions,
  keys?: DiagnosisKeys,
) {
  const { consumerSecret, tokenSecret } = SECRETS
  return explained(
    await diagnose(
      send(sample, plant),
      { secrets: [consumerSecret], tokenSecrets: [tokenSecret], ...keys },
      options,
    ),
  )
}

it.each(MISTAKES)('finds %s (%s)', async (_, id, sample, plant) => {
  expect(await findCause(sample, plant)).toContain(id)
})

describe('diagnose behind a proxy that changes several parts of the URL', () => {
  it.each<readonly [title: string, headers: readonly Pair[], signed: string]>([
    [
      'X-Forwarded-Proto and -Host',
      [
        ['X-Forwarded-Proto', 'https'],
        ['X-Forwarded-Host', 'public.example'],
      ],
      'https://public.example/photos',
    ],
    [
      'X-Forwarded-Host, -Port and -Prefix',
      [
        ['X-Forwarded-Host', 'public.example'],
        ['X-Forwarded-Port', '8443'],
        ['X-Forwarded-Proto', 'https'],
        ['X-Forwarded-Prefix', '/api/'],
      ],
      'https://public.example:8443/api/photos',
    ],
    [
      'the port of the scheme',
      [
        ['X-Forwarded-Host', 'public.example'],
        ['X-Forwarded-Port', '443'],
        ['X-Forwarded-Proto', 'https'],
      ],
      'https://public.example/photos',
    ],
    [
      'Forwarded',
      [['Forwarded', 'for=192.0.2.1;host="public.example:8443";proto=https, for=10.0.0.1']],
      'https://public.example:8443/photos',
    ],
    [
      'X-Forwarded-Ssl and -Prefix',
      [
        ['X-Forwarded-Ssl', 'on'],
        ['X-Forwarded-Prefix', 'gateway'],
      ],
      'https://internal:8080/gateway/photos',
    ],
  ])('finds the signed URL with %s', async (_, headers, signed) => {
    const sample = { method: 'GET', url: 'http://internal:8080/photos?a=1', headers }
    const found = await findCause(sample, (s) => ({ ...s, uri: signed }))
    expect(found[0]).toBe('public-url-unknown')
  })

  it('finds the signed URL with the given hosts and prefixes', async () => {
    const sample = { method: 'GET', url: 'http://internal:8080/photos' }
    const plant = (s: Signer): Signer => ({ ...s, uri: 'http://public.example/api/photos' })
    const found = await findCause(sample, plant, { hosts: ['public.example'], prefixes: ['api'] })
    expect(found[0]).toBe('public-url-unknown')
  })

  it('does not suspect a proxy without such headers', async () => {
    const sample = { method: 'GET', url: 'http://internal:8080/photos' }
    const plant = (s: Signer): Signer => ({ ...s, uri: 'https://public.example/api/photos' })
    expect(await findCause(sample, plant)).toEqual(['unexplained'])
  })
})

it('finds the secret of another token among the other secrets', async () => {
  const plant = (s: Signer): Signer => ({ ...s, tokenSecret: 'former' })
  expect(await findCause(GET, plant, {}, { otherSecrets: ['other', 'former'] })).toEqual([
    'secret-of-another-token',
  ])
})

it.each([
  ['a form with a broken escape', 'a=%zz', 'text/plain'],
  ['a form that is not valid UTF-8', 'a=%ff', 'text/plain'],
  ['half of a surrogate pair', 'a=\ud800', 'text/plain'],
  ['JSON', '{"a":"b=c"}', 'application/json'],
])('continues the search with %s as the body', async (_, body, type) => {
  const sample = { method: 'POST', url: `${ROOT}/photos`, body, type, protocol: PROTOCOL }
  expect(await findCause(sample, (s) => ({ ...s, tokenSecret: '' }))).toEqual([
    'token-secret-left-out',
  ])
})
