import { constants, createHash, createHmac, createVerify, generateKeyPairSync } from 'node:crypto'

import { describe, expect, it } from 'vitest'

import { createClient } from '../../src/index.js'
import {
  bricklink,
  instapaper,
  lti11,
  signLtiLaunch,
  mastercard,
  nounProject,
  woocommerce,
} from '../../src/presets.js'
import type { Seen } from '../listen.js'
import { readSignature } from '../read-signature.js'
import { standIn } from '../stand-in.js'

const CONSUMER = { key: 'key', secret: 'consumer secret' }
const TOKEN = { key: 'token', secret: 'token secret' }

describe('Instapaper', () => {
  it('exchanges a password in a form, signed in the header', async () => {
    const { seen, fetch } = await standIn(() => ({
      body: 'oauth_token=token&oauth_token_secret=token%20secret',
    }))
    const client = createClient({ provider: instapaper, consumer: CONSUMER, fetch })
    const { token } = await client.xauth({ username: 'reader', password: "it's (secret)" })
    expect(token).toEqual(TOKEN)
    const [exchange] = seen
    expect(`${exchange?.method ?? ''} ${exchange?.url ?? ''}`).toBe(
      'POST https://www.instapaper.com/api/1/oauth/access_token',
    )
    expect(exchange?.body.toString()).toBe(
      'x_auth_username=reader&x_auth_password=it%27s%20%28secret%29&x_auth_mode=client_auth',
    )
    expect(readSignature(exchange).place).toBe('header')
    expect(readSignature(exchange).signedWith(CONSUMER.secret)).toBe(true)
  })

  it('is called with POST, with the parameters in the form', async () => {
    const { seen, fetch } = await standIn(() => ({ body: '[]' }))
    const client = createClient({ provider: instapaper, consumer: CONSUMER, fetch })
    await client.withToken(TOKEN).fetch('https://www.instapaper.com/api/1/bookmarks/list', {
      method: 'POST',
      body: new URLSearchParams({ limit: '25', have: '1:2,3' }),
    })
    expect(seen[0]?.body.toString()).toBe('limit=25&have=1%3A2%2C3')
    expect(readSignature(seen[0]).signedWith(CONSUMER.secret, TOKEN.secret)).toBe(true)
  })
})

it('BrickLink is called with an empty realm', async () => {
  const { seen, fetch } = await standIn(() => ({ body: '{}' }))
  const client = createClient({ provider: bricklink, consumer: CONSUMER, fetch })
  await client.withToken(TOKEN).fetch('https://api.bricklink.com/api/store/v1/orders?direction=in')
  expect(readSignature(seen[0])).toMatchObject({ place: 'header', realm: '' })
  expect(readSignature(seen[0]).signedWith(CONSUMER.secret, TOKEN.secret)).toBe(true)
})

it('the Noun Project is called without a token', async () => {
  const { seen, fetch } = await standIn(() => ({ body: '{}' }))
  const client = createClient({ provider: nounProject, consumer: CONSUMER, fetch })
  await client.fetch('https://api.thenounproject.com/v2/icon?query=fish%20%26%20chips')
  expect(readSignature(seen[0]).parameters).not.toHaveProperty('oauth_token')
  expect(readSignature(seen[0]).signedWith(CONSUMER.secret)).toBe(true)
})

describe('WooCommerce', () => {
  const url = 'http://shop.example/wp-json/wc/v3/orders?after=2026-01-01T00%3A00%3A00%2B02%3A00'

  it('is called over http with all parameters in the query, including dates with a plus', async () => {
    const { seen, fetch } = await standIn(() => ({ body: '[]' }))
    const provider = woocommerce({ storeUrl: 'http://shop.example' })
    await createClient({ provider, consumer: CONSUMER, fetch }).fetch(url)
    const [call] = seen
    expect(call?.url.startsWith(`${url}&oauth_consumer_key=key&`)).toBe(true)
    expect(readSignature(call)).toMatchObject({
      place: 'query',
      parameters: { oauth_signature_method: 'HMAC-SHA256' },
    })
    expect(readSignature(call).signedWith(CONSUMER.secret)).toBe(true)
  })

  it('legacy API has a signing key without an ampersand', async () => {
    const { seen, fetch } = await standIn(() => ({ body: '[]' }))
    const provider = woocommerce({ storeUrl: 'http://shop.example', legacy: true })
    await createClient({ provider, consumer: CONSUMER, fetch }).fetch(url)
    const { baseString, parameters, signedWith } = readSignature(seen[0])
    const signature = createHmac('sha256', 'consumer%20secret').update(baseString).digest('base64')
    expect(parameters.oauth_signature).toBe(signature)
    expect(signedWith(CONSUMER.secret)).toBe(false)
  })
})

