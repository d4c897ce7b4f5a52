import { createServer } from 'node:http'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import type { ProviderConfig } from '../src/index.js'
import { createProvider, memoryStore } from '@oauthplus/server'
import type { Provider } from '@oauthplus/server'
import { readNodeRequest, writeNodeResponse } from '@oauthplus/server/node'

import { vectors } from '../src/vectors.js'

/** Creates an application that has the endpoints, and protects everything below `/api`. */
export type MountProvider = (provider: Provider<{ readonly id: string }>) => RequestListener

/** A Provider under test. */
export interface RunningProvider {
  readonly config: ProviderConfig
  close(): Promise<void>
}

const CALLBACK = 'http://127.0.0.1:9/ready'
const REQUEST_TOKEN_LIFETIME_SECONDS = 600
const { privateKey = '', publicKey = '' } = vectors.keys.generated ?? {}

/** Starts a provider of oauthplus in a framework, with all that the suite can ask for. */
export async function startOAuthplus(mount: MountProvider): Promise<RunningProvider> {
  let advancedSeconds = 0
  const provider = createProvider({
    store: memoryStore(),
    findUser: (id) => ({ id }),
    verifyPassword: ({ username, password }) =>
      username === 'jane' && password === 'jane-password' ? 'jane' : undefined,
    limits: { passwords: false, requestTokens: false, invalidSignatures: false },
    requestTokenLifetimeSeconds: REQUEST_TOKEN_LIFETIME_SECONDS,
    accessTokenLifetimeSeconds: 3600,
    sessionLifetimeSeconds: 86_400,
    signatureMethods: [...METHODS, 'PLAINTEXT'],
    now: () => Date.now() + advancedSeconds * 1000,
  })
  const callbacks = [CALLBACK, `${CALLBACK}?x=1&y=a%20b%2F`, 'oob']
  const consumers: Record<string, { readonly key: string; readonly secret: string }> = {}
  for (const key of ['main', 'other', 'plaintext', 'two-legged', 'xauth']) {
    const secret = `${key}-secret+&%é-which-is-long`
    consumers[key] = { key, secret }
    await provider.consumers.register({
      ...consumers[key],
      name: key,
      callbacks,
      signatureMethods:
        key === 'plaintext' ? ['PLAINTEXT'] : ['HMAC-SHA1', 'HMAC-SHA256', 'HMAC-SHA512'],
      allowXauth: key === 'xauth',
      allowTwoLegged: key === 'two-legged',
    })
  }
  await provider.consumers.register({
    key: 'rsa',
    name: 'rsa',
    callbacks,
    publicKeys: [publicKey],
    signatureMethods: ['RSA-SHA1'],
  })

  const application = mount(provider)
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    if (pathname === '/clock') {
      advancedSeconds += Number(searchParams.get('seconds'))
      response.end()
    } else if (pathname === '/decide') void decide(searchParams, response)
    else if (pathname.startsWith('/two-legged')) void twoLegged(request, response)
    else application(request, response)
  })

  async function decide(query: URLSearchParams, response: ServerResponse): Promise<void> {
    const input = { tokenKey: query.get('oauth_token') ?? '', userId: 'jane' }
    const loaded = await provider.authorization.load(input)
    if (!loaded.ok) {
      writeNodeResponse(response, loaded.response)
      return
    }
    const decision = { ...input, csrf: loaded.consent.csrf }
    const { authorization } = provider
    const decided =
      query.get('decision') === 'approve'
        ? await authorization.approve(decision)
        : await authorization.deny(decision)
    const shown = /<output[^>]*>([^<]+)|<code[^>]*>([^<]+)/.exec(decided.response.body)
    if (shown) response.end(shown[1] ?? shown[2])
    else writeNodeResponse(response, decided.response)
  }

  async function twoLegged(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const result = await provider.authenticate(readNodeRequest(request), { allowTwoLegged: true })
    if (result.ok) response.end('ok')
    else writeNodeResponse(response, result.response)
  }

  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`
  const { main, other, plaintext, xauth } = consumers
  return {
    config: {
      requestTokenUrl: `${origin}/oauth/request_token`,
      authorizeUrl: `${origin}/oauth/authorize`,
      accessTokenUrl: `${origin}/oauth/access_token`,
      resourceUrl: `${origin}/api/echo`,
      anyPathUrl: `${origin}/api/`,
      callback: CALLBACK,
      approve: { url: `${origin}/decide?oauth_token={oauth_token}&decision={decision}` },
      consumer: main ?? { key: '' },
      otherConsumer: other,
      rsaConsumer: { key: 'rsa', privateKey },
      plaintextConsumer: plaintext,
      twoLeggedConsumer: consumers['two-legged'],
      twoLeggedUrl: `${origin}/two-legged`,
      xauth: { key: 'xauth', secret: xauth?.secret, username: 'jane', password: 'jane-password' },
      features: [
        'hmac-sha256',
        'hmac-sha512',
        'form-transmission',
        'query-transmission',
        'form-methods',
        'registered-callbacks',
        'out-of-band',
        'problem-reporting',
        'body-hash',
        'session',
      ],
      userHeaders: { Cookie: 'user=jane' },
      clockUrl: `${origin}/clock?seconds={seconds}`,
      requestTokenLifetimeSeconds: REQUEST_TOKEN_LIFETIME_SECONDS,
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}

const METHODS = ['HMAC-SHA1', 'HMAC-SHA256', 'HMAC-SHA512', 'RSA-SHA1', 'RSA-SHA256', 'RSA-SHA512']
