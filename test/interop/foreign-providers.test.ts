import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createClient } from '@oauthplus/client'
import type { Client, ClientOptions, ServiceProvider, Token } from '@oauthplus/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestContext } from 'vitest'

import { AWKWARD_REQUESTS, fetchArguments, understood } from './awkward-requests.js'
import { FOREIGN_LIBRARIES } from './foreign-providers.js'
import type { ForeignEndpoints, ForeignProvider } from './start-foreign-provider.js'

const START = 60_000
const AWKWARD_SECRET = "kd94 hf+93&k4/23%kf=44'(☃)*~"
const CALLBACK_URL = 'http://127.0.0.1:9/callback?next=photos'

const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

let directory: string
let rsaPublicKeyFile: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'oauthplus-interop-'))
  rsaPublicKeyFile = join(directory, 'public.pem')
  await writeFile(rsaPublicKeyFile, keys.publicKey)
})

afterAll(() => rm(directory, { recursive: true, force: true }))

/** A client for one of them, as an application would make it. */
function clientOf(
  { requestTokenUrl, authorizeUrl, accessTokenUrl, consumer }: ForeignEndpoints,
  provider: ServiceProvider = {},
  options: Partial<ClientOptions> = {},
): Client {
  return createClient({
    provider: { requestTokenUrl, authorizeUrl, accessTokenUrl, ...provider },
    consumer: { ...consumer, privateKey: keys.privateKey },
    callbackUrl: CALLBACK_URL,
    ...options,
  })
}

/** Goes through three-legged OAuth as an application and its user's browser do. */
async function authorized(
  client: Client,
  decision: 'approve' | 'deny' = 'approve',
): Promise<Token> {
  const { url, setCookie: cookie } = await client.authorize()
  const decided = await fetch(`${url}&decision=${decision}`, { redirect: 'manual' })
  const location = decided.headers.get('location') ?? ''
  expect(location).toContain(`${CALLBACK_URL}&`)
  return (await client.callback(location, { cookie: cookie.replace(/;.*/, '') })).token
}

describe.each(FOREIGN_LIBRARIES)('a provider made with $name', (library) => {
  let provider: ForeignProvider | undefined

  beforeAll(async () => {
    provider = await library.start(rsaPublicKeyFile)
  }, START)

  afterAll(() => (provider && 'stop' in provider ? provider.stop() : undefined))

  /** Returns the endpoints, or skips the test if the machine cannot run the provider. */
  function endpointsFor({ skip }: Pick<TestContext, 'skip'>): ForeignEndpoints {
    if (provider === undefined) throw new Error('The provider was not started.')
    if ('endpoints' in provider) return provider.endpoints
    console.warn(`Skipped: ${provider.missing}`)
    return skip(provider.missing)
  }

  it.for(library.signatureMethods)(
    'serves three legs and the calls after them, signed with %s',
    async (signatureMethod, context) => {
      const endpoints = endpointsFor(context)
      const client = clientOf(endpoints, { signatureMethod })
      const api = client.withToken(await authorized(client))
      for (const [title, request] of AWKWARD_REQUESTS) {
        if (title in library.faults) continue
        const response = await api.fetch(...fetchArguments(endpoints.echoUrl, request))
        expect([title, response.status]).toEqual([title, 200])
        expect(await response.json(), title).toEqual({
          ...understood(request),
          consumer: endpoints.consumer.key,
          user: 'jane',
        })
      }
    },
  )

  it.for(library.places)('finds the OAuth parameters in the %s', async (transmission, context) => {
    const endpoints = endpointsFor(context)
    const client = clientOf(endpoints, { transmission })
    const api = client.withToken(await authorized(client))
    for (const request of [
      { method: 'GET', query: 'a=1&c=hello%20world' },
      { method: 'POST', query: 'a=1', form: 'c=hello+world' },
    ]) {
      const response = await api.fetch(...fetchArguments(endpoints.echoUrl, request))
      const { query, form } = understood(request)
      expect(await response.json()).toMatchObject({ query, form, user: 'jane' })
    }
  })

  it('takes a body hash with JSON', async (context) => {
    const endpoints = endpointsFor(context)
    const client = clientOf(endpoints, { sendBodyHash: true })
    const api = client.withToken(await authorized(client))
    const request = { method: 'POST', query: '', json: '{"a":1}' }
    const response = await api.fetch(...fetchArguments(endpoints.echoUrl, request))
    expect(await response.json()).toMatchObject({ bytes: 7, user: 'jane' })
  })

  it('gives an access token for a verifier that the user carries', async (context) => {
    const endpoints = endpointsFor(context)
    const client = clientOf(endpoints, {}, { callbackUrl: 'oob' })
    const { url, requestToken } = await client.authorize()
    const page = await (await fetch(url)).text()
    const verifier = / id="oauth_verifier">([^<]+)</.exec(page)?.[1] ?? ''

    const { token } = await client.exchangeVerifier({ requestToken, verifier })

    const response = await client.withToken(token).fetch(endpoints.echoUrl)
    expect(await response.json()).toMatchObject({ user: 'jane' })
  })

  it(`refuses a mistyped verifier, ${library.forgivesWrongVerifier ? 'and takes the right one then' : 'and the right one then, too'}`, async (context) => {
    const client = clientOf(endpointsFor(context), {}, { callbackUrl: 'oob' })
    const { url, requestToken } = await client.authorize()
    const page = await (await fetch(url)).text()
    const verifier = / id="oauth_verifier">([^<]+)</.exec(page)?.[1] ?? ''
    const exchange = (typed: string): Promise<object> =>
      client.exchangeVerifier({ requestToken, verifier: typed })

    await expect(exchange(`${verifier}x`)).rejects.toMatchObject({ name: 'OAuthResponseError' })
    await (library.forgivesWrongVerifier
      ? expect(exchange(verifier)).resolves.toHaveProperty('token')
      : expect(exchange(verifier)).rejects.toMatchObject({ status: 401 }))
  })

  it('reports a denial, which our client returns as callback_denied', async (context) => {
    const client = clientOf(endpointsFor(context))
    await expect(authorized(client, 'deny')).rejects.toMatchObject({
      code: 'callback_denied',
    })
  })

  it('refuses a wrong token secret', async (context) => {
    const endpoints = endpointsFor(context)
    const client = clientOf(endpoints)
    const { key, secret } = await authorized(client)
    const wrong = client.withToken({ key, secret: `${secret}x` })
    expect((await wrong.fetch(endpoints.echoUrl)).status).toBe(401)
  })

  if (library.verifiesWithoutToken) {
    it('gives an access token for a password, and none for a wrong one', async (context) => {
      const endpoints = endpointsFor(context)
      const client = clientOf(endpoints)
      const { username = '', password = '' } = endpoints.user ?? {}
      const { token } = await client.xauth({ username, password })
      const response = await client.withToken(token).fetch(endpoints.echoUrl)
      expect(await response.json()).toMatchObject({ user: 'jane' })
      await expect(client.xauth({ username, password: 'wrong' })).rejects.toMatchObject({
        code: 'permission_denied',
        status: 401,
      })
    })

    it('serves a consumer without a token', async (context) => {
      const endpoints = endpointsFor(context)
      const url = endpoints.twoLeggedUrl ?? ''
      const response = await clientOf(endpoints).fetch(`${url}?a=%E2%98%83`)
      expect(await response.json()).toMatchObject({ params: [['a', '☃']], user: null })
      const stranger = { key: endpoints.consumer.key, secret: 'wrong' }
      const refused = await clientOf(endpoints, {}, { consumer: stranger }).fetch(url)
      expect(refused.status).toBe(401)
    })
  }

  const faulty = AWKWARD_REQUESTS.flatMap(([title, request]) => {
    const reason = library.faults[title]
    return reason === undefined ? [] : [[title, reason, request] as const]
  })
  it.for(faulty)('does not verify %s: %s', async ([, , request], context) => {
    const endpoints = endpointsFor(context)
    const api = clientOf(endpoints).withToken(await authorized(clientOf(endpoints)))
    const response = await api.fetch(...fetchArguments(endpoints.echoUrl, request))
    // When the fault is corrected, remove its line from the table of faults.
    expect(response.status).not.toBe(200)
  })
})