describe('Mastercard', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })

  // Its dialect, parsed without the code under test: unencoded names and values, with the whole
  // string encoded once.
  function baseStringOf(seen: Seen | undefined, url: string): string {
    const { oauth_signature: signature, ...parameters } = readSignature(seen).parameters
    expect(signature).toBeDefined()
    const [address = '', query = ''] = url.split('?')
    const pairs = [
      ...query.split('&').filter(Boolean),
      ...Object.entries(parameters).map((pair) => pair.join('=')),
    ]
    const text = [seen?.method ?? '', address, pairs.sort().join('&')]
    return text.map((part) => encodeURIComponent(part)).join('&')
  }

  it.each([
    ['GET', 'https://sandbox.api.mastercard.com/atms/v1/atm?Format=XML&PageOffset=0', null],
    ['GET', 'https://api.mastercard.com/service/a%20b?q=a%2Fb&q=a%2Fb&empty', null],
    ['GET', 'https://mtf.api.mastercard.com/global-processing/core', null],
    ['POST', 'https://sandbox.api.mastercard.com/fraud/v1/account', '{"AccountNumber":"5343"}'],
  ])(
    'is called with %s %s with the hash of its body, in its dialect',
    async (method, url, body) => {
      const { seen, fetch } = await standIn(() => ({ body: '{}' }))
      const consumer = { key: 'client!id', privateKey }
      const client = createClient({ provider: mastercard, consumer, fetch })
      await client.fetch(url, { method, body, headers: { 'content-type': 'application/json' } })
      const [call] = seen
      const { parameters, place } = readSignature(call)
      expect(place).toBe('header')
      expect(parameters).toMatchObject({
        oauth_consumer_key: 'client!id',
        oauth_signature_method: 'RSA-SHA256',
        oauth_body_hash: createHash('sha256')
          .update(body ?? '')
          .digest('base64'),
      })
      const baseString = baseStringOf(call, url.replace(/&empty$/, '&empty='))
      const verifier = createVerify('sha256').update(baseString.replace('!', '%21'))
      expect(verifier.verify(publicKey, parameters.oauth_signature ?? '', 'base64')).toBe(true)
    },
  )

  it('accepts RSA-PSS with a salt of 32 bytes as the signature method', async () => {
    const { seen, fetch } = await standIn(() => ({ body: '{}' }))
    const url = 'https://api.mastercard.com/service?a=1'
    const client = createClient({
      provider: { ...mastercard, signatureMethod: 'RSA-PSS' },
      consumer: { key: 'client', privateKey },
      fetch,
    })
    await client.fetch(url)
    const { parameters } = readSignature(seen[0])
    expect(parameters.oauth_signature_method).toBe('RSA-PSS')
    const isValid = createVerify('sha256')
      .update(baseStringOf(seen[0], url))
      .verify(
        { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 },
        parameters.oauth_signature ?? '',
        'base64',
      )
    expect(isValid).toBe(true)
  })
})

describe('LTI 1.1', () => {
  it.each([
    ['LF', 'one\ntwo', 'one\r\ntwo'],
    ['CR', 'one\rtwo', 'one\r\ntwo'],
    ['CRLF', 'one\r\ntwo', 'one\r\ntwo'],
    ['LF before CR', '\n\r', '\r\n\r\n'],
  ])('signs %s in names and values as browsers submit it', async (_name, text, submitted) => {
    const parameters = [[text, text]] as const
    const { fields } = await signLtiLaunch({
      url: 'https://tool.example/launch',
      consumer: CONSUMER,
      parameters,
    })
    expect(fields).toContainEqual([submitted, submitted])
    expect(parameters).toEqual([[text, text]])
  })

  it.each(['_charset_', '_CHARSET_'])(
    'signs the value that browsers submit for %s',
    async (name) => {
      const { fields } = await signLtiLaunch({
        url: 'https://tool.example/launch',
        consumer: CONSUMER,
        parameters: [[name, '']],
      })
      expect(fields).toContainEqual([name, 'UTF-8'])
    },
  )

  it.each([
    ['', 'value', 'signLtiLaunch: parameters must not have an empty name'],
    [
      'a\0',
      'b',
      'signLtiLaunch: parameters must not contain U+0000, which an HTML form cannot submit',
    ],
    [
      'a',
      '\0',
      'signLtiLaunch: parameters must not contain U+0000, which an HTML form cannot submit',
    ],
  ])('rejects the field %j=%j, which browsers do not submit', async (name, value, message) => {
    const signing = signLtiLaunch({
      url: 'https://tool.example/launch',
      consumer: CONSUMER,
      parameters: [[name, value]],
    })
    await expect(signing).rejects.toThrow(
      expect.objectContaining({ name: 'TypeError', code: 'ERR_INVALID_ARG_VALUE', message }),
    )
  })

  it('launches with a form that contains everything', async () => {
    const { seen, fetch } = await standIn(() => ({}))
    const { action, fields } = await signLtiLaunch({
      url: 'https://tool.example/launch?course=3',
      consumer: CONSUMER,
      parameters: [
        ['lti_message_type', 'basic-lti-launch-request'],
        ['lti_version', 'LTI-1p0'],
        ['resource_link_title', 'Chapter (3): it’s'],
      ],
    })
    // As a browser posts it.
    await fetch(action, {
      method: 'POST',
      body: new URLSearchParams(fields.map((pair) => [...pair])),
    })
    const { place, parameters, signedWith } = readSignature(seen[0])
    expect(seen[0]?.url).toBe('https://tool.example/launch?course=3')
    expect([place, signedWith(CONSUMER.secret)]).toEqual(['body', true])
    expect(parameters.oauth_callback).toBe('about:blank')
  })

  it('sends outcomes as XML with the hash of its body', async () => {
    const { seen, fetch } = await standIn(() => ({}))
    const body = '<imsx_POXEnvelopeRequest/>'
    await createClient({ provider: lti11, consumer: CONSUMER, fetch }).fetch(
      'https://platform.example/outcomes',
      { method: 'POST', body, headers: { 'content-type': 'application/xml' } },
    )
    const { place, parameters, signedWith } = readSignature(seen[0])
    expect([place, signedWith(CONSUMER.secret)]).toEqual(['header', true])
    expect(parameters.oauth_body_hash).toBe(createHash('sha1').update(body).digest('base64'))
  })
})
