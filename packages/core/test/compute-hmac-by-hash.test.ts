import crypto, { createHmac } from 'node:crypto'

import { expect, it, vi } from 'vitest'

import { computeHmacByHash } from '../src/compute-hmac-by-hash.js'
import { computeHmacBase64 } from '../src/crypto-node.js'
import { seededRandom } from './seeded-random.js'

const NAMES = ['sha1', 'sha256', 'sha512'] as const
const BLOCK_BYTES = { sha1: 64, sha256: 64, sha512: 128 }
const IS_FULL = process.env.PROVE === 'full'
const COMPARISONS = IS_FULL ? 1_000_000 : 6000
const repeat = (byte: number, count: number) => new Uint8Array(count).fill(byte)
const count = (first: number, last: number) =>
  Uint8Array.from({ length: last - first + 1 }, (_, index) => first + index)
const LONG_KEY = 'Test Using Larger Than Block-Size Key'

// RFC 2202, section 3: key, data, digest in hexadecimal digits.
const SHA1_CASES: readonly (readonly [Uint8Array | string, Uint8Array | string, string])[] = [
  [repeat(0x0b, 20), 'Hi There', 'b617318655057264e28bc0b6fb378c8ef146be00'],
  ['Jefe', 'what do ya want for nothing?', 'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79'],
  [repeat(0xaa, 20), repeat(0xdd, 50), '125d7342b9ac11cd91a39af48aa17b4f63f175d3'],
  [count(1, 25), repeat(0xcd, 50), '4c9007f4026250c6bc8414f9bf50c86c2d7235da'],
  [repeat(0x0c, 20), 'Test With Truncation', '4c1a03424b55e07fe7f27be1d58bb9324a9a5a04'],
  [repeat(0xaa, 80), `${LONG_KEY} - Hash Key First`, 'aa4ae5e15272d00e95705637ce8a3b55ed402112'],
  [
    repeat(0xaa, 80),
    `${LONG_KEY} and Larger Than One Block-Size Data`,
    'e8e99d0f45237d786d6bbaa7965c7808bbff1a91',
  ],
]

// RFC 4231, section 4: key, data, digests with SHA-256 and SHA-512. Case 5 is truncated to 128 bits.
const SHA2_CASES: readonly (readonly [Uint8Array | string, Uint8Array | string, string, string])[] =
  [
    [
      repeat(0x0b, 20),
      'Hi There',
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
      '87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854',
    ],
    [
      'Jefe',
      'what do ya want for nothing?',
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
      '164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737',
    ],
    [
      repeat(0xaa, 20),
      repeat(0xdd, 50),
      '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe',
      'fa73b0089d56a284efb0f0756c890be9b1b5dbdd8ee81a3655f83e33b2279d39bf3e848279a722c806b485a47e67c807b946a337bee8942674278859e13292fb',
    ],
    [
      count(1, 25),
      repeat(0xcd, 50),
      '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b',
      'b0ba465637458c6990e5a8c5f61d4af7e576d97ff94b872de76f8050361ee3dba91ca5c11aa25eb4d679275cc5788063a5f19741120c4f2de2adebeb10a298dd',
    ],
    [
      repeat(0x0c, 20),
      'Test With Truncation',
      'a3b6167473100ee06e0c796c2955552b',
      '415fad6271580a531d4179bc891d87a6',
    ],
    [
      repeat(0xaa, 131),
      `${LONG_KEY} - Hash Key First`,
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
      '80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f3526b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598',
    ],
    [
      repeat(0xaa, 131),
      'This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.',
      '9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2',
      'e37b6a775dc87dbaa4dfa9f96e5e3ffddebd71f8867289865df5a32d20cdc944b6022cac3c4982b10d5eeb55c3e4de15134676fb6de0446065c97440fa8c6a58',
    ],
  ]

