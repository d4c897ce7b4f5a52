import { readFileSync } from 'node:fs'

import { signRequest } from '@oauthplus/core'
import type { SignRequestOptions, UnsignedRequest } from '@oauthplus/core'
import type { ProviderOptions } from '@oauthplus/server-express'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { startProviderApp } from '../provider-app.js'
import type { ProviderApp, TestUser } from '../provider-app.js'
import { freePort } from '../servers/free-port.js'
import { HAS_NGINX, requireNginx, startNginx } from './nginx.js'
import type { Nginx } from './nginx.js'
import { sendRaw } from './raw-request.js'
import type { RawAnswer, RawRequest } from './raw-request.js'

const FORM = ['Content-Type', 'application/x-www-form-urlencoded'] as const
const QUERY = 'path=a%2Fb&plus=a+b&sum=1%2B1&empty=&bare&twice=2&twice=1&snow=%E2%98%83'
const QUERY_PAIRS = [
  ['path', 'a/b'],
  ['plus', 'a b'],
  ['sum', '1+1'],
  ['empty', ''],
  ['bare', ''],
  ['twice', '2'],
  ['twice', '1'],
  ['snow', '☃'],
]
const PROXY = '127.0.0.1'
const NOBODY = '127.0.0.2'
const OFFICE = '127.0.0.3'

interface KeyPair {
  readonly key: string
  readonly secret: string
}

let nginx: Nginx
const apps: ProviderApp[] = []

beforeEach((test) => {
  requireNginx(test)
})

afterAll(async () => {
  if (HAS_NGINX) await nginx.stop()
  await Promise.all(apps.map((app) => app.close()))
})

async function startApp(options: Partial<ProviderOptions<TestUser>>): Promise<ProviderApp> {
  const app = await startProviderApp(options)
  apps.push(app)
  return app
}

type Sending = Partial<Pick<RawRequest, 'from' | 'instead'>> & {
  readonly token?: KeyPair | undefined
  readonly consumer?: KeyPair | undefined
  readonly options?: SignRequestOptions
  /** The URL to which it is sent, if that differs from the signed one. */
  readonly to?: string
}

async function send(
  app: ProviderApp,
  request: UnsignedRequest,
  { token, consumer = app.consumer, options = {}, to, ...raw }: Sending = {},
): Promise<RawAnswer> {
  const signed = await signRequest(request, { consumer, token }, options)
  const { certificate } = nginx
  return sendRaw({ ...signed, ...raw, url: to ?? signed.url, certificate })
}

function keyPairOf({ text }: RawAnswer): KeyPair {
  const issued = new URLSearchParams(text)
  return {
    key: issued.get('oauth_token') ?? '',
    secret: issued.get('oauth_token_secret') ?? '',
  }
}

function problemOf({ status, text }: RawAnswer): [number | undefined, string | null] {
  return [status, new URLSearchParams(text).get('oauth_problem')]
}

/** Goes through the whole flow at a public URL, and gives the access token. */
async function accessTokenAt(app: ProviderApp, base: string): Promise<KeyPair> {
  const callback = 'http://127.0.0.1:9/ready?own=1'
  const requestToken = keyPairOf(
    await send(
      app,
      { method: 'POST', url: `${base}/oauth/request_token` },
      { options: { callback } },
    ),
  )
  const { certificate } = nginx
  const page = { url: `${base}/oauth/authorize?oauth_token=${requestToken.key}`, certificate }
  const shown = await sendRaw(page)
  expect([shown.status, shown.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
  const csrf = /name="csrf" value="([^"]+)"/.exec(shown.text)?.[1] ?? ''
  const form = new URLSearchParams({ oauth_token: requestToken.key, csrf, decision: 'approve' })
  const body = form.toString()
  const decided = await sendRaw({ ...page, method: 'POST', headers: [[...FORM]], body })
  const location = decided.headers.location as string
  expect([decided.status, location]).toEqual([303, expect.stringContaining(callback)])
  const verifier = new URL(location).searchParams.get('oauth_verifier') ?? ''
  const exchanged = await send(
    app,
    { method: 'POST', url: `${base}/oauth/access_token` },
    { token: requestToken, options: { verifier } },
  )
  expect(exchanged.status).toBe(200)
  return keyPairOf(exchanged)
}

/** Expects that resources can be reached at a public URL, whatever is in their queries and forms. */
async function expectResources(app: ProviderApp, base: string, token: KeyPair): Promise<void> {
  const got = await send(app, { method: 'GET', url: `${base}/echo?${QUERY}` }, { token })
  expect([got.status, got.text]).toEqual([200, expect.stringContaining('"user":"jane"')])
  expect(JSON.parse(got.text)).toMatchObject({ query: QUERY_PAIRS })
  const request = { method: 'POST', url: `${base}/echo?a=+`, headers: [FORM], body: QUERY } as const
  const posted = await send(app, request, { token })
  expect(JSON.parse(posted.text)).toMatchObject({ query: [['a', ' ']], form: QUERY_PAIRS })
  const tampered = await send(
    app,
    { method: 'GET', url: `${base}/echo?a=1` },
    { token, to: `${base}/echo?a=2` },
  )
  expect(problemOf(tampered)).toEqual([401, 'signature_invalid'])
}

