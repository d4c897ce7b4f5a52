import { createSign, generateKeyPairSync } from 'node:crypto'

import { beforeEach, describe, expect, it, vi } from 'vitest'

import type * as Platform from '../src/rsa-node.js'
import { KEYS } from './vectors.js'

const { privateKey = '', publicKey = '' } = KEYS.generated ?? {}
const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pkcs1 = pair.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
const pkcs1Public = pair.publicKey.export({ type: 'pkcs1', format: 'pem' }).toString()
const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'
const BAG = `Bag Attributes
    friendlyName: printer — "BEGIN"
    localKeyID: 54 69 6D 65 20 31 36
Key Attributes: <No Attributes>
`

type RsaFunction = 'signRsaBase64' | 'verifyRsaBase64' | 'exportRsaPublicKey'

/** The forms in which keys are found in files and environment variables. */
const WRAPPINGS: readonly (readonly [what: string, wrap: (pem: string) => string])[] = [
  ['alone', (pem) => pem],
  ['with text before it, as openssl pkcs12 prints it', (pem) => BAG + pem],
  ['with text after it', (pem) => `${pem}\nThis is the key of the printer.\n`],
  ['with dashes around it', (pem) => `----- a key -----\n${pem}-----\n-----END-----`],
  ['with a certificate before it', (pem) => BAG + CERTIFICATE + BAG + pem],
  ['with a certificate after it', (pem) => pem + CERTIFICATE],
  ['with CRLF', (pem) => pem.replaceAll('\n', '\r\n')],
  ['with CR', (pem) => pem.replaceAll('\n', '\r')],
  ['with a byte order mark', (pem) => `\uFEFF${pem}`],
  ['indented by spaces', (pem) => pem.replaceAll(/^/gm, '    ')],
  ['indented by tabs', (pem) => pem.replaceAll(/^/gm, '\t\t')],
  ['with spaces at the ends of lines', (pem) => pem.replaceAll('\n', '  \n')],
  ['with empty lines', (pem) => pem.replaceAll('\n', '\n\n')],
  ['without a line break at its end', (pem) => pem.trimEnd()],
  ['on one line', (pem) => pem.replaceAll('\n', ' ')],
  ['with escaped line breaks', (pem) => pem.replaceAll('\n', '\\n')],
  ['with line breaks escaped twice', (pem) => pem.replaceAll('\n', '\\\\n')],
  ['with escaped CRLF', (pem) => `"${pem.replaceAll('\n', '\\r\\n')}"`],
  ['in JSON', (pem) => JSON.stringify({ key: pem })],
  ['with a quoted string for each line', (pem) => pem.replaceAll(/^.+$/gm, '"$&"')],
  ['with continued lines', (pem) => pem.replaceAll('\n', '\\\n')],
  ['with its Base64 on one line', (pem) => pem.replaceAll(/(?<=[^-])\n(?=[^-])/g, '')],
]

