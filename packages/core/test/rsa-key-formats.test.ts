import { execFileSync } from 'node:child_process'
import { createPrivateKey, createSign, generateKeyPairSync } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'

import type { EncryptedKey, RsaKey, RsaPrivateKey } from '../src/index.js'
import { coreOn, PLATFORMS } from './platforms.js'

const PASSPHRASE = 'correct horse'
const CONSUMER = { key: 'printer' }
const REQUEST = { method: 'GET', url: 'https://photos.example/' }

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
const { privateKey: elliptic } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
type KeyType = 'pkcs1' | 'pkcs8' | 'spki'
const pem = (key: KeyObject, type: KeyType) => key.export({ type, format: 'pem' }).toString()
const der = (key: KeyObject, type: KeyType) => key.export({ type, format: 'der' })
const SEAL = { cipher: 'aes-256-cbc', passphrase: PASSPHRASE }
const sealedPem = (type: KeyType) =>
  pair.privateKey.export({ type, format: 'pem', ...SEAL }).toString()
const sealedDer = () => pair.privateKey.export({ type: 'pkcs8', format: 'der', ...SEAL })

let folder: string
let core: Awaited<ReturnType<typeof coreOn>>

function openssl(...args: readonly string[]): void {
  execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' })
}

function file(name: string): Buffer {
  return readFileSync(join(folder, name))
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'oauthplus-keys-'))
  writeFileSync(join(folder, 'key.pem'), pem(pair.privateKey, 'pkcs8'))
  const subject = ['-subj', '/CN=printer', '-days', '1']
  openssl('req', '-x509', '-key', 'key.pem', ...subject, '-out', 'certificate.pem')
  openssl('x509', '-in', 'certificate.pem', '-outform', 'DER', '-out', 'certificate.der')
  openssl('genpkey', '-algorithm', 'RSA', '-out', 'other.pem')
  const both = ['-inkey', 'key.pem', '-in', 'certificate.pem', '-passout', `pass:${PASSPHRASE}`]
  openssl('pkcs12', '-export', ...both, '-out', 'modern.p12')
  const older = ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1']
  openssl('pkcs12', '-export', ...both, ...older, '-out', 'older.p12')
  openssl('pkcs12', '-export', ...both, '-keypbe', 'NONE', '-out', 'open.p12')
  const sealed = ['-nokeys', '-in', 'certificate.pem', '-passout', `pass:${PASSPHRASE}`]
  openssl('pkcs12', '-export', ...sealed, '-out', 'certificate.p12')
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

async function sign(privateKey: RsaPrivateKey): Promise<boolean> {
  const { baseString, signature } = await core.signRequest(
    REQUEST,
    { consumer: { ...CONSUMER, privateKey } },
    { signatureMethod: 'RSA-SHA256' },
  )
  return signature === createSign('sha256').update(baseString).sign(pair.privateKey, 'base64')
}

async function verify(publicKey: RsaKey): Promise<boolean> {
  const signed = await core.signRequest(
    REQUEST,
    { consumer: { ...CONSUMER, privateKey: pem(pair.privateKey, 'pkcs8') } },
    { signatureMethod: 'RSA-SHA256' },
  )
  const signatureMethods = ['RSA-SHA256']
  const keys = { publicKeys: [publicKey] }
  return (await core.verifySignature(signed, keys, { signatureMethods })).ok
}