describe('the differences of other providers', () => {
  async function running(name: string, context: TestContext): Promise<ForeignEndpoints> {
    const library = FOREIGN_LIBRARIES.find((known) => known.name === name)
    const provider = await library?.start(rsaPublicKeyFile)
    if (provider === undefined) throw new Error(`There is no ${name}.`)
    if ('missing' in provider) return context.skip(provider.missing)
    context.onTestFinished(provider.stop)
    return provider.endpoints
  }

  it('oauthlib and Authlib leave a parameter "realm" unsigned if the header has a realm', async (context) => {
    for (const name of ['oauthlib', 'Authlib']) {
      const endpoints = await running(name, context)
      const client = clientOf(endpoints, { realm: 'photos' })
      const api = client.withToken(await authorized(client))
      expect((await api.fetch(endpoints.echoUrl)).status).toBe(200)
      // A request that has the parameter is refused, and one to which a stranger added it is accepted.
      expect((await api.fetch(`${endpoints.echoUrl}?realm=x`)).status).toBe(401)
    }
  })

  it('Authlib decodes protocol parameters twice, so that a callback cannot contain an escape', async (context) => {
    const client = clientOf(
      await running('Authlib', context),
      {},
      { callbackUrl: `${CALLBACK_URL}%26x` },
    )
    await expect(client.authorize()).rejects.toMatchObject({
      status: 401,
      bodyExcerpt: 'error=invalid_signature',
    })
  })

  it('Authlib asks for a token, so that it serves neither xAuth nor a consumer without one', async (context) => {
    const endpoints = await running('Authlib', context)
    const response = await clientOf(endpoints).fetch(endpoints.echoUrl)
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('oauth_token')
  })

  it('PHP’s OAuthProvider does not encode the secrets in the signing key', async (context) => {
    const endpoints = await running('PHP’s OAuthProvider', context)
    const consumer = { key: 'consumer with an awkward secret', secret: AWKWARD_SECRET }
    const unencoded = clientOf(endpoints, {}, { consumer }).authorize()
    await expect(unencoded).rejects.toMatchObject({ code: 'signature_invalid' })
  })

  it('PHP’s OAuthProvider lists RSA-SHA1 and refuses every signature by it', async (context) => {
    const endpoints = await running('PHP’s OAuthProvider', context)
    const signed = clientOf(endpoints, { signatureMethod: 'RSA-SHA1' }).authorize()
    await expect(signed).rejects.toMatchObject({ code: 'signature_invalid', status: 401 })
  })
})