/** Forwards the path below a prefix byte for byte: `proxy_pass` with a path would decode it first. */
function beneath(prefix: string, app: ProviderApp, headers: Readonly<Record<string, string>> = {}) {
  const lines = Object.entries(headers).map(([name, value]) => `proxy_set_header ${name} ${value};`)
  return `location ${prefix}/ {
    ${lines.join('\n    ')}
    if ($request_uri ~ ^${prefix}(/.*)$) { proxy_pass ${app.origin}$1; }
  }`
}

/** The configurations of the guide, which look for the application at port 3000. */
const [GUIDE_FIXED = '', GUIDE_BELIEVED = ''] = [
  ...readFileSync(new URL('../../docs/guide/behind-a-proxy.md', import.meta.url), 'utf8').matchAll(
    /```nginx\n(.*?)```/gs,
  ),
].map(([, configuration]) => configuration ?? '')

function configuredAs(configuration: string, { origin }: ProviderApp): string {
  return configuration.replaceAll('http://127.0.0.1:3000', origin)
}

let guideFixed: ProviderApp
let guideBelieved: ProviderApp
let fixed: ProviderApp
let decoded: ProviderApp
let trusting: ProviderApp
let untrusting: ProviderApp

beforeAll(async () => {
  if (!HAS_NGINX) return
  const port = await freePort()
  const host = `localhost:${port}`
  fixed = await startApp({ publicUrl: `https://${host}/shop/api` })
  decoded = await startApp({ publicUrl: `https://${host}/decoded` })
  trusting = await startApp({
    trustedProxies: [PROXY],
    allowForwardedPrefix: true,
    allowedHosts: [host],
  })
  untrusting = await startApp({})
  guideFixed = await startApp({
    publicUrl: `https://${host}/photos`,
    trustedProxies: [PROXY],
  })
  guideBelieved = await startApp({
    trustedProxies: [PROXY],
    allowForwardedPrefix: true,
    allowedHosts: [host],
  })
  const usual = {
    'X-Forwarded-Proto': '$scheme',
    'X-Forwarded-Host': '$http_host',
    'X-Forwarded-For': '$remote_addr',
    Forwarded: '""',
  }
  nginx = await startNginx(port, {
    locations: [
      configuredAs(GUIDE_FIXED, guideFixed),
      configuredAs(GUIDE_BELIEVED, guideBelieved),
      beneath('/shop/api', fixed),
      `location /decoded/ { proxy_pass ${decoded.origin}/; }`,
      beneath('/usual', trusting, { ...usual, 'X-Forwarded-Prefix': '/usual' }),
      beneath('/untrusting', untrusting, { Host: '$http_host', ...usual }),
      // A Host with quotes in it could write another Forwarded header.
      'if ($http_host !~ ^[\\w.-]+(:\\w+)?$) { return 400; }',
      beneath('', trusting, {
        Forwarded: String.raw`"for=$remote_addr;proto=$scheme;host=\"$http_host\""`,
      }),
    ],
  })
})

describe('as the guide configures it', () => {
  it('goes through the whole flow, awkward paths included', async () => {
    for (const [app, prefix] of [
      [guideFixed, '/photos'],
      [guideBelieved, '/api'],
    ] as const) {
      const base = `${nginx.origin}${prefix}`
      const token = await accessTokenAt(app, base)
      await expectResources(app, base, token)
      const url = `${base}/echo/a%2Fb/%7Euser//caf%C3%A9`
      expect((await send(app, { method: 'GET', url }, { token })).status).toBe(200)
    }
  })
})

describe('with publicUrl', () => {
  it('completes the whole flow below the prefix', async () => {
    const base = `${nginx.origin}/shop/api`
    const token = await accessTokenAt(fixed, base)
    await expectResources(fixed, base, token)
    const url = `${base}/echo/a%2Fb/%7Euser//caf%C3%A9`
    expect((await send(fixed, { method: 'GET', url }, { token })).status).toBe(200)
  })

  it('takes no Host and no forwarding header into account', async () => {
    const base = `${nginx.origin}/shop/api`
    const token = await accessTokenAt(fixed, base)
    const instead = { Host: 'evil.example', 'X-Forwarded-Host': 'evil.example' }
    const url = `${base}/echo?a=1`
    expect((await send(fixed, { method: 'GET', url }, { token, instead })).status).toBe(200)
    const elsewhere = { method: 'GET', url: 'https://evil.example/shop/api/echo?a=1' }
    const answer = await send(fixed, elsewhere, { token, instead, to: url })
    expect(problemOf(answer)).toEqual([401, 'signature_invalid'])
  })

  it('verifies queries behind a proxy that decodes paths, but no path that it changes', async () => {
    const base = `${nginx.origin}/decoded`
    const token = await accessTokenAt(decoded, base)
    await expectResources(decoded, base, token)
    const url = `${base}/echo/a%2Fb`
    const answer = await send(decoded, { method: 'GET', url }, { token })
    expect(problemOf(answer)).toEqual([401, 'signature_invalid'])
  })
})