const SCHEME = { algorithm: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const

describe.each<[string, () => Promise<Pick<typeof Platform, RsaFunction>>]>([
  ['rsa-node', () => import('../src/rsa-node.js')],
  ['rsa-web', () => import('../src/rsa-web.js')],
])('A PEM key on %s', (_name, load) => {
  // A new copy for each test: Node.js keeps the private keys that it has parsed.
  let platform: Pick<typeof Platform, RsaFunction>
  beforeEach(async () => {
    vi.resetModules()
    platform = await load()
  })

  const sign = async (key: string | Uint8Array) =>
    platform.signRsaBase64(SCHEME, { key, option: 'privateKey' }, 'text')
  const judge = async (key: string, signature: string) =>
    platform.verifyRsaBase64(SCHEME, { key, option: 'publicKey' }, { text: 'text', signature })

  const read = async (key: string) => platform.exportRsaPublicKey({ key, option: 'publicKey' })

  it.each(WRAPPINGS)('is read %s', async (_what, wrap) => {
    const signature = await sign(wrap(privateKey))
    expect(signature).toBe(createSign('sha256').update('text').sign(privateKey, 'base64'))
    expect(await judge(wrap(publicKey), signature)).toBe(true)
    const spkiBase64 = base64Of(publicKey).replaceAll('\n', '')
    expect(await read(wrap(publicKey))).toEqual({
      spkiBase64,
      modulusBits: 2048,
      publicExponent: 65_537n,
    })
  })

  it.each([
    ['a key of OpenSSH', block('OPENSSH PRIVATE KEY'), /an OPENSSH PRIVATE KEY; "ssh-keygen/],
    ['an EC key', block('EC PARAMETERS') + block('EC PRIVATE KEY'), /an EC PRIVATE KEY, which is/],
    ['a public key', publicKey, /received a PUBLIC KEY; the private key signs/],
    ['a PKCS#1 public key', pkcs1Public, /received an RSA PUBLIC KEY; the private key signs/],
    ['a certificate', CERTIFICATE, /received a CERTIFICATE, which contains no private key/],
    ['another label', block('SECRET STUFF'), /received PEM of another kind$/],
    ['no PEM', 'SECRET', /received a string without a PEM block$/],
    ['nothing', '', /received a string without a PEM block$/],
    ['a key twice', privateKey + privateKey, /received 2 keys; give one$/],
    ['both halves', publicKey + privateKey, /received 2 keys; give one$/],
    ['two formats', privateKey + pkcs1, /received 2 keys; give one$/],
    ['no end', privateKey.split('-----END')[0] ?? '', /cut off or not Base64$/],
    ['another end', privateKey.replace('END PRIVATE', 'END PUBLIC'), /cut off or not Base64$/],
    ['no Base64', block('PRIVATE KEY', ''), /cut off or not Base64$/],
    ['a missing character', privateKey.replace('\nMII', '\nMI'), /cut off or not Base64$/],
    ['other characters', block('PRIVATE KEY', 'SECRET_-SECRET__'), /cut off or not Base64$/],
    ['other characters first', block('PRIVATE KEY', '____AAAA'), /cut off or not Base64$/],
    ['padding bits', block('PRIVATE KEY', 'MAB='), /cut off or not Base64$/],
  ])('is refused for signing if it is %s, and not repeated', async (_what, key, message) => {
    await expect(sign(key)).rejects.toThrow(TypeError)
    await expect(sign(key)).rejects.toThrow(/^privateKey must be an RSA private key, received/)
    await expect(sign(key)).rejects.toThrow(message)
    await expect(sign(key)).rejects.not.toThrow(/SECRET|MII/)
  })

  it.each([
    ['a private key', privateKey, /received a PRIVATE KEY; "openssl pkey -in key.pem -pubout"/],
    ['a PKCS#1 private key', pkcs1, /received an RSA PRIVATE KEY; "openssl pkey/],
    [
      'an encrypted key',
      block('ENCRYPTED PRIVATE KEY'),
      /received an ENCRYPTED PRIVATE KEY; "open/,
    ],
    ['another label', block('PGP MESSAGE'), /received PEM of another kind$/],
    ['a key twice', publicKey + publicKey, /received 2 keys; give one$/],
    ['both halves', publicKey + privateKey, /received 2 keys; give one$/],
    ['no PEM', 'SECRET', /received a string without a PEM block$/],
  ])('is refused for verifying if it is %s', async (_what, key, message) => {
    for (const refused of [judge(key, 'AAAA'), read(key)]) {
      await expect(refused).rejects.toThrow(TypeError)
      await expect(refused).rejects.toThrow(/^publicKey must be an RSA public key, received/)
      await expect(refused).rejects.toThrow(message)
    }
  })

  it.each([
    ['PKCS#1 bytes', block('PRIVATE KEY', base64Of(pkcs1))],
    ['the bytes of a public key', block('PRIVATE KEY', base64Of(publicKey))],
    ['bytes that are no key', block('PRIVATE KEY', 'MAMCAQA=')],
    ['the key of another algorithm', elliptic().privateKey],
    ['a key for RSA-PSS only', pss().privateKey],
  ])('is refused if it contains %s', async (_what, key) => {
    await expect(sign(key)).rejects.toThrow(TypeError)
    await expect(sign(key)).rejects.toThrow(/RSA key/)
  })

  it.each([
    ['PKCS#1 bytes', block('PUBLIC KEY', base64Of(pkcs1Public))],
    ['the bytes of a private key', block('PUBLIC KEY', base64Of(privateKey))],
    ['bytes that are no key', block('PUBLIC KEY', 'MAMCAQA=')],
    ['the key of another algorithm', elliptic().publicKey],
    ['a key for RSA-PSS only', pss().publicKey],
  ])('is refused if it contains, as a public key, %s', async (_what, key) => {
    for (const refused of [judge(key, 'AAAA'), read(key)]) {
      await expect(refused).rejects.toThrow(TypeError)
      await expect(refused).rejects.toThrow(/RSA key/)
    }
  })

  it('is not looked for among millions of elements of DER', async () => {
    const before = performance.now()
    const der = Buffer.concat([Buffer.from('3083400000', 'hex'), Buffer.alloc(0x40_0000)])
    await expect(sign(der)).rejects.toThrow(TypeError)
    expect(performance.now() - before).toBeLessThan(1000)
  })

  it('is looked for in linear time', async () => {
    const before = performance.now()
    const units = [
      '-',
      ' ',
      '\n',
      '-----BEGIN ',
      '-----BEGIN PRIVATE KEY-----',
      '-----BEGIN A',
      'A=',
    ]
    for (const unit of units) {
      await expect(sign(unit.repeat(65_536 / unit.length))).rejects.toThrow(TypeError)
      const inside = unit.repeat(65_536 / unit.length)
      await expect(sign(block('PRIVATE KEY', inside))).rejects.toThrow(TypeError)
    }
    expect(performance.now() - before).toBeLessThan(1000)
  })
})

function block(label: string, content = 'MIIB'): string {
  return `-----BEGIN ${label}-----\n${content}\n-----END ${label}-----\n`
}

function base64Of(pem: string): string {
  return pem.split('\n').slice(1, -2).join('\n')
}

function elliptic() {
  return exported(generateKeyPairSync('ec', { namedCurve: 'P-256' }))
}

function pss() {
  return exported(generateKeyPairSync('rsa-pss', { modulusLength: 2048 }))
}

function exported(keys: ReturnType<typeof generateKeyPairSync>) {
  return {
    privateKey: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: keys.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  }
}
