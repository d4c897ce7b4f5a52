import { constants, generateKeyPairSync, sign } from 'node:crypto'

import { expect, it, vi } from 'vitest'

import * as cryptoNode from '../src/crypto-node.js'
import * as cryptoWeb from '../src/crypto-web.js'
import * as rsaNode from '../src/rsa-node.js'
import * as rsaWeb from '../src/rsa-web.js'
import type { HashName, RsaScheme } from '../src/rsa-key.js'
import { KEYS } from './vectors.js'

const node = { ...cryptoNode, ...rsaNode }
const web = { ...cryptoWeb, ...rsaWeb }
const hashes = ['SHA-1', 'SHA-256', 'SHA-512'] as const
const pair = KEYS.generated
const PRIVATE_KEY = { key: pair?.privateKey ?? '', option: 'privateKey' }
const PUBLIC_KEY = { key: pair?.publicKey ?? '', option: 'publicKey' }
const pkcs1 = (hash: HashName): RsaScheme => ({ algorithm: 'RSASSA-PKCS1-v1_5', hash })

it('exports the same functions for every platform', () => {
  expect(Object.keys(cryptoWeb).sort()).toEqual(Object.keys(cryptoNode).sort())
  expect(Object.keys(rsaWeb).sort()).toEqual(Object.keys(rsaNode).sort())
})

it.each(hashes)('makes the same digests with %s on every platform', async (hash) => {
  expect(await web.digestBase64(hash, 'Hello ☃')).toBe(node.digestBase64(hash, 'Hello ☃'))
  const bytes = Uint8Array.of(0, 1, 255)
  expect(await web.digestBase64(hash, bytes)).toBe(node.digestBase64(hash, bytes))
  expect(await web.computeHmacBase64(hash, '&', 'Hello ☃')).toBe(
    node.computeHmacBase64(hash, '&', 'Hello ☃'),
  )
})

it.each(hashes)(
  'makes and judges the same RSA signatures with %s on every platform',
  async (hash) => {
    const signature = await node.signRsaBase64(pkcs1(hash), PRIVATE_KEY, 'text')
    expect(await web.signRsaBase64(pkcs1(hash), PRIVATE_KEY, 'text')).toBe(signature)
    for (const { verifyRsaBase64 } of [node, web]) {
      const judge = (text: string) => verifyRsaBase64(pkcs1(hash), PUBLIC_KEY, { text, signature })
      expect([await judge('text'), await judge('other')]).toEqual([true, false])
    }
  },
)

it('verifies RSA-PSS signatures of every platform on every platform, each of them different', async () => {
  const scheme: RsaScheme = { algorithm: 'RSA-PSS', hash: 'SHA-256' }
  const signatures = new Set<string>()
  for (const signer of [node, web, node]) {
    const signature = await signer.signRsaBase64(scheme, PRIVATE_KEY, 'text')
    signatures.add(signature)
    for (const { verifyRsaBase64 } of [node, web]) {
      const verify = (text: string, by = scheme) =>
        verifyRsaBase64(by, PUBLIC_KEY, { text, signature })
      expect(await verify('text')).toBe(true)
      expect(await verify('other')).toBe(false)
      expect(await verify('text', pkcs1('SHA-256'))).toBe(false)
    }
  }
  expect(signatures.size).toBe(3)
})

it.each([20, 31, 33, 222])(
  'refuses an RSA-PSS signature with a salt of %i bytes on every platform',
  async (saltLength) => {
    const padding = constants.RSA_PKCS1_PSS_PADDING
    const signature = sign('sha256', Buffer.from('text'), {
      key: PRIVATE_KEY.key,
      padding,
      saltLength,
    }).toString('base64')
    const scheme: RsaScheme = { algorithm: 'RSA-PSS', hash: 'SHA-256' }
    for (const { verifyRsaBase64 } of [node, web]) {
      expect(await verifyRsaBase64(scheme, PUBLIC_KEY, { text: 'text', signature })).toBe(false)
    }
  },
)

