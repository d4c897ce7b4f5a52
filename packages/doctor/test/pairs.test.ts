import { createHash } from 'node:crypto'

import { expect, it } from 'vitest'

import { DEFAULT_BUDGET, diagnose } from '../src/index.js'
import { explained } from './explained.js'
import { compare, PROTOCOL, rfc3986, send } from './planted-signer.js'
import type { Pair, Signer } from './planted-signer.js'
import { randomFrom } from './random.js'

/** The likely departures, each as it is combined with another one, in the order of the steps. */
const LIKELY: readonly (readonly [id: string, plant: (signer: Signer) => Signer])[] = [
  ['method-other', (s) => ({ ...s, method: 'GET' })],
  ['scheme-other', (s) => ({ ...s, uri: s.uri.replace('https', 'http') })],
  [
    'default-port-kept',
    (s) => ({
      ...s,
      uri: s.uri.replace(
        /:\/\/([^:/]+)/,
        (_, host: string) => `://${host}:${s.uri.startsWith('https') ? 443 : 80}`,
      ),
    }),
  ],
  ['origin-left-out', (s) => ({ ...s, uri: s.uri.replace(/^https?:\/\/[^/]*/, '') })],
  ['prefix-dropped', (s) => ({ ...s, uri: s.uri.replace('/api', '') })],
  ['trailing-slash-added', (s) => ({ ...s, uri: `${s.uri}/` })],
  ['path-in-lower-case', (s) => ({ ...s, uri: s.uri.toLowerCase() })],
  [
    'public-url-unknown',
    (s) => ({ ...s, uri: s.uri.replace(/^https?:\/\/[^/]*/, 'https://public.example/gateway') }),
  ],
  ['decoded-before-splitting', (s) => ({ ...s, query: split(s.query) })],
  ['line-breaks-changed', (s) => ({ ...s, body: replaced(s.body, '\r\n', '\n') })],
  ['values-trimmed', (s) => ({ ...s, body: replaced(s.body, / $/, '') })],
  ['query-left-out', (s) => ({ ...s, query: [] })],
  ['query-doubled', (s) => ({ ...s, query: [...s.query, ...s.query] })],
  ['form-left-out', (s) => ({ ...s, body: [] })],
  ['repeated-first-kept', (s) => ({ ...s, query: first(s.query), body: first(s.body) })],
  ['booleans-written-otherwise', (s) => ({ ...s, body: replaced(s.body, /^true$/, 'True') })],
  ['empty-values-as-null', (s) => ({ ...s, body: replaced(s.body, /^$/, 'null') })],
  ['space-as-plus', (s) => wrapped(s, (text) => text.replaceAll('%20', '+'))],
  ['tilde-encoded', (s) => wrapped(s, (text) => text.replaceAll('~', '%7E'))],
  ['slash-not-encoded', (s) => wrapped(s, (text) => text.replaceAll('%2F', '/'))],
  ['unreserved-encoded', (s) => wrapped(s, (text) => text.replace(/[-._~]/g, hexOf))],
  ['encoded-twice', (s) => wrapped(s, rfc3986)],
  [
    'escapes-in-lower-case',
    (s) => wrapped(s, (text) => text.replace(/%../g, (escape) => escape.toLowerCase())),
  ],
  ['realm-signed', (s) => ({ ...s, protocol: [['realm', 'Photos'], ...s.protocol] })],
  [
    'timestamp-in-milliseconds',
    (s) => ({ ...s, protocol: replaced(s.protocol, /^\d{10}$/, '$&000') }),
  ],
  [
    'sorted-by-locale',
    (s) => ({
      ...s,
      sort: (pairs) =>
        [...pairs].sort(
          ([, a], [, b]) => a[0].localeCompare(b[0], 'en') || a[1].localeCompare(b[1], 'en'),
        ),
    }),
  ],
  [
    'values-not-sorted',
    (s) => ({ ...s, sort: (pairs) => [...pairs].sort(([, a], [, b]) => compare(a[0], b[0])) }),
  ],
  ['parameters-encoded-once', (s) => ({ ...s, encodePart: (text) => text })],
  ['uri-not-encoded', (s) => ({ ...s, encodeUri: (text) => text })],
  ['pairs-joined-by-commas', (s) => joined(s, (text) => text.replaceAll('&', ','))],
  [
    'uri-and-parameters-encoded-together',
    (s) => ({ ...s, joinParts: (method, uri, pairs) => `${method}&${uri}%26${pairs}` }),
  ],
  ['base-string-with-line-break', (s) => whole(s, (text) => `${text}\n`)],
  ['empty-value-without-equals', (s) => joined(s, (text) => text.replace(/=(?=&|$)/g, ''))],
  ['ampersand-left-over', (s) => joined(s, (text) => `${text}&`)],
  ['pairs-joined-for-html', (s) => joined(s, (text) => text.replaceAll('&', '&amp;'))],
  [
    'base-string-part-left-out',
    (s) => ({ ...s, joinParts: (_, uri, parameters) => `${uri}&${parameters}` }),
  ],
  ['base-string-encoded-again', (s) => whole(s, rfc3986)],
  ['token-secret-left-out', (s) => ({ ...s, tokenSecret: '' })],
  ['ampersand-missing', (s) => ({ ...s, joinSecrets: (a, b) => a + b })],
  [
    'secrets-swapped',
    (s) => ({ ...s, consumerSecret: s.tokenSecret, tokenSecret: s.consumerSecret }),
  ],
  ['secrets-not-encoded', (s) => ({ ...s, encodeSecret: (text) => text })],
  ['secret-with-white-space', (s) => ({ ...s, consumerSecret: `${s.consumerSecret}\n` })],
  ['digest-other', (s) => ({ ...s, hash: 'sha256' })],
  ['hash-without-key', (s) => ({ ...s, digest: hashOf })],
  ['signature-hexadecimal', (s) => ({ ...s, write: (signature) => signature.toString('hex') })],
  [
    'signature-in-base64-twice',
    (s) => ({ ...s, write: (signature) => btoa(signature.toString('base64')) }),
  ],
  [
    'signature-of-printed-line',
    (s) => ({ ...s, write: (signature) => btoa(`(stdin)= ${signature.toString('hex')}\n`) }),
  ],
]

