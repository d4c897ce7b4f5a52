import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createClient } from '@oauthplus/client'
import type { Client, ClientOptions, Token } from '@oauthplus/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestContext } from 'vitest'

import { commandOf, findPython } from './foreign-client.js'
import type { Interpreter } from './foreign-client.js'
import type { ListeningProcess } from './listening-process.js'
import { startOauthlibProvider } from './start-oauthlib-provider.js'
import type { OauthlibEndpoints } from './start-oauthlib-provider.js'

const CALLBACK_URL = 'http://127.0.0.1:9/callback?next=%2Fphotos%26x'
const FORM_TYPE = 'application/x-www-form-urlencoded'

// A repeated name out of order, an empty value, a space, UTF-8, the separators, and what encoders disagree on.
const PARAMETERS = 'a=1&a=0&b=&c=hello%20world&d=%E2%98%83&e=a%2Bb%3D%26&f=%21%27%28%29*~'
const DECODED = [
  ['a', '1'],
  ['a', '0'],
  ['b', ''],
  ['c', 'hello world'],
  ['d', '☃'],
  ['e', 'a+b=&'],
  ['f', "!'()*~"],
]

const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

let python: Interpreter
let directory: string
let provider: ListeningProcess<OauthlibEndpoints> | undefined

beforeAll(async () => {
  python = await findPython()
  directory = await mkdtemp(join(tmpdir(), 'oauthplus-interop-'))
  if ('missing' in python) return
  const rsaPublicKeyFile = join(directory, 'public.pem')
  await writeFile(rsaPublicKeyFile, keys.publicKey)
  provider = await startOauthlibProvider(python.command, { rsaPublicKeyFile })
}, 90_000)

afterAll(async () => {
  await provider?.stop()
  await rm(directory, { recursive: true, force: true })
})

/** Gives the endpoints of the provider, or skips the test where there is no Python to run it. */
function endpointsOf(context: TestContext): OauthlibEndpoints {
  commandOf(python, context)
  if (!provider) throw new Error('The provider was not started.')
  return provider.endpoints
}

function clientFor(
  endpoints: OauthlibEndpoints,
  options: { signatureMethod: string } & Pick<ClientOptions, 'callbackUrl'>,
): Client {
  const { requestTokenUrl, authorizeUrl, accessTokenUrl, consumer } = endpoints
  const { signatureMethod, callbackUrl } = options
  return createClient({
    provider: { requestTokenUrl, authorizeUrl, accessTokenUrl, signatureMethod },
    consumer: signatureMethod.startsWith('RSA-')
      ? { key: consumer.key, privateKey: keys.privateKey }
      : consumer,
    callbackUrl,
  })
}

/** Goes through three-legged OAuth as an application and its User's browser do. */
async function authorizedByCallback(client: Client): Promise<Token> {
  const { url, cookie } = await client.authorize()
  const approval = await fetch(url, { redirect: 'manual' })
  const location = approval.headers.get('location') ?? ''
  expect(location).toContain(`${CALLBACK_URL}&`)
  const { token } = await client.callback(location, { cookie: cookie.split(';', 1).join('') })
  return token
}

const SIGNATURE_METHODS = [
  'HMAC-SHA1',
  'HMAC-SHA256',
  'HMAC-SHA512',
  'RSA-SHA1',
  'RSA-SHA256',
  'RSA-SHA512',
  'PLAINTEXT',
]

describe('a provider made with oauthlib', () => {
  it.for(SIGNATURE_METHODS)(
    'serves @oauthplus/client that signs with %s',
    async (signatureMethod, context) => {
      const endpoints = endpointsOf(context)
      const client = clientFor(endpoints, { signatureMethod, callbackUrl: CALLBACK_URL })
      const api = client.withToken(await authorizedByCallback(client))
      const both = { query: DECODED, form: DECODED, params: [...DECODED, ...DECODED] }
      const onlyQuery = { query: DECODED, form: [], params: DECODED, bytes: 0 }
      const onlyForm = { query: [], form: DECODED, params: DECODED, bytes: PARAMETERS.length }
      const grant = { consumer: endpoints.consumer.key, user: 'jane' }
      const urlWithQuery = `${endpoints.echoUrl}?${PARAMETERS}`
      const form = { body: PARAMETERS, headers: { 'content-type': FORM_TYPE } }

      for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH']) {
        const response = await api.fetch(urlWithQuery, { method })
        expect(response.status, `${method} with a query`).toBe(200)
        expect(await response.json()).toEqual({ method, ...onlyQuery, ...grant })
      }
      for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
        const response = await api.fetch(endpoints.echoUrl, { method, ...form })
        expect(response.status, `${method} with a form`).toBe(200)
        expect(await response.json()).toEqual({ method, ...onlyForm, ...grant })
      }
      const response = await api.fetch(urlWithQuery, { method: 'POST', ...form })
      expect(response.status, 'POST with query and form').toBe(200)
      expect(await response.json()).toMatchObject({ ...both, ...grant })
    },
  )

  it('serves the parameters that the platform encodes', async (context) => {
    const endpoints = endpointsOf(context)
    const client = clientFor(endpoints, { signatureMethod: 'HMAC-SHA1', callbackUrl: CALLBACK_URL })
    const api = client.withToken(await authorizedByCallback(client))
    const pairs = new URLSearchParams(DECODED)

    const byQuery = await api.fetch(`${endpoints.echoUrl}?${pairs}`)
    expect(await byQuery.json()).toMatchObject({ params: DECODED })
    const byForm = await api.fetch(endpoints.echoUrl, { method: 'POST', body: pairs })
    expect(await byForm.json()).toMatchObject({ params: DECODED })
    const json = await api.fetch(endpoints.echoUrl, {
      method: 'POST',
      body: '{"a":1}',
      headers: { 'content-type': 'application/json' },
    })
    expect(await json.json()).toMatchObject({ params: [], bytes: 7 })
  })

  it('gives an Access Token for a verifier that the User carries', async (context) => {
    const endpoints = endpointsOf(context)
    const client = clientFor(endpoints, { signatureMethod: 'HMAC-SHA1', callbackUrl: 'oob' })
    const { url, requestToken } = await client.authorize()
    const page = await (await fetch(url)).text()
    const verifier = / id="oauth_verifier">([^<]+)</.exec(page)?.[1] ?? ''
    const mistyped = verifier.slice(1) + verifier.slice(0, 1)

    await expect(
      client.requestTokenWithVerifier({ requestToken, verifier: mistyped }),
    ).rejects.toMatchObject({ code: 'request_failed', status: 401 })
    const { token } = await client.requestTokenWithVerifier({ requestToken, verifier })

    const response = await client.withToken(token).fetch(endpoints.echoUrl)
    expect(await response.json()).toMatchObject({ user: 'jane' })
  })

  it('refuses @oauthplus/client with a wrong token secret', async (context) => {
    const endpoints = endpointsOf(context)
    const client = clientFor(endpoints, { signatureMethod: 'HMAC-SHA1', callbackUrl: CALLBACK_URL })
    const { key, secret } = await authorizedByCallback(client)

    const response = await client.withToken({ key, secret: `${secret}x` }).fetch(endpoints.echoUrl)

    expect(response.status).toBe(401)
  })
})
