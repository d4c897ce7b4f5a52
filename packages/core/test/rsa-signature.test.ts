import { generateKeyPairSync } from 'node:crypto'

import { describe, expect, it } from 'vitest'

import { coreOn, PLATFORMS } from './platforms.js'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const METHODS = [
  'RSA-SHA1',
  'RSA-SHA256',
  'RSA-SHA512',
  'RSA-PSS',
  'HMAC-SHA1',
  'HMAC-SHA256',
  'HMAC-SHA512',
]
// Signatures that end in two characters of padding, in one and in none.
const PAIRS = [2048, 2056, 2064].map((modulusLength) => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength })
  return {
    modulusLength,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  }
})

describe.each(PLATFORMS)('A signature in Base64 on %s', (platform) => {
  it.each(METHODS.flatMap((method) => PAIRS.map((pair) => ({ method, ...pair }))))(
    'by $method and a key of $modulusLength bits is accepted in its canonical form only',
    async ({ method, privateKey, publicKey }) => {
      const { collectRequest, percentEncode, signRequest, verifySignature } = await coreOn(platform)
      const signed = await signRequest(
        { method: 'POST', url: 'https://api.example/', body: 'x' },
        { consumer: { key: 'c', secret: 's', privateKey } },
        { signatureMethod: method, sendBodyHash: true },
      )
      const { signature } = signed
      const hash = signed.parameters.find(([name]) => name === 'oauth_body_hash')?.[1] ?? ''
      const verify = async (written: string) => {
        const headers = signed.headers.map(
          ([name, value]) =>
            [
              name,
              value.replace(
                `oauth_signature="${percentEncode(signature)}"`,
                `oauth_signature="${percentEncode(written)}"`,
              ),
            ] as const,
        )
        const received = { ...signed, headers }
        expect(collectRequest(received).protocol).toContainEqual(['oauth_signature', written])
        const keys = { secrets: ['s'], publicKeys: [publicKey] }
        return (await verifySignature(received, keys, { signatureMethods: [method] })).ok
      }
      const accepted = []
      for (const written of [signature, ...otherForms(signature)]) {
        if (await verify(written)) accepted.push(written)
      }
      expect(accepted).toEqual([signature])
      expect(otherForms(hash).length).toBeGreaterThan(6)
    },
  )

  it.each(METHODS)('that is an oauth_body_hash by %s is compared as text', async (method) => {
    const { digest, signRequest, verifySignature, SIGNATURE_METHODS } = await coreOn(platform)
    const known = SIGNATURE_METHODS.find(({ name }) => name === method)
    const hashName = known?.bodyHash ?? 'SHA-1'
    if (known === undefined) throw new Error(method)
    // Signs any hash, as signRequest refuses to.
    const signatureMethod = { ...known, bodyHash: undefined }
    const hash = await digest('x', hashName)
    const verify = async (written: string) => {
      const signed = await signRequest(
        { method: 'POST', url: 'https://api.example/', body: 'x' },
        { consumer: { key: 'c', secret: 's', privateKey: PAIRS[0]?.privateKey } },
        { signatureMethod, parameters: [['oauth_body_hash', written]] },
      )
      const keys = { secrets: ['s'], publicKeys: [PAIRS[0]?.publicKey ?? ''] }
      return (await verifySignature(signed, keys, { signatureMethods: [method] })).ok
    }
    expect(await verify(hash)).toBe(true)
    for (const written of otherForms(hash)) expect(await verify(written)).toBe(false)
  })
})

/** Other strings that decoders read as the same bytes. */
function otherForms(base64: string): readonly string[] {
  const [, digits = '', padding = ''] = /^([^=]*)(=*)$/.exec(base64) ?? []
  const last = ALPHABET.indexOf(digits.at(-1) ?? '')
  const spareBits = 2 * padding.length
  const withSpareBits = Array.from(
    { length: 2 ** spareBits - 1 },
    (_, index) => digits.slice(0, -1) + ALPHABET.charAt(last + index + 1) + padding,
  )
  const others = [
    ` ${base64}`,
    `${base64} `,
    `${base64}\n`,
    `${base64}\r\n`,
    `${base64}=`,
    `${base64}====`,
    `${base64.slice(0, 64)}\n${base64.slice(64)}`,
    `${base64.slice(0, 4)} ${base64.slice(4)}`,
    digits,
    `${digits}.`,
    `=${digits}`,
    `${base64}AAAA`,
    `${digits}=${padding}`,
    base64.replaceAll('+', '-').replaceAll('/', '_'),
    ...withSpareBits,
  ]
  return others.filter((other) => other !== base64)
}
