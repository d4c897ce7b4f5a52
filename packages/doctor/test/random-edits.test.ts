import { headerValues } from '@oauthplus/core'
import type { ReceivedRequest } from '@oauthplus/core'
import { expect, it } from 'vitest'

import { diagnose } from '../src/index.js'
import { explained } from './explained.js'
import { PROTOCOL, send } from './planted-signer.js'
import type { Sample } from './planted-signer.js'
import { randomFrom } from './random.js'
import type { SeededRandom } from './random.js'

const IS_FULL = process.env.PROVE === 'full'
/** A part of the full run. */
const COUNT = Number(process.env.DOCTOR_EDITS ?? (IS_FULL ? 10_000 : 60))
const SEED = Number(process.env.DOCTOR_SEED ?? 1)
const SIGNATURE = /oauth_signature="[^"]*"/
const FORM = 'application/x-www-form-urlencoded'

interface Sent {
  readonly host: string
  readonly path: string
  readonly query: string
  /** Empty for a GET request. */
  readonly body: string
  readonly consumerKey: string
  readonly token: string
  readonly nonce: string
  readonly timestamp: string
  readonly consumerSecret: string
  readonly tokenSecret: string
}

const PARTS = [
  'host',
  'path',
  'query',
  'body',
  'consumerKey',
  'token',
  'nonce',
  'consumerSecret',
  'tokenSecret',
] as const

type Edit = (sent: Sent, random: SeededRandom) => Sent

/**
 * Edits that no departure makes: another character, one more or one less, an additional pair,
 * swapped values.
 */
const EDITS: readonly Edit[] = [
  ...PARTS.flatMap((part): readonly Edit[] =>
    [replaceLetter, insertLetter, deleteLetter].map((edit) => (sent, random) => ({
      ...sent,
      // A body would change the method from GET.
      [part]: sent[part] === '' ? '' : edit(sent[part], random),
    })),
  ),
  (sent, random) => ({
    ...sent,
    timestamp: String(Number(sent.timestamp) + 3 + random.below(1e5)),
  }),
  (sent) => ({ ...sent, query: withoutLastPair(sent.query) }),
  (sent) => ({ ...sent, body: withoutLastPair(sent.body) }),
  (sent) => ({ ...sent, body: swapValues(sent.body) }),
  (sent, random) => ({
    ...sent,
    path: replaceLetter(sent.path, random),
    tokenSecret: insertLetter(sent.tokenSecret, random),
  }),
]

function withoutLastPair(pairs: string): string {
  return pairs.slice(0, pairs.lastIndexOf('&'))
}

function swapValues(pairs: string): string {
  return pairs.replace(/=([^&]*)&(\w+)=([^&]*)/, '=$3&$2=$1')
}

function replaceLetter(text: string, random: SeededRandom): string {
  const place = placeIn(text, random)
  const letter = text[place] === 'x' ? 'y' : 'x'
  return text.slice(0, place) + letter + text.slice(place + 1)
}

function insertLetter(text: string, random: SeededRandom): string {
  const place = placeIn(text, random)
  return `${text.slice(0, place)}x${text.slice(place)}`
}

function deleteLetter(text: string, random: SeededRandom): string {
  const place = placeIn(text, random)
  return text.slice(0, place) + text.slice(place + 1)
}

function placeIn(text: string, random: SeededRandom): number {
  const places = Array.from(text.matchAll(/[a-z]/g), ({ index }) => index)
  return places[random.below(places.length)] ?? 0
}

function randomRequest(random: SeededRandom): Sent {
  return {
    host: `h${random.text(6).toLowerCase()}.example`,
    path: `/v${random.text(5)}/p${random.text(6)}`,
    query: `q=a${random.text(4)}%20b&tag=${random.text(3)}&tag=z${random.text(2)}`,
    body: random.below(2) === 0 ? '' : `title=t${random.text(5)}&place=p${random.text(5)}`,
    consumerKey: `k${random.text(12)}`,
    token: `t${random.text(12)}`,
    nonce: `n${random.text(16)}`,
    timestamp: String(1_800_000_000 + random.below(1e6)),
    consumerSecret: `c${random.text(16)}`,
    tokenSecret: `t${random.text(16)}`,
  }
}

function sampleOf({ host, path, query, body, ...sent }: Sent): Sample {
  const values: Readonly<Record<string, string>> = {
    oauth_consumer_key: sent.consumerKey,
    oauth_token: sent.token,
    oauth_nonce: sent.nonce,
    oauth_timestamp: sent.timestamp,
  }
  return {
    method: body === '' ? 'GET' : 'POST',
    url: `https://${host}${path}?${query}`,
    ...(body === '' ? {} : { type: FORM, body }),
    protocol: PROTOCOL.map(([name, value]) => [name, values[name] ?? value] as const),
  }
}

/** Returns the received request with the signature of the signed one. */
function edited(signed: Sent, received: Sent): ReceivedRequest {
  const [signature = ''] = SIGNATURE.exec(authorizationOf(signed)) ?? []
  const request = send(sampleOf(received), undefined, received)
  return {
    ...request,
    headers: request.headers.map(([name, value]) => [name, value.replace(SIGNATURE, signature)]),
  }
}

function authorizationOf(sent: Sent): string {
  return headerValues(send(sampleOf(sent), undefined, sent).headers, 'authorization').join('')
}

it(`explains none of ${COUNT} requests with random edits after signing`, async () => {
  const random = randomFrom(SEED)
  const explanations: string[] = []
  for (let count = 0; count < COUNT; count++) {
    const signed = randomRequest(random)
    const edit = EDITS[random.below(EDITS.length)]
    const received = edit?.(signed, random) ?? signed
    if (authorizationOf(signed) === authorizationOf(received)) continue
    const { consumerSecret, tokenSecret } = received
    const diagnosis = await diagnose(edited(signed, received), {
      secrets: [consumerSecret],
      tokenSecrets: [tokenSecret],
    })
    if (diagnosis.verdict !== 'unexplained') {
      explanations.push(`${count}: ${explained(diagnosis).join(', ')}`)
    }
  }
  expect(explanations).toEqual([])
}, 7_200_000)
