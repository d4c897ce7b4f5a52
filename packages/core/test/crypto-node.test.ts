import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import type * as CryptoNode from '../src/crypto-node.js'
import type * as RsaNode from '../src/rsa-node.js'
import type { HashName, NamedKey, RsaScheme } from '../src/rsa-key.js'
import { KEYS } from './vectors.js'

const { privateKey = '', publicKey = '' } = KEYS.generated ?? {}
const PRIVATE_KEY = { key: privateKey, option: 'privateKey' }
const PUBLIC_KEY = { key: publicKey, option: 'publicKey' }
const POOL_BYTES = 4096
const pkcs1 = (hash: HashName): RsaScheme => ({ algorithm: 'RSASSA-PKCS1-v1_5', hash })

// A new copy for each test: the module keeps private keys and random bytes.
let node: typeof CryptoNode & typeof RsaNode
beforeEach(async () => {
  vi.resetModules()
  node = { ...(await import('../src/crypto-node.js')), ...(await import('../src/rsa-node.js')) }
})

afterEach(() => {
  vi.restoreAllMocks()
  syncBuiltinESMExports()
})

function watch<Name extends 'createPrivateKey' | 'createPublicKey' | 'randomFillSync'>(name: Name) {
  const spy = vi.spyOn(crypto, name)
  syncBuiltinESMExports()
  return spy
}

async function failureOf(call: () => unknown): Promise<unknown> {
  try {
    return await call()
  } catch (error) {
    return error
  }
}

describe('a private key in PEM', () => {
  it('is parsed once', async () => {
    const parse = watch('createPrivateKey')
    const first = await node.signRsaBase64(pkcs1('SHA-256'), PRIVATE_KEY, 'text')
    expect(await node.signRsaBase64(pkcs1('SHA-256'), PRIVATE_KEY, 'text')).toBe(first)
    expect(await node.signRsaBase64(pkcs1('SHA-1'), PRIVATE_KEY, 'text')).not.toBe(first)
    expect(parse).toHaveBeenCalledTimes(1)
  })

  it('is parsed again after 100 other keys', () => {
    const parse = watch('createPrivateKey')
    const parsed = crypto.createPrivateKey(privateKey)
    parse.mockClear().mockReturnValue(parsed)
    vi.spyOn(crypto, 'sign').mockReturnValue(Buffer.from('signature') as never)
    syncBuiltinESMExports()
    const parsesAfter = (index: number) => {
      const key = `Key ${String(index)}\n${privateKey}`
      void node.signRsaBase64(pkcs1('SHA-256'), { ...PRIVATE_KEY, key }, 'text')
      return parse.mock.calls.length
    }
    const counts = Array.from({ length: 100 }, (_, index) => parsesAfter(index))
    expect(counts.at(-1)).toBe(100)
    expect([0, 99, 100, 100, 0, 1, 0].map(parsesAfter)).toEqual([100, 100, 101, 101, 102, 103, 103])
  })

  it('is not kept if it is not an RSA key', async () => {
    const parse = watch('createPrivateKey')
    const elliptic = crypto
      .generateKeyPairSync('ec', { namedCurve: 'P-256' })
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString()
    for (const count of [1, 2]) {
      const sign = () =>
        node.signRsaBase64(pkcs1('SHA-256'), { ...PRIVATE_KEY, key: elliptic }, 'text')
      expect(await failureOf(sign)).toMatchObject({
        name: 'TypeError',
        message: 'privateKey must be an RSA key for RSASSA-PKCS1-v1_5',
        code: 'ERR_INVALID_ARG_VALUE',
      })
      expect(parse).toHaveBeenCalledTimes(count)
    }
  })
})

it('parses a public key each time, so that the time does not reveal which key was used before', async () => {
  const parse = watch('createPublicKey')
  const signature = await node.signRsaBase64(pkcs1('SHA-256'), PRIVATE_KEY, 'text')
  for (const count of [1, 2]) {
    const verified = node.verifyRsaBase64(pkcs1('SHA-256'), PUBLIC_KEY, { text: 'text', signature })
    expect(await verified).toBe(true)
    expect(parse).toHaveBeenCalledTimes(count)
  }
})

it('reads the length of the modulus at once', () => {
  expect(node.exportRsaPublicKey(PUBLIC_KEY)).toMatchObject({ modulusBits: 2048 })
})

it.each<[string, (named: NamedKey) => unknown]>([
  ['privateKey', (named) => node.signRsaBase64(pkcs1('SHA-256'), named, 'text')],
  ['publicKey', (named) => node.exportRsaPublicKey(named)],
])('names the cause if a %s cannot be parsed', async (option, read) => {
  const label = option === 'privateKey' ? 'PRIVATE KEY' : 'PUBLIC KEY'
  expect(await failureOf(() => read({ key: pemOf(label), option }))).toMatchObject({
    name: 'TypeError',
    message: `${option} must be an RSA key that this platform can read`,
    code: 'ERR_INVALID_ARG_VALUE',
    cause: expect.any(Error) as Error,
  })
})

function pemOf(label: string): string {
  return `-----BEGIN ${label}-----\nMAMCAQA=\n-----END ${label}-----\n`
}

it('computes a digest if the platform lacks crypto.hash', () => {
  const digest = node.digestBase64('SHA-256', 'Hello ☃')
  vi.spyOn(crypto as { readonly hash: unknown }, 'hash', 'get').mockReturnValue(undefined)
  expect(crypto.hash).toBeUndefined()
  expect(node.digestBase64('SHA-256', 'Hello ☃')).toBe(digest)
  expect(digest).toBe(crypto.createHash('sha256').update('Hello ☃').digest('base64'))
})

describe('randomHex', () => {
  /** Fills buffers with consecutive 16-bit integers in place of random bytes. */
  function countInsteadOfRandom() {
    let next = 0
    return watch('randomFillSync').mockImplementation((bytes) => {
      const buffer = bytes as unknown as Buffer
      for (let offset = 0; offset < buffer.length; offset += 2) {
        buffer.writeUInt16BE(next++, offset)
      }
      return bytes
    })
  }

  function counted(from: number, to: number): string {
    return Array.from({ length: (to - from) / 2 }, (_, index) =>
      (from / 2 + index).toString(16).padStart(4, '0'),
    ).join('')
  }

  it('returns each byte of the source once, 4,096 at a time', () => {
    const fill = countInsteadOfRandom()
    const drawn = Array.from({ length: POOL_BYTES / 16 }, () => node.createRandomHex(16))
    expect(drawn.join('')).toBe(counted(0, POOL_BYTES))
    expect(fill).toHaveBeenCalledTimes(1)
    expect(node.createRandomHex(16)).toBe(counted(POOL_BYTES, POOL_BYTES + 16))
    expect(fill).toHaveBeenCalledTimes(2)
  })

  it('drops what is left of the bytes if that is too short', () => {
    countInsteadOfRandom()
    expect(node.createRandomHex(16)).toBe(counted(0, 16))
    expect(node.createRandomHex(POOL_BYTES)).toBe(counted(POOL_BYTES, 2 * POOL_BYTES))
    expect(node.createRandomHex(2)).toBe(counted(2 * POOL_BYTES, 2 * POOL_BYTES + 2))
  })
})
