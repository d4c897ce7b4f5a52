import { createHash } from 'node:crypto'

import { expect, it } from 'vitest'

import { DEPARTURES, diagnose, readRequests } from '../src/index.js'
import type { Diagnosis } from '../src/index.js'
import { explained } from './explained.js'
import { SECRETS, send } from './planted-signer.js'
import { PLANTS } from './plants.js'
import type { Pair } from './planted-signer.js'
import type { Plant } from './plants.js'

async function diagnosisOf(plant: Plant): Promise<Diagnosis> {
  const { consumerSecret, tokenSecret } = plant.secrets ?? SECRETS
  const { prefixes, otherSecrets, typedUrl } = plant
  return diagnose(
    { ...send(plant.sample, plant.plant, plant.secrets), typedUrl },
    { secrets: [consumerSecret], tokenSecrets: [tokenSecret], otherSecrets },
    { prefixes },
  )
}

it('has a plant for each known departure', () => {
  expect(PLANTS.map(({ id }) => id).sort()).toEqual(DEPARTURES.map(({ id }) => id).sort())
})

it.each(PLANTS)('finds $id and its equivalents, and nothing else', async (plant) => {
  const found = explained(await diagnosisOf(plant))
  expect([...found].sort()).toEqual([plant.id, ...(plant.twins ?? [])].sort())
})

it.each([
  ['the digits and a line break', (hex: string) => btoa(`${hex}\n`)],
  ['the line of openssl dgst -hmac', (hex: string) => btoa(`HMAC-SHA1(stdin)= ${hex}\n`)],
  ['the line of OpenSSL 1.0', (hex: string) => btoa(`(stdin)= ${hex}\n`)],
  ['the line of sha1sum', (hex: string) => btoa(`${hex}  -\n`)],
  ['the line itself, not in base64', (hex: string) => `SHA1(stdin)= ${hex}`],
])('finds a printed line that was sent as the signature: %s', async (_, write) => {
  const found = await diagnosisOf({
    id: 'signature-of-printed-line',
    sample: { method: 'GET', url: 'https://photos.example/photos' },
    plant: (s) => ({ ...s, write: (signature) => write(signature.toString('hex')) }),
  })
  expect(explained(found)).toEqual(['signature-of-printed-line'])
})

it.each([
  ['the key before it', (base: string, key: string) => key + base],
  ['the key after it', (base: string, key: string) => base + key],
  ['the key after it and "&"', (base: string, key: string) => `${base}&${key}`],
])('finds a plain hash of the base string with %s', async (_, join) => {
  const key = `${SECRETS.consumerSecret}&${SECRETS.tokenSecret}`
  const found = await diagnosisOf({
    id: 'hash-without-key',
    sample: { method: 'GET', url: 'https://photos.example/photos' },
    plant: (s) => ({
      ...s,
      digest: (text) => createHash('sha1').update(join(text, key)).digest(),
    }),
  })
  expect(explained(found)).toEqual(['hash-without-key'])
})

it('names the copied query first if the Authorization header contains it too', async () => {
  const plant = PLANTS.find(({ id }) => id === 'query-copied-into-header')
  if (plant === undefined) throw new Error('There is no such plant.')
  expect(explained(await diagnosisOf(plant))[0]).toBe('query-copied-into-header')
})

it.each([
  ['form, query, header', ['b', 'z', 'oauth']],
  ['query, header, form', ['z', 'oauth', 'b']],
  ['form, header, query', ['b', 'oauth', 'z']],
  ['header, form, query', ['oauth', 'b', 'z']],
])('finds unsorted parameters: %s', async (_, order) => {
  const rank = (name: string): number => order.indexOf(name.split('_', 1)[0] ?? '')
  const found = await diagnosisOf({
    id: 'not-sorted',
    sample: {
      method: 'POST',
      url: 'https://photos.example/photos?z=1',
      type: 'application/x-www-form-urlencoded',
      body: 'b_2=1&b_1=2',
    },
    plant: (s) => ({
      ...s,
      sort: (pairs) => [...pairs].sort(([a], [b]) => rank(a[0]) - rank(b[0])),
    }),
  })
  expect(explained(found)).toContain('not-sorted')
})

it.each([
  ['/photos;v=1/all;w=2', '/photos;v=1/all'],
  ['/photos;v=1', '/photos%3Bv=1'],
  ['/photos%3Bv=1', '/photos;v=1'],
])('finds a changed ";" in the path: %s signed as %s', async (sent, signed) => {
  const found = await diagnosisOf({
    id: 'path-parameters-changed',
    sample: { method: 'GET', url: `https://photos.example${sent}` },
    plant: (s) => ({ ...s, uri: `https://photos.example${signed}` }),
  })
  expect(explained(found)).toContain('path-parameters-changed')
})