const VECTORS = [
  ...SHA1_CASES.map(([key, text, digest], index) => ({
    title: `RFC 2202, case ${index + 1}`,
    name: 'sha1' as const,
    key,
    text,
    digest,
  })),
  ...SHA2_CASES.flatMap(([key, text, sha256, sha512], index) => [
    { title: `RFC 4231, case ${index + 1}`, name: 'sha256' as const, key, text, digest: sha256 },
    { title: `RFC 4231, case ${index + 1}`, name: 'sha512' as const, key, text, digest: sha512 },
  ]),
]

it.each(VECTORS)('computeHmacByHash with $name gives $title', ({ name, key, text, digest }) => {
  const computed = computeHmacByHash(crypto.hash, name, { key, text }) ?? ''
  const hexadecimal = Buffer.from(computed, 'base64').toString('hex')
  expect(hexadecimal.slice(0, digest.length)).toBe(digest)
})

it('gives what createHmac gives for keys of every length around the block', () => {
  for (const name of NAMES) {
    for (let length = 0; length <= 2 * BLOCK_BYTES[name] + 2; length++) {
      for (const unit of ['k', '\u00e9', '\u2603']) {
        const key = unit.repeat(length)
        expect(computeHmacByHash(crypto.hash, name, { key, text: 'text' })).toBe(
          createHmac(name, key).update('text').digest('base64'),
        )
      }
    }
  }
})

it(`returns the same as createHmac for ${COMPARISONS} random keys and strings`, () => {
  const random = seededRandom(2104)
  const differing: unknown[] = []
  for (let index = 0; index < COMPARISONS; index++) {
    const name = random.pick(NAMES)
    const key = createText(random, random.below(2 * BLOCK_BYTES[name]))
    const text = createText(random, random.below(random.pick([8, 80, 400, 1301])))
    const computed = computeHmacByHash(crypto.hash, name, { key, text })
    if (computed !== createHmac(name, key).update(text).digest('base64')) {
      differing.push({ name, key, text })
    }
  }
  expect(differing).toEqual([])
}, 600_000)

// Mostly ASCII, as keys and base strings are; the rest up to halves of surrogate pairs.
function createText(random: ReturnType<typeof seededRandom>, length: number): string {
  const highest = random.pick([0x7f, 0x7f, 0xff, 0xffff])
  let text = ''
  while (text.length < length) text += String.fromCharCode(random.below(highest + 1))
  return text
}

it('leaves nothing of key, digest and text in its memory', () => {
  const seen: Uint8Array[] = []
  const watched = ((name: string, data: Uint8Array | string, encoding: 'base64') => {
    if (typeof data !== 'string') seen.push(data)
    return crypto.hash(name, data, encoding)
  }) as typeof crypto.hash
  computeHmacByHash(watched, 'sha1', { key: 'secret', text: 'a text of some length' })
  expect(seen.length).toBe(2)
  for (const data of seen) expect(data.every((byte) => byte === 0)).toBe(true)

  const failing = ((name: string, data: Uint8Array | string) => {
    watched(name, data, 'base64')
    throw new Error('no such hash')
  }) as unknown as typeof crypto.hash
  expect(() => computeHmacByHash(failing, 'sha1', { key: 'secret', text: 'text' })).toThrow(
    'no such hash',
  )
  expect(seen.at(-1)?.every((byte) => byte === 0)).toBe(true)
})

it.each(['short', 'x'.repeat(1301), '\u2603'.repeat(1300)])(
  'computeHmacBase64 gives the same with and without crypto.hash',
  (text) => {
    const expected = createHmac('sha1', 'key').update(text).digest('base64')
    expect(computeHmacBase64('SHA-1', 'key', text)).toBe(expected)
    vi.spyOn(crypto as { readonly hash: unknown }, 'hash', 'get').mockReturnValue(undefined)
    expect(crypto.hash).toBeUndefined()
    expect(computeHmacBase64('SHA-1', 'key', text)).toBe(expected)
    vi.restoreAllMocks()
  },
)
