import { createHmac } from 'node:crypto'

import { describe, expect, it } from 'vitest'

import { netsuite, tokenPassport } from '../../src/presets.js'

// The example from Oracle's page "Creating the Token Password", whose base string, key and
// signature are those of a token passport. The tests of several libraries also contain its
// signature.
const PUBLISHED = {
  accountId: '1234567',
  consumer: {
    key: '71cc02b731f05895561ef0862d71553a3ac99498a947c3b7beaf4a1e4a29f7c4',
    secret: '7278da58caf07f5c336301a601203d10a58e948efa280f0618e25fcee1ef2abd',
  },
  token: {
    key: '89e08d9767c5ac85b374415725567d05b54ecf0960ad2470894a52f741020d82',
    secret: '060cd9ab3ffbbe1e3d3918e90165ffd37ab12acc76b4691046e2d29c7d7674c2',
  },
  schemaVersion: '2024_2',
  nonce: '6obMKq0tmY8ylVOdEkA1',
  timestampSeconds: 1439829974,
}

describe('tokenPassport', () => {
  it('signs the published example', async () => {
    const { xml, ...passport } = await tokenPassport(PUBLISHED)
    expect(passport).toEqual({
      account: '1234567',
      consumerKey: PUBLISHED.consumer.key,
      token: PUBLISHED.token.key,
      nonce: PUBLISHED.nonce,
      timestamp: '1439829974',
      signature: 'FCghIZqXNetuZY8ILWOFH0ucdfzQOmAuL+q+kF21zPs=',
      algorithm: 'HMAC-SHA256',
    })
    expect(xml).toBe(
      '<m:tokenPassport xmlns:m="urn:messages_2024_2.platform.webservices.netsuite.com" ' +
        'xmlns:c="urn:core_2024_2.platform.webservices.netsuite.com">' +
        '<c:account>1234567</c:account>' +
        `<c:consumerKey>${PUBLISHED.consumer.key}</c:consumerKey>` +
        `<c:token>${PUBLISHED.token.key}</c:token>` +
        '<c:nonce>6obMKq0tmY8ylVOdEkA1</c:nonce>' +
        '<c:timestamp>1439829974</c:timestamp>' +
        '<c:signature algorithm="HMAC-SHA256">FCghIZqXNetuZY8ILWOFH0ucdfzQOmAuL+q+kF21zPs=</c:signature>' +
        '</m:tokenPassport>',
    )
  })

  it('creates a new nonce each time, and uses the current time', async () => {
    const options = { ...PUBLISHED, nonce: undefined, timestampSeconds: undefined }
    const before = Math.floor(Date.now() / 1000)
    const passports = await Promise.all([tokenPassport(options), tokenPassport(options)])
    const [first, second] = passports
    expect(first.nonce).toMatch(/^[a-f0-9]{32}$/)
    expect(second.nonce).not.toBe(first.nonce)
    expect(Number(first.timestamp)).toBeGreaterThanOrEqual(before)
    const key = `${options.consumer.secret}&${options.token.secret}`
    const text = ['1234567', options.consumer.key, options.token.key, first.nonce, first.timestamp]
    expect(first.signature).toBe(createHmac('sha256', key).update(text.join('&')).digest('base64'))
  })

  it.each(['1234567_SB1', '1234567-sb1'])(
    'uses the realm of the preset as the account %s',
    async (accountId) => {
      const { account } = await tokenPassport({ ...PUBLISHED, accountId })
      expect(account).toBe('1234567_SB1')
      expect(netsuite({ accountId }).realm).toBe(account)
    },
  )

  it('escapes XML, and encodes the signed string', async () => {
    const consumer = { key: '</c:consumerKey>&', secret: 'a&b' }
    const { xml, signature } = await tokenPassport({ ...PUBLISHED, consumer })
    expect(xml).toContain('<c:consumerKey>&lt;/c:consumerKey&gt;&amp;</c:consumerKey>')
    const { token, nonce, timestampSeconds } = PUBLISHED
    const text = ['1234567', encodeURIComponent(consumer.key), token.key, nonce, timestampSeconds]
    const expected = createHmac('sha256', `a%26b&${token.secret}`).update(text.join('&'))
    expect(signature).toBe(expected.digest('base64'))
  })

  it('does not contain secrets', async () => {
    const text = JSON.stringify(await tokenPassport(PUBLISHED))
    expect(text).not.toContain(PUBLISHED.consumer.secret)
    expect(text).not.toContain(PUBLISHED.token.secret)
  })

  it.each([
    ['accountId', { accountId: '1234567"' }, 'letters, digits, hyphens and underscores'],
    ['schemaVersion', { schemaVersion: '2024.2' }, 'a version such as 2024_2'],
    ['nonce', { nonce: 'a&b&c&d' }, '6 to 64 letters and digits'],
    ['nonce', { nonce: 'short' }, '6 to 64 letters and digits'],
    ['consumer', { consumer: { key: 'key' } }, 'secret'],
    ['token', { token: { key: 'key' } }, 'secret'],
    ['consumerKey', { consumer: { key: '\0', secret: 's' } }, 'XML cannot represent'],
  ])('rejects %s of %j', async (name, wrong, expected) => {
    const passport = tokenPassport({ ...PUBLISHED, ...wrong } as typeof PUBLISHED)
    await expect(passport).rejects.toThrow(TypeError)
    await expect(passport).rejects.toThrow(new RegExp(`tokenPassport: .*${name}.*${expected}`))
  })
})