const refusal = async (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.then(
    () => 'accepted',
    (error: unknown) => error,
  )

describe.each(PLATFORMS)('An RSA key on %s', (platform) => {
  beforeEach(async () => {
    core = await coreOn(platform)
  })

  it.each<[string, () => RsaPrivateKey]>([
    ['PKCS#8', () => pem(pair.privateKey, 'pkcs8')],
    ['PKCS#1', () => pem(pair.privateKey, 'pkcs1')],
    ['PKCS#1 with escaped line breaks', () => JSON.stringify(pem(pair.privateKey, 'pkcs1'))],
    ['the bytes of PEM', () => Buffer.from(`key:\r\n${pem(pair.privateKey, 'pkcs8')}`)],
    ['PKCS#8 as DER', () => der(pair.privateKey, 'pkcs8')],
    ['PKCS#1 as DER', () => der(pair.privateKey, 'pkcs1')],
    ['a plain Uint8Array', () => new Uint8Array(der(pair.privateKey, 'pkcs8'))],
    ['a key that needs no passphrase', () => ({ key: file('key.pem'), passphrase: 'x' })],
  ])('signs if it is %s', async (_format, key) => {
    expect(await sign(key())).toBe(true)
  })

  it.each<[string, () => RsaKey]>([
    ['SPKI', () => pem(pair.publicKey, 'spki')],
    ['PKCS#1', () => pem(pair.publicKey, 'pkcs1')],
    ['the bytes of PEM', () => Buffer.from(pem(pair.publicKey, 'spki'))],
    ['SPKI as DER', () => der(pair.publicKey, 'spki')],
    ['PKCS#1 as DER', () => der(pair.publicKey, 'pkcs1')],
    ['a certificate', () => file('certificate.pem').toString()],
    ['a certificate as DER', () => file('certificate.der')],
    ['a certificate of the first version', () => firstVersion()],
  ])('verifies, and is read as SPKI, if it is %s', async (_format, key) => {
    expect(await verify(key())).toBe(true)
    const read = await core.readRsaPublicKey(key(), 'publicKey')
    expect(read).toEqual({
      pem: pem(pair.publicKey, 'spki'),
      modulusBits: 2048,
      publicExponent: 65_537n,
    })
  })

  it.each<[string, () => RsaPrivateKey, string]>([
    ['SPKI as DER', () => der(pair.publicKey, 'spki'), 'a PUBLIC KEY; the private key signs'],
    ['PKCS#1 as DER', () => der(pair.publicKey, 'pkcs1'), 'an RSA PUBLIC KEY; the private'],
    [
      'a certificate',
      () => file('certificate.der'),
      'a CERTIFICATE, which contains no private key',
    ],
    ['an EC key', () => sec1(), 'an EC PRIVATE KEY, which is not an RSA key'],
    ['no key', () => Buffer.from('SECRET'), 'neither PEM nor DER'],
    ['no bytes', () => new Uint8Array(), 'neither PEM nor DER'],
    ['DER and more', () => Buffer.concat([der(pair.privateKey, 'pkcs8'), Buffer.of(5, 0)]), 'nei'],
    ['DER that is cut off', () => der(pair.privateKey, 'pkcs8').subarray(0, 999), 'neither PEM'],
    ['DER without a length', () => Buffer.of(0x30, 0x80, 2, 1, 0, 0, 0), 'neither PEM nor DER'],
    ['DER with a long length', () => Buffer.of(0x30, 0x84, 0, 0, 0, 1, 0), 'neither PEM nor DER'],
    ['DER with half a length', () => Buffer.of(0x30, 0x82, 1), 'neither PEM nor DER'],
    ['PKCS#12 without a key', () => file('certificate.p12'), 'PKCS#12; "openssl pkcs12 -in key.'],
  ])('is refused for signing if it is %s', async (_format, key, found) => {
    expect(await refusal(sign(key()))).toMatchObject({
      name: 'TypeError',
      message: expect.stringContaining(
        `credentials.consumer.privateKey must be an RSA private key, received ${found}`,
      ) as string,
    })
  })

  it.each<[string, () => RsaKey, string]>([
    ['PKCS#8 as DER', () => der(pair.privateKey, 'pkcs8'), 'a PRIVATE KEY; "openssl pkey -in'],
    ['PKCS#1 as DER', () => der(pair.privateKey, 'pkcs1'), 'an RSA PRIVATE KEY; "openssl pkey'],
    ['an encrypted key', () => sealedDer(), 'an ENCRYPTED PRIVATE KEY; '],
    ['PKCS#12', () => file('modern.p12'), 'PKCS#12; "openssl pkcs12 -in key.p12 -clcerts -nokeys"'],
    [
      'two certificates',
      () => file('certificate.pem').toString().repeat(2),
      '2 certificates; give',
    ],
  ])('is refused for verifying if it is %s', async (_format, key, found) => {
    const error = await refusal(verify(key()))
    expect(error).toMatchObject({ name: 'TypeError' })
    expect(String(error)).toContain(
      `each of keys.publicKeys must be an RSA public key, received ${found}`,
    )
  })

  it('is refused if a certificate contains another key, or none', async () => {
    writeFileSync(join(folder, 'elliptic.pem'), pem(elliptic, 'pkcs8'))
    const subject = ['-subj', '/CN=printer', '-out', 'elliptic-certificate.pem']
    openssl('req', '-x509', '-key', 'elliptic.pem', ...subject)
    const empty = Buffer.of(0x30, 0x07, 0x30, 0x00, 0x30, 0x00, 0x03, 0x01, 0x00)
    for (const certificate of [file('elliptic-certificate.pem').toString(), empty]) {
      const error = await refusal(verify(certificate))
      expect(error).toMatchObject({ name: 'TypeError' })
      expect(String(error)).toMatch(/RSA key/)
    }
  })

  it('is refused in linear time if it is malformed', async () => {
    // In time of the processor, because a busy machine takes longer.
    const before = process.cpuUsage()
    for (const beginning of [[], [0x30, 0x83, 0x01, 0x00, 0x00], [0x30, 0x83, 0x0f, 0xff, 0xfb]]) {
      for (const unit of [[0x30], [0x30, 0x00], [0x02, 0x01], [0x2d], [0xff]]) {
        const bytes = new Uint8Array(262_144)
        for (let at = 0; at < bytes.length; at += unit.length) bytes.set(unit, at)
        bytes.set(beginning)
        expect(await refusal(sign(bytes))).toBeInstanceOf(TypeError)
      }
    }
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1000).toBeLessThan(2000)
  })
})