it('takes a CryptoKey in place of PEM on every platform', async () => {
  const keys = await crypto.subtle.generateKey(
    {
      name: 'RSASSA-PKCS1-v1_5',
      modulusLength: 2048,
      publicExponent: Uint8Array.of(1, 0, 1),
      hash: 'SHA-256',
    },
    true,
    ['sign', 'verify'],
  )
  for (const { signRsaBase64, verifyRsaBase64, exportRsaPublicKey } of [node, web]) {
    const signature = await signRsaBase64(
      pkcs1('SHA-256'),
      { ...PRIVATE_KEY, key: keys.privateKey },
      'text',
    )
    const publicKey = { ...PUBLIC_KEY, key: keys.publicKey }
    expect(await verifyRsaBase64(pkcs1('SHA-256'), publicKey, { text: 'text', signature })).toBe(
      true,
    )
    expect(await exportRsaPublicKey(publicKey)).toMatchObject({ modulusBits: 2048 })
  }
})

it('writes two hexadecimal digits for each random byte', () => {
  const random = vi.spyOn(globalThis.crypto, 'getRandomValues').mockImplementation((bytes) => {
    expect(bytes).toEqual(new Uint8Array(5))
    ;(bytes as unknown as Uint8Array).set([0, 1, 15, 16, 255])
    return bytes
  })
  try {
    expect(web.createRandomHex(5)).toBe('00010f10ff')
  } finally {
    random.mockRestore()
  }
})

it('takes the empty key for an HMAC on every platform', async () => {
  expect(await web.computeHmacBase64('SHA-256', '', 'text')).toBe(
    node.computeHmacBase64('SHA-256', '', 'text'),
  )
})

it.each([node, web])(
  'accepts a CryptoKey only for its own hash and its own use',
  async (platform) => {
    const [keys, other] = await Promise.all(
      ['RSASSA-PKCS1-v1_5', 'RSA-PSS'].map((name) =>
        crypto.subtle.generateKey(
          { name, modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1), hash: 'SHA-1' },
          false,
          ['sign', 'verify'],
        ),
      ),
    )
    if (keys === undefined || other === undefined) throw new Error('no keys')
    const sign = async (hash: HashName, key: CryptoKey) =>
      platform.signRsaBase64(pkcs1(hash), { ...PRIVATE_KEY, key }, 'text')
    const judge = async (hash: HashName, key: CryptoKey) =>
      platform.verifyRsaBase64(
        pkcs1(hash),
        { ...PUBLIC_KEY, key },
        { text: 'text', signature: 'AAAA' },
      )
    await expect(sign('SHA-256', keys.privateKey)).rejects.toThrow(
      'privateKey must be a CryptoKey to sign with SHA-256, received one to sign with SHA-1',
    )
    await expect(sign('SHA-1', keys.publicKey)).rejects.toThrow(TypeError)
    await expect(judge('SHA-512', keys.publicKey)).rejects.toThrow(TypeError)
    await expect(judge('SHA-1', keys.privateKey)).rejects.toThrow(TypeError)
    await expect(sign('SHA-1', other.privateKey)).rejects.toThrow(/^privateKey must be an RSA key/)
    await expect(judge('SHA-1', other.publicKey)).rejects.toThrow(/^publicKey must be an RSA key/)
    expect(await judge('SHA-1', keys.publicKey)).toBe(false)
  },
)

it.each([node, web])('refuses PEM without an RSA key, and says so', async (platform) => {
  const { publicKey: elliptic } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const ellipticPem = elliptic.export({ type: 'spki', format: 'pem' }).toString()
  const emptyPem = '-----BEGIN PUBLIC KEY-----\nMAMCAQA=\n-----END PUBLIC KEY-----'
  for (const pem of [ellipticPem, emptyPem]) {
    const read = async () => platform.exportRsaPublicKey({ key: pem, option: 'publicKey' })
    await expect(read()).rejects.toThrow(TypeError)
    await expect(read()).rejects.toThrow(/RSA key/)
  }
})

it.each([
  ['no PEM at all', 'secret'],
  ['the wrong half', pair?.publicKey ?? ''],
])('refuses %s for a private key and repeats nothing of it', async (_what, key) => {
  for (const { signRsaBase64 } of [node, web]) {
    const sign = async () => signRsaBase64(pkcs1('SHA-1'), { key, option: 'privateKey' }, 'text')
    await expect(sign()).rejects.toThrow(/^privateKey must be an RSA private key, received/)
  }
})