/** Pairs that are equivalent to one departure. */
const ONE = new Map([
  ['space-as-plus + tilde-encoded', 'encoded-as-form'],
  ['query-left-out + form-left-out', 'some-parameters-unsigned'],
])

const COUNT = Number(process.env.DOCTOR_PAIRS ?? (process.env.PROVE === 'full' ? 2000 : 60))
const SEED = Number(process.env.DOCTOR_SEED ?? 1)
const SECRETS_WITH_ESCAPES = { consumerSecret: 'kd94+hf93k', tokenSecret: 'pfkk/dhi9s' }

function wrapped(signer: Signer, change: (encoded: string) => string): Signer {
  const { encode, encodeName } = signer
  return {
    ...signer,
    encode: (text) => change(encode(text)),
    encodeName: (text) => change(encodeName(text)),
  }
}

function joined(signer: Signer, change: (text: string) => string): Signer {
  return { ...signer, encodePart: (text) => signer.encodePart(change(text)) }
}

function whole(signer: Signer, change: (text: string) => string): Signer {
  return { ...signer, joinParts: (...parts) => change(signer.joinParts(...parts)) }
}

function replaced(pairs: readonly Pair[], from: RegExp | string, to: string): readonly Pair[] {
  return pairs.map(([name, value]) => [name, value.replace(from, to)])
}

function split(pairs: readonly Pair[]): readonly Pair[] {
  return pairs.flatMap(([name, value]) => [...new URLSearchParams(`${name}=${value}`)])
}

function hexOf(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
}

function hashOf(text: string, { hash }: Signer): Buffer {
  return createHash(hash).update(text).digest()
}

function first(pairs: readonly Pair[]): readonly Pair[] {
  return pairs.filter(([name], index) => pairs.findIndex(([each]) => each === name) === index)
}

it(`finds ${COUNT} random pairs of the likely departures, each within the budget`, async () => {
  const random = randomFrom(SEED)
  const missed: string[] = []
  const most = { signatures: 0, bytes: 0 }
  for (let count = 0; count < COUNT; count++) {
    const [i, j] = [random.below(LIKELY.length), random.below(LIKELY.length - 1)]
    const [low, high] = j >= i ? [i, j + 1] : [j, i]
    const [one, other] = [LIKELY[low], LIKELY[high]]
    if (one === undefined || other === undefined) throw new Error('There is no such departure.')
    const request = send(
      {
        method: 'POST',
        url: `https://photos.example/api/Photos?q=${random.below(1e6)}%20a~%2Fb&Zoo=1&tag=b&tag=a&next=c%26d%3D1`,
        headers: [
          ['X-Forwarded-Host', 'public.example'],
          ['X-Forwarded-Prefix', '/gateway'],
        ],
        type: 'application/x-www-form-urlencoded',
        body: `title=${random.below(1e6)}+&a-b=1&aB=2&own=true&end=&text=one%0D%0Atwo`,
        protocol: PROTOCOL,
        realm: 'Photos',
      },
      (signer) => other[1](one[1](signer)),
      SECRETS_WITH_ESCAPES,
    )
    const diagnosis = await diagnose(request, {
      secrets: [SECRETS_WITH_ESCAPES.consumerSecret],
      tokenSecrets: [SECRETS_WITH_ESCAPES.tokenSecret],
    })
    most.signatures = Math.max(most.signatures, diagnosis.cost.signatures)
    most.bytes = Math.max(most.bytes, diagnosis.cost.bytes)
    const pair = `${one[0]} + ${other[0]}`
    const found = explained(diagnosis)
    // If one departure hides the other, the visible one is the whole explanation.
    const isNamed = found.some((each) => [pair, one[0], other[0], ONE.get(pair)].includes(each))
    if (!isNamed) missed.push(`${pair}: ${found.join(', ')}`)
  }
  expect(missed).toEqual([])
  expect(most.signatures).toBeLessThanOrEqual(DEFAULT_BUDGET.signatures)
  expect(most.bytes).toBeLessThanOrEqual(DEFAULT_BUDGET.bytes)
}, 3_600_000)