describe('with trustedProxies and allowedHosts', () => {
  it('believes X-Forwarded-Proto, -Host and -Prefix of the proxy', async () => {
    const base = `${nginx.origin}/usual`
    await expectResources(trusting, base, await accessTokenAt(trusting, base))
  })

  it('believes Forwarded of the proxy', async () => {
    const token = await accessTokenAt(trusting, nginx.origin)
    await expectResources(trusting, nginx.origin, token)
  })

  it('sees nothing of the headers that the proxy overwrites', async () => {
    const base = `${nginx.origin}/usual`
    const token = await accessTokenAt(trusting, base)
    const instead = {
      'X-Forwarded-Host': 'evil.example',
      'X-Forwarded-Proto': 'http',
      'X-Forwarded-Prefix': '/evil',
      Forwarded: 'host=evil.example',
    }
    const request = { method: 'GET', url: `${base}/echo` }
    expect((await send(trusting, request, { token, instead })).status).toBe(200)
  })

  it.each([
    { 'X-Forwarded-Host': 'evil.example' },
    { 'X-Forwarded-Proto': 'http' },
    { 'X-Forwarded-For': NOBODY },
    { 'X-Forwarded-Port': '1' },
  ])('refuses what contradicts Forwarded: %o', async (instead) => {
    const token = await accessTokenAt(trusting, nginx.origin)
    const request = { method: 'GET', url: `${nginx.origin}/echo` }
    const answer = await send(trusting, request, { token, instead })
    expect(problemOf(answer)).toEqual([400, 'parameter_rejected'])
  })

  it.each(['/usual', ''])('refuses a counterfeit Host below "%s"', async (prefix) => {
    const token = await accessTokenAt(trusting, nginx.origin + prefix)
    const { host } = new URL(nginx.origin)
    const to = `${nginx.origin}${prefix}/echo`
    // nginx does not forward a character that would end the quotes of Forwarded.
    const injected = { Host: `${host}";for="${OFFICE}` }
    const request = { method: 'GET', url: to }
    expect((await send(trusting, request, { token, instead: injected })).status).toBe(400)
    for (const counterfeit of [
      'evil.example',
      host.replace('localhost', 'evil.example'),
      `evil.${host}`,
      'localhost',
      'localhost:1',
      'localhost:port',
    ]) {
      // Signed for the true host: that a signature fails must not be what protects.
      const instead = { Host: counterfeit }
      const answer = await send(trusting, request, { token, instead })
      expect([counterfeit, ...problemOf(answer)]).toEqual([counterfeit, 400, 'parameter_rejected'])
    }
  })

  it('believes no header of anybody else', async () => {
    const token = await accessTokenAt(trusting, nginx.origin)
    const { host } = new URL(nginx.origin)
    const request = { method: 'GET', url: `${nginx.origin}/echo?a=1` }
    const to = `${trusting.origin}/echo?a=1`
    for (const instead of [
      { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': host },
      { Forwarded: `proto=https;host="${host}"` },
    ]) {
      const byProxy = await send(trusting, request, { token, to, instead, from: PROXY })
      expect(byProxy.status).toBe(200)
      const direct = await send(trusting, request, { token, to, instead, from: NOBODY })
      expect(problemOf(direct)).toEqual([400, 'parameter_rejected'])
      const withHost = { ...instead, Host: host }
      const likely = await send(trusting, request, { token, to, instead: withHost, from: NOBODY })
      expect(problemOf(likely)).toEqual([403, 'insecure_transport'])
    }
  })

  it('knows the address of a client from the proxy', async () => {
    const consumer = { key: 'office', secret: 'kd94hf93k423kf44' }
    await trusting.provider.consumers.register({
      ...consumer,
      name: 'Office',
      addressRanges: [OFFICE],
    })
    for (const prefix of ['/usual', '']) {
      const url = `${nginx.origin}${prefix}/oauth/request_token`
      const request = { method: 'POST', url }
      const sending = { consumer, options: { callback: 'oob' } }
      const fromOffice = await send(trusting, request, { ...sending, from: OFFICE })
      expect(fromOffice.status).toBe(200)
      const other = await send(trusting, request, { ...sending, from: NOBODY })
      expect(other.status).toBe(401)
    }
    const url = `${nginx.origin}/usual/oauth/request_token`
    const instead = { 'X-Forwarded-For': OFFICE }
    const claimed = { consumer, options: { callback: 'oob' }, from: NOBODY, instead }
    expect((await send(trusting, { method: 'POST', url }, claimed)).status).toBe(401)
  })
})

it('refuses what a proxy brings that no option speaks of', async () => {
  const url = `${nginx.origin}/untrusting/oauth/request_token`
  for (const signedFor of [url, url.replace('https:', 'http:')]) {
    const request = { method: 'POST', url: signedFor }
    const answer = await send(untrusting, request, { to: url, options: { callback: 'oob' } })
    expect(problemOf(answer)).toEqual([403, 'insecure_transport'])
  }
})