describe('An encrypted RSA key', () => {
  const withPassphrase = (key: string | Buffer): EncryptedKey => ({ key, passphrase: PASSPHRASE })
  const KEYS: readonly (readonly [string, () => string | Buffer])[] = [
    ['encrypted PKCS#8', () => sealedPem('pkcs8')],
    ['encrypted PKCS#8 with escapes', () => JSON.stringify(sealedPem('pkcs8'))],
    ['encrypted PKCS#8 as DER', () => sealedDer()],
    ['PEM that OpenSSL encrypted in its older way', () => sealedPem('pkcs1')],
    ['the same with escapes', () => JSON.stringify(sealedPem('pkcs1'))],
    ['the same on one line', () => sealedPem('pkcs1').replaceAll('\n', ' ')],
    ['PKCS#12', () => file('modern.p12')],
    ['PKCS#12 with an older encryption', () => file('older.p12')],
  ]

  describe('on crypto-node', () => {
    beforeEach(async () => {
      core = await coreOn('crypto-node')
    })

    it.each(KEYS)('signs with its passphrase if it is %s', async (_format, key) => {
      expect(await sign(withPassphrase(key()))).toBe(true)
    })

    it.each(KEYS)('is refused without a passphrase if it is %s', async (_format, key) => {
      expect(await refusal(sign(key()))).toMatchObject({
        name: 'TypeError',
        code: 'ERR_INVALID_ARG_TYPE',
        message:
          'signRequest: credentials.consumer.privateKey must be given as { key, passphrase }, because the key is encrypted',
      })
    })

    it.each(KEYS)('is refused with another passphrase if it is %s', async (_format, key) => {
      const error = await refusal(sign({ key: key(), passphrase: 'SECRET' }))
      expect(error).toMatchObject({
        name: 'TypeError',
        message:
          'signRequest: credentials.consumer.privateKey must be a key that its passphrase decrypts: the passphrase is wrong, or the key is damaged',
        cause: expect.any(Error) as Error,
      })
      const { cause } = error as Error
      expect(JSON.stringify([error, String(error), cause, String(cause)])).not.toContain('SECRET')
    })

    it('signs without a passphrase if PKCS#12 is not encrypted', async () => {
      expect(await sign(file('open.p12'))).toBe(true)
    })

    it('is refused if PKCS#12 contains two of them', async () => {
      const error = await refusal(sign(withPassphrase(doubled())))
      expect(String(error)).toContain('privateKey must contain one private key, received 2')
    })

    it('is refused if its cipher is not supported', async () => {
      const key = sealedPem('pkcs8')
      const unknown = key.replace(/(?<=-\n)[^-]+/, (text) => otherCipher(text))
      expect(String(await refusal(sign(withPassphrase(unknown))))).toContain(
        'its cipher is not supported here; "openssl pkcs8 -topk8',
      )
    })

    it('is refused if it is a key of another algorithm', async () => {
      const key = elliptic.export({ type: 'pkcs8', format: 'pem', ...SEAL }).toString()
      expect(String(await refusal(sign(withPassphrase(key))))).toMatch(/must be an RSA key for/)
    })

    it('is kept without its text and its passphrase', async () => {
      const set = vi.spyOn(Map.prototype, 'set')
      const key = sealedPem('pkcs8')
      await sign({ key, passphrase: PASSPHRASE })
      const names = set.mock.calls.map(([name]) => String(name))
      set.mockRestore()
      expect(names).not.toHaveLength(0)
      expect(names.some((name) => name.includes(PASSPHRASE))).toBe(false)
      expect(names.some((name) => name.includes('BEGIN ENCRYPTED'))).toBe(false)
    })

    it('is read again with each passphrase', async () => {
      const key = sealedPem('pkcs8')
      expect(await sign(withPassphrase(key))).toBe(true)
      expect(await refusal(sign({ key, passphrase: 'other' }))).toBeInstanceOf(TypeError)
      expect(await sign(withPassphrase(key))).toBe(true)
    })
  })

  it.each(KEYS)('is refused on crypto-web with advice if it is %s', async (_format, key) => {
    core = await coreOn('crypto-web')
    for (const given of [key(), withPassphrase(key())]) {
      const error = await refusal(sign(given))
      expect(error).toMatchObject({ name: 'TypeError' })
      expect(String(error)).toMatch(
        /consumer\.privateKey must be an RSA private key, received (?:an encrypted key, which this platform cannot decrypt; "openssl pkey -in key\.pem -out decrypted\.pem"|PKCS#12; "openssl pkcs12 -in key\.p12)/,
      )
    }
  })
})

describe('A KeyObject', () => {
  it('signs and verifies on crypto-node', async () => {
    core = await coreOn('crypto-node')
    expect(await sign(pair.privateKey)).toBe(true)
    expect(await sign(createPrivateKey(pem(pair.privateKey, 'pkcs1')))).toBe(true)
    expect(await verify(pair.publicKey)).toBe(true)
    const read = await core.readRsaPublicKey(pair.publicKey, 'publicKey')
    expect(read).toEqual({
      pem: pem(pair.publicKey, 'spki'),
      modulusBits: 2048,
      publicExponent: 65_537n,
    })
  })

  it('is refused if it is the other half or of another algorithm', async () => {
    core = await coreOn('crypto-node')
    expect(String(await refusal(sign(pair.publicKey)))).toContain(
      'privateKey must be an RSA private key, received a public KeyObject',
    )
    expect(String(await refusal(verify(pair.privateKey)))).toContain(
      'publicKeys must be an RSA public key, received a private KeyObject',
    )
    expect(String(await refusal(sign(elliptic)))).toContain('must be an RSA key for RSASSA')
  })

  it('is refused on crypto-web', async () => {
    core = await coreOn('crypto-web')
    for (const attempt of [sign(pair.privateKey), verify(pair.publicKey)]) {
      expect(String(await refusal(attempt))).toContain('must be an RSA key for RSASSA-PKCS1-v1_5')
    }
  })
})

/** A certificate as they were before extensions. */
function firstVersion(): Buffer {
  openssl('req', '-new', '-key', 'key.pem', '-subj', '/CN=printer', '-out', 'request.pem')
  openssl('x509', '-req', '-in', 'request.pem', '-key', 'key.pem', '-out', 'first.pem')
  return file('first.pem')
}

function sec1(): Buffer {
  return elliptic.export({ type: 'sec1', format: 'der' })
}

/** PKCS#12 that contains its bag of keys twice. */
function doubled(): Buffer {
  const oid = (text: string) => Buffer.from(text, 'hex')
  const element = (tag: number, ...parts: readonly Buffer[]) => {
    const content = Buffer.concat(parts)
    const length = Buffer.of(0x82, content.length >> 8, content.length & 255)
    return Buffer.concat([Buffer.of(tag), length, content])
  }
  const data = (...parts: readonly Buffer[]) =>
    element(
      0x30,
      oid('06092a864886f70d010701'),
      element(0xa0, element(0x04, element(0x30, ...parts))),
    )
  const key = sealedDer()
  const bag = element(0x30, oid('060b2a864886f70d010c0a0102'), element(0xa0, key))
  return element(0x30, Buffer.of(2, 1, 3), data(data(bag, bag)))
}

/** Encrypted PKCS#8 in Base64 that names AES with a key of another length. */
function otherCipher(base64: string): string {
  const bytes = Buffer.from(base64, 'base64')
  const at = bytes.indexOf(Buffer.from('60864801650304012a', 'hex'))
  bytes[at + 8] = 0x7f
  return bytes.toString('base64')
}
