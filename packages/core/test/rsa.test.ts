import { constants, createPublicKey, createSign, createVerify } from 'node:crypto'

import { describe, expect, it } from 'vitest'

import { RSA_PSS, RSA_SHA1, RSA_SHA256, RSA_SHA512 } from '../src/index.js'
import { readRsaPublicKey } from '../src/internal.js'
import { KEYS } from './vectors.js'

const { privateKey = '', publicKey = '' } = KEYS.generated ?? {}
const SECRETS = { consumerSecret: '', tokenSecret: '', signingKey: '&' }
const BASE_STRING = 'GET&https%3A%2F%2Fphotos.example%2F&'

it.each([
  ['RSA-SHA1', RSA_SHA1, 'SHA-1'],
  ['RSA-SHA256', RSA_SHA256, 'SHA-256'],
  ['RSA-SHA512', RSA_SHA512, 'SHA-512'],
] as const)('%s signs and verifies by its hash', async (name, method, bodyHash) => {
  expect(method).toMatchObject({ name, family: 'public-key', bodyHash })
  const hash = bodyHash.replace('-', '')
  expect(Object.isFrozen(method)).toBe(true)
  const signature = createSign(hash).update(BASE_STRING).sign(privateKey, 'base64')
  expect(await method.sign(BASE_STRING, { ...SECRETS, privateKey })).toBe(signature)
  const verify = (signed: object) =>
    method.verify({ baseString: BASE_STRING, signature, ...signed }, { ...SECRETS, publicKey })
  expect(await verify({})).toBe(true)
  expect(await verify({ baseString: `${BASE_STRING}a` })).toBe(false)
  expect(await verify({ signature: signature.replaceAll('=', '') })).toBe(false)
  expect(await verify({ signature: `____${signature}` })).toBe(false)
  expect(await verify({ signature: '' })).toBe(false)
})

it('RSA-PSS signs and verifies with SHA-256 and a salt of 32 bytes', async () => {
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
  const signer = { key: privateKey, ...pss }
  expect(RSA_PSS).toMatchObject({ name: 'RSA-PSS', family: 'public-key', bodyHash: 'SHA-256' })
  const made = await RSA_PSS.sign(BASE_STRING, { ...SECRETS, privateKey })
  const verifier = createVerify('sha256').update(BASE_STRING)
  expect(verifier.verify({ key: publicKey, ...pss }, made, 'base64')).toBe(true)
  const signature = createSign('sha256').update(BASE_STRING).sign(signer, 'base64')
  const keys = { ...SECRETS, publicKey }
  expect(await RSA_PSS.verify({ baseString: BASE_STRING, signature }, keys)).toBe(true)
  expect(await RSA_SHA256.verify({ baseString: BASE_STRING, signature }, keys)).toBe(false)
})

it('verifies nothing without a public key', async () => {
  const signature = createSign('sha1').update(BASE_STRING).sign(privateKey, 'base64')
  expect(await RSA_SHA1.verify({ baseString: BASE_STRING, signature }, SECRETS)).toBe(false)
})

describe('readRsaPublicKey', () => {
  it('returns PEM and the length of the modulus', async () => {
    const read = { pem: publicKey, modulusBits: 2048, publicExponent: 65_537n }
    expect(await readRsaPublicKey(publicKey, 'rsaPublicKey')).toEqual(read)
    for (const name of ['RSASSA-PKCS1-v1_5', 'RSA-PSS']) {
      const spki = createPublicKey(publicKey).export({ type: 'spki', format: 'der' })
      const algorithm = { name, hash: 'SHA-1' }
      const key = await crypto.subtle.importKey('spki', spki, algorithm, true, ['verify'])
      expect(await readRsaPublicKey(key, 'rsaPublicKey')).toEqual(read)
    }
  })

  it.each<[what: string, key: unknown, problem: string]>([
    ['a private key', privateKey, 'must be an RSA public key, received a PRIVATE KEY; "openssl'],
    ['a CryptoKey without an algorithm', { algorithm: undefined }, 'must be an RSA key for RSASSA'],
    [
      'a CryptoKey to encrypt',
      { algorithm: { name: 'RSA-OAEP' } },
      'must be an RSA key for RSASSA',
    ],
  ])('names the option that contains %s', async (_what, key, problem) => {
    const refused = readRsaPublicKey(key as string, 'rsaPublicKey')
    await expect(refused).rejects.toThrow(TypeError)
    await expect(refused).rejects.toThrow(`rsaPublicKey ${problem}`)
  })
})
