import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createClient } from '@oauthplus/client'
import { flickr, magento2, mastercard, woocommerce } from '@oauthplus/client/presets'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { runOauthplus } from './run-oauthplus.js'

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})
const TOKEN = { key: 'janes-token', secret: 'token-secret' }
const SECRETS = {
  OAUTHPLUS_CONSUMER_SECRET: 'consumer-secret',
  OAUTHPLUS_TOKEN_SECRET: TOKEN.secret,
}
const CONSUMER = { key: 'printer', secret: 'consumer-secret' }
const SHOP = { storeUrl: 'https://shop.example' }
const upload = new FormData()
upload.append('title', 'My cat & me')
upload.append('photo', new Blob(['pixels']), 'cat.jpg')

let folder: string
let keyFile: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oauthplus-cli-'))
  keyFile = join(folder, 'public.pem')
  await writeFile(keyFile, publicKey)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Sample {
  readonly preset: string
  readonly provider: Parameters<typeof createClient>[0]['provider']
  readonly url: string
  readonly body?: FormData | string
  readonly needsToken?: boolean
  readonly isRsa?: true
}

/** Returns a request as the client sends it, written as HTTP. */
async function send({ provider, isRsa, url, body, needsToken }: Sample): Promise<string> {
  let text = ''
  const client = createClient({
    provider,
    consumer: isRsa === true ? { key: 'printer', privateKey } : CONSUMER,
    fetch: async (input, init) => {
      const request = new Request(input, init)
      const lines = [...request.headers].map(([name, value]) => `${name}: ${value}`)
      const sent = await request.text()
      text = [`${request.method} ${request.url} HTTP/1.1`, ...lines, '', sent].join('\r\n')
      return new Response('')
    },
  })
  const init = body === undefined ? {} : { method: 'POST', body }
  await (needsToken === true ? client.withToken(TOKEN).fetch(url, init) : client.fetch(url, init))
  return text
}

const MASTERCARD: Sample = {
  preset: 'mastercard',
  provider: mastercard,
  isRsa: true,
  url: 'https://api.mastercard.com/merchants?name=caf%C3%A9%20au%20lait',
}
const LEGACY_SHOP: Sample = {
  preset: 'woocommerce-legacy',
  provider: woocommerce({ ...SHOP, legacy: true }),
  url: 'https://shop.example/wc-api/v2/products?page=1',
}
const SAMPLES: readonly Sample[] = [
  MASTERCARD,
  LEGACY_SHOP,
  {
    preset: 'flickr',
    provider: flickr,
    url: 'https://up.flickr.com/services/upload/',
    body: upload,
    needsToken: true,
  },
  {
    preset: 'magento2',
    provider: magento2(SHOP),
    url: 'https://shop.example/rest/V1/orders?a[10]=x&a[9]=y&empty',
    needsToken: true,
  },
  {
    preset: 'woocommerce',
    provider: woocommerce(SHOP),
    url: 'https://shop.example/wp-json/wc/v3/products?include[]=2&include[]=1',
  },
]

function explain(input: string, { preset }: Sample, ...args: readonly string[]) {
  const keys = preset === 'mastercard' ? ['--public-key', keyFile] : []
  const options = { input, folder, environment: SECRETS }
  return runOauthplus(['explain', ...keys, ...args], options)
}

describe.each(SAMPLES)('a request signed by the preset $preset', (sample) => {
  it('is correct with --preset', async () => {
    const { preset } = sample
    const { code, standardOutput, standardError } = await explain(
      await send(sample),
      sample,
      '--preset',
      preset,
    )
    expect([code, standardError]).toEqual([0, ''])
    expect(standardOutput).toContain('The signature is right.')
  })

  it('names the preset without it', async () => {
    const { standardOutput } = await explain(await send(sample), sample)
    expect(standardOutput).toMatch(new RegExp(`the preset ${sample.preset}[,.]`))
  })
})

it('explains a signature that ignores the dialect of the service', async () => {
  const sample = MASTERCARD
  const text = await send({ ...sample, provider: { ...mastercard, dialect: undefined } })
  const result = await explain(text, sample, '--preset', 'mastercard')
  expect(result.code).toBe(1)
  expect(result.standardOutput).toContain('[dialect-left-out]')
  const suggested = await explain(text, sample)
  expect(suggested.standardOutput).toContain('use --preset mastercard')
})

it('uses the preset of the profile', async () => {
  const environment = { OAUTHPLUS_CONSUMER_SECRET: 'consumer-secret' }
  const site = ['--preset', 'woocommerce-legacy', '--site', 'https://shop.example']
  const args = ['profile', 'add', 'shop', ...site, '--consumer-key', 'printer']
  expect((await runOauthplus(args, { folder, environment })).code).toBe(0)
  const options = { input: await send(LEGACY_SHOP), folder }
  const { code, standardOutput } = await runOauthplus(['explain', '-p', 'shop'], options)
  expect(standardOutput).toContain('The signature is right.')
  expect(code).toBe(0)
})
