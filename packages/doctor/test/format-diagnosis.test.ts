import { expect, it } from 'vitest'

import { diagnose, formatDiagnosis } from '../src/index.js'
import { SECRETS, send } from './planted-signer.js'
import type { Signer } from './planted-signer.js'
import { PLANTS } from './plants.js'

const KEYS = { secrets: [SECRETS.consumerSecret], tokenSecrets: [SECRETS.tokenSecret] }
const MOST_LINES = 11
// A base string with 30 parameters that no request has. One of them would begin a new line.
const OTHER = `GET&https%3A%2F%2Fother.example%2F&${Array.from(
  { length: 30 },
  (_, index) => `line%250A${index}%3D1`,
).join('%26')}`

function linesOf(text: string): readonly string[] {
  return text.split('\n')
}

it.each(PLANTS)('writes the cause $id first, in at most 11 lines', async (plant) => {
  const { consumerSecret, tokenSecret } = plant.secrets ?? SECRETS
  const { prefixes, otherSecrets, typedUrl } = plant
  const request = { ...send(plant.sample, plant.plant, plant.secrets), typedUrl }
  const keys = { secrets: [consumerSecret], tokenSecrets: [tokenSecret], otherSecrets }
  const diagnosis = await diagnose(request, keys, { prefixes })
  const lines = linesOf(formatDiagnosis(diagnosis, { brief: true }))
  expect(lines.length).toBeLessThanOrEqual(MOST_LINES)
  expect(lines[0]).toMatch(/\[[a-z0-9-]+\]$/)
  expect(lines[1]).toMatch(/^ {2}Remedy: .+section \d/)
  const compared = await diagnose(request, keys, { prefixes, expectedBaseString: OTHER })
  const both = linesOf(formatDiagnosis(compared, { brief: true }))
  expect(both.length).toBeLessThanOrEqual(MOST_LINES)
  expect(both).toEqual(expect.arrayContaining([...lines]))
})

it('writes the excluded departures and both base strings only in full', async () => {
  const sample = { method: 'GET', url: 'https://photos.example/photos?size=large' }
  const unexplained = await diagnose(send(sample), { ...KEYS, secrets: ['another'] })
  expect(formatDiagnosis(unexplained)).toContain('Ruled out:')
  expect(linesOf(formatDiagnosis(unexplained, { brief: true }))).toEqual([unexplained.summary])

  const explained = await diagnose(
    send(sample, (signer) => ({ ...signer, query: [] })),
    KEYS,
  )
  expect(formatDiagnosis(explained)).toContain('was signed:')
  expect(formatDiagnosis(explained, { brief: true })).not.toContain('was signed:')
})

it.each([
  [
    'a parameter that was not signed',
    (s: Signer) => ({ ...s, query: s.query.slice(1) }),
    'The parameter size was not signed: "large".',
  ],
  [
    'a parameter that must not be signed',
    (s: Signer) => ({ ...s, protocol: [...s.protocol, ['realm', 'Photos'] as const] }),
    'The parameter realm was signed, but must not be signed: "Photos".',
  ],
  [
    'a value that was signed differently',
    (s: Signer) => ({
      ...s,
      encode: (text: string) => encodeURIComponent(text).replace('%20', '+'),
    }),
    'The parameter q was signed as "a+b", not as "a%20b".',
  ],
  [
    'another URL',
    (s: Signer) => ({ ...s, uri: s.uri.replace('https', 'http') }),
    'The URL was signed as "http://photos.example/photos", not as "https://photos.example/photos".',
  ],
  [
    'another order',
    (s: Signer) => ({ ...s, sort: (pairs: Parameters<Signer['sort']>[0]) => [...pairs].reverse() }),
    'The same parameters were signed in another order.',
  ],
])('names %s, in brief and in full', async (_, plant, line) => {
  const sample = {
    method: 'GET',
    url: 'https://photos.example/photos?size=large&q=a%20b',
    realm: 'Photos',
  }
  const diagnosis = await diagnose(send(sample, plant), KEYS)
  expect(linesOf(formatDiagnosis(diagnosis, { brief: true }))).toContain(`  ${line}`)
  expect(linesOf(formatDiagnosis(diagnosis))).toContain(line)
})

it('names many differences only in full, up to eight of them', async () => {
  const query = Array.from({ length: 12 }, (_, index) => `n${index}=a%20b`).join('&')
  const sample = { method: 'GET', url: `https://photos.example/photos?${query}` }
  const diagnosis = await diagnose(
    send(sample, (s) => ({ ...s, encode: (text) => encodeURIComponent(text).replace('%20', '+') })),
    KEYS,
  )
  expect(formatDiagnosis(diagnosis, { brief: true })).not.toContain('was signed as')
  expect(formatDiagnosis(diagnosis).match(/was signed as/g)).toHaveLength(8)
  expect(formatDiagnosis(diagnosis)).toContain('There are 4 more differences.')
})

it('shows no secrets in the differences', async () => {
  const sample = {
    method: 'GET',
    url: 'https://photos.example/photos?pin=1234&x_auth_password=hidden',
  }
  const diagnosis = await diagnose(
    send(sample, (s) => ({ ...s, query: [] })),
    KEYS,
  )
  expect(diagnosis).toMatchObject({
    alignment: { differences: [{ name: 'pin' }, { name: 'x_auth_password' }] },
  })
  expect(JSON.stringify(diagnosis)).not.toMatch(/1234|hidden/)
})
