import { expect, it } from 'vitest'

import { DEFAULT_BUDGET, diagnose } from '../src/index.js'
import { explained } from './explained.js'
import { PROTOCOL, send } from './planted-signer.js'
import { randomFrom } from './random.js'
import type { SeededRandom } from './random.js'

const COUNT = Number(process.env.DOCTOR_EDITS ?? 60)
const SEED = Number(process.env.DOCTOR_SEED ?? 1)
const SIGNATURES = Number(process.env.DOCTOR_SIGNATURES ?? DEFAULT_BUDGET.signatures)
const FORM = 'application/x-www-form-urlencoded'

interface Sent {
  readonly path: string
  readonly query: string
  readonly body: string
  readonly nonce: string
  readonly timestamp: string
  readonly consumerSecret: string
  readonly tokenSecret: string
}

/** What no departure does: another character, or a pair that was signed and not sent. */
const EDITS: readonly ((sent: Sent, random: SeededRandom) => Sent)[] = [
  (sent, random) => ({ ...sent, path: edited(sent.path, random) }),
  (sent, random) => ({ ...sent, query: edited(sent.query, random) }),
  (sent, random) => ({ ...sent, body: edited(sent.body, random) }),
  (sent, random) => ({ ...sent, nonce: edited(sent.nonce, random) }),
  (sent) => ({ ...sent, timestamp: String(Number(sent.timestamp) + 61) }),
  (sent, random) => ({ ...sent, consumerSecret: edited(sent.consumerSecret, random) }),
  (sent, random) => ({ ...sent, tokenSecret: edited(sent.tokenSecret, random) }),
  (sent) => ({ ...sent, query: withoutLastPair(sent.query) }),
  (sent) => ({ ...sent, body: withoutLastPair(sent.body) }),
]

function withoutLastPair(pairs: string): string {
  return pairs.slice(0, pairs.lastIndexOf('&'))
}

/** Puts another letter in the place of one. */
function edited(text: string, random: SeededRandom): string {
  const places = Array.from(text.matchAll(/[a-z]/g), ({ index }) => index)
  const place = places[random.below(places.length)] ?? 0
  const letter = text[place] === 'x' ? 'y' : 'x'
  return text.slice(0, place) + letter + text.slice(place + 1)
}

function randomRequest(random: SeededRandom): Sent {
  return {
    path: `/${random.text(5)}/p${random.text(6)}`,
    query: `q=a${random.text(4)}%20b&tag=${random.text(3)}&tag=z${random.text(2)}`,
    body: `title=t${random.text(5)}&place=p${random.text(5)}`,
    nonce: `n${random.text(16)}`,
    timestamp: String(1_800_000_000 + random.below(1e6)),
    consumerSecret: `c${random.text(16)}`,
    tokenSecret: `t${random.text(16)}`,
  }
}

function sampleOf({ path, query, body, nonce, timestamp }: Sent) {
  return {
    method: 'POST',
    url: `https://photos.example${path}?${query}`,
    type: FORM,
    body,
    protocol: [
      ...PROTOCOL.filter(([name]) => name !== 'oauth_nonce' && name !== 'oauth_timestamp'),
      ['oauth_nonce', nonce],
      ['oauth_timestamp', timestamp],
    ] as const,
  }
}

it(`explains none of ${COUNT} requests that were edited at random after they were signed rightly`, async () => {
  const random = randomFrom(SEED)
  for (let count = 0; count < COUNT; count++) {
    const signed = randomRequest(random)
    const edit = EDITS[count % EDITS.length]
    const received = edit?.(signed, random) ?? signed
    const authorization = send(sampleOf(signed), undefined, signed).headers.find(
      ([name]) => name === 'Authorization',
    )?.[1]
    const headers = send(sampleOf(received), undefined, received).headers.map(
      ([name, value]) =>
        [
          name,
          name === 'Authorization'
            ? value.replace(/oauth_signature="[^"]*"/, signatureIn(authorization))
            : value,
        ] as const,
    )
    const request = { ...send(sampleOf(received)), headers }
    const diagnosis = await diagnose(
      request,
      { secrets: [received.consumerSecret], tokenSecrets: [received.tokenSecret] },
      { budget: { signatures: SIGNATURES } },
    )
    expect([count, explained(diagnosis)]).toEqual([count, ['unexplained']])
    expect(diagnosis.cost.signatures).toBeLessThanOrEqual(SIGNATURES)
  }
}, 3_600_000)

function signatureIn(authorization = ''): string {
  return /oauth_signature="[^"]*"/.exec(authorization)?.[0] ?? ''
}