it.each([
  ['a path', '/photos', '/photos#top', []],
  ['the last value', '/photos?a=1', '/photos', [['a', '1#top']]],
  ['the last value, up to a second "?"', '/photos?a=1', '/photos', [['a', '1#top']]],
  ['the last value, decoded', '/photos?a=1', '/photos', [['a', '1#two words']]],
] as const)('finds a signed fragment at the end of %s', async (title, sent, path, query) => {
  const fragment = title.includes('?')
    ? '#top?b=2'
    : title.includes('decoded')
      ? '#two%20words'
      : '#top'
  const found = await diagnosisOf({
    id: 'fragment-signed',
    sample: { method: 'GET', url: `https://photos.example${sent}` },
    typedUrl: `https://photos.example${sent}${fragment}`,
    plant: (s) => ({ ...s, uri: `https://photos.example${path}`, query }),
  })
  expect(explained(found)).toEqual(['fragment-signed'])
})

it.each([
  ["curl 'https://photos.example/a/../b/./c?x=/../y'", '/b/c?x=/../y'],
  ["fetch('https://photos.example/a/b/..')", '/a/'],
  ['https://photos.example/../../a#b', '/a#b'],
  ['https://photos.example/a/.', '/a/'],
])('resolves the path of %s as the client does', (text, sent) => {
  const [request] = readRequests(text)
  expect(request).toMatchObject({ url: `https://photos.example${sent}` })
  expect(request?.typedUrl).toContain('/.')
  expect(request?.remarks?.join()).toMatch(/dot segments/)
})

it.each([
  "curl --path-as-is 'https://photos.example/a/../b'",
  'GET /a/../b HTTP/1.1\nHost: photos.example',
  "curl 'https://photos.example/a?b=/../c'",
  'https://photos.example/a/.well-known/b..c/...',
])('leaves the path unchanged: %s', (text) => {
  const [request] = readRequests(text)
  expect(request?.typedUrl).toBeUndefined()
})

const NAMES = Array.from({ length: 20 }, (_, index) => `n${index}`)

it.each([
  ['a submit button, appended to a form of 20', (body: readonly Pair[]) => body.slice(0, -1)],
  ['the last three of 20', (body: readonly Pair[]) => body.slice(0, -3)],
])('finds unsigned parameters: %s', async (_, sign) => {
  const found = await diagnosisOf({
    id: 'some-parameters-unsigned',
    sample: {
      method: 'POST',
      url: 'https://photos.example/launch?a=1',
      type: 'application/x-www-form-urlencoded',
      body: NAMES.map((name) => `${name}=1`).join('&'),
    },
    plant: (s) => ({ ...s, body: sign(s.body) }),
  })
  expect(explained(found)).toEqual(['some-parameters-unsigned'])
})

it('finds that only oauth_ parameters of the query and the form were signed', async () => {
  const found = await diagnosisOf({
    id: 'some-parameters-unsigned',
    sample: {
      method: 'POST',
      url: 'https://photos.example/launch?a=1',
      type: 'application/x-www-form-urlencoded',
      body: NAMES.map((name) => `${name}=1`).join('&'),
    },
    plant: (s) => ({ ...s, query: [], body: [] }),
  })
  expect(explained(found)).toEqual(['some-parameters-unsigned'])
})

it('finds which of eight parameters were signed', async () => {
  const missed: number[] = []
  for (let subset = 1; subset < 255; subset += 23) {
    const found = await diagnosisOf({
      id: 'some-parameters-unsigned',
      sample: {
        method: 'GET',
        url: `https://photos.example/photos?${NAMES.slice(0, 8).join('=1&')}=1`,
      },
      plant: (s) => ({ ...s, query: s.query.filter((_, index) => (subset >> index) % 2 === 1) }),
    })
    if (found.verdict !== 'explained') missed.push(subset)
  }
  expect(missed).toEqual([])
})

it('leaves enough budget for pairs after all subsets with several secrets', async () => {
  const secrets = [SECRETS.consumerSecret, 'second', 'third', 'fourth']
  const tokenSecrets = [SECRETS.tokenSecret, 'other', 'another', 'last']
  const request = send(
    {
      method: 'GET',
      url: `https://photos.example/photos?${NAMES.slice(0, 8).join('=1&')}=1`,
    },
    (s) => ({ ...s, uri: s.uri.replace('https', 'http'), joinSecrets: (a, b) => a + b }),
  )
  const found = await diagnose(request, { secrets, tokenSecrets })
  expect(explained(found)[0]).toBe('scheme-other + ampersand-missing')
})
