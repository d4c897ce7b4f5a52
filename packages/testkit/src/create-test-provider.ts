import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import { createProvider, memoryStore } from '@oauthplus/server'
import type { ProviderResponse } from '@oauthplus/server'
import { keepRawBody, readNodeRequest, writeNodeResponse } from '@oauthplus/server/node'

import { assertTestProviderOptions } from './assert-arguments.js'
import { encodeForm, writeAuthorizationHeader } from './reference/index.js'
import { createMask } from './report/mask.js'
import { readRequest, maskRequest } from './test-provider/recorded-request.js'
import type {
  UnmaskedRequest,
  RecordedRequest,
  TestEndpoint,
} from './test-provider/recorded-request.js'
import type {
  ScriptedResponse,
  TestProviderOptions,
} from './test-provider/test-provider-options.js'

/** A Provider for tests. It listens on its own port and approves automatically. */
export interface TestProvider {
  /** Its origin, `http://127.0.0.1:…`. Every path other than its endpoints is a protected resource. */
  readonly origin: string
  /** The URL that issues request tokens. */
  readonly requestTokenUrl: string
  /** The page that approves automatically: it redirects to the callback or shows the verifier. */
  readonly authorizeUrl: string
  /** The URL that issues access tokens. */
  readonly accessTokenUrl: string
  /** A registered consumer. */
  readonly consumer: {
    /** The key. */
    readonly key: string
    /** The secret; empty if the consumer signs with RSA. */
    readonly secret: string
  }
  /** An access token of that consumer for the user `jane`. */
  readonly token: {
    /** The token. */
    readonly key: string
    /** Its secret. */
    readonly secret: string
    /** The session handle that renews it, if tokens expire. */
    readonly sessionHandle: string | undefined
  }
  /** The requests that it has received, in order, with passwords and secrets masked. */
  readonly requests: readonly RecordedRequest[]
  /** Sends another response to the next request of an endpoint: a problem, a status or a page. */
  readonly respondNext: (endpoint: TestEndpoint, scripted: ScriptedResponse) => void
  /** Makes the user deny the next request. */
  readonly denyNext: () => void
  /** Opens the page as a browser does. Returns the URL that it redirects to, or the verifier that it shows. */
  readonly approve: (authorizeUrl: string) => Promise<string>
  /** Moves its clock forward, for example until tokens expire. */
  readonly advance: (seconds: number) => void
  /** Closes its server. */
  readonly close: () => Promise<void>
}

const USER = 'jane'
const LOOPBACK_CALLBACKS = ['oob', 'http://127.0.0.1:*', 'http://localhost:*', 'http://[::1]:*']
const SESSION_SECONDS = 31_536_000
const UNAUTHORIZED = 401

/**
 * Starts a provider for the tests of an application that calls one. It listens on a free port, has a
 * consumer and an access token, and approves automatically. It refuses wrong signatures like
 * `@oauthplus/server`.
 *
 * @example
 *
 * ```ts
 * const provider = await createTestProvider()
 * await callPhotos(provider.origin, provider.consumer, provider.token)
 * expect(provider.requests.at(-1)?.problem).toBeUndefined()
 * ```
 *
 * @param options Options that differ from the defaults.
 *
 * @returns The provider. Close it at the end of the test.
 *
 * @throws `TypeError` if an option is invalid, such as a malformed callback or an unknown signature method.
 *
 * @see [RFC 5849, section 2](https://www.rfc-editor.org/rfc/rfc5849#section-2)
 */
export async function createTestProvider(options: TestProviderOptions = {}): Promise<TestProvider> {
  assertTestProviderOptions(options)
  const { accessTokenLifetimeSeconds, password = 'sesame' } = options
  let advancedSeconds = 0
  let isDenied = false
  const requests: RecordedRequest[] = []
  const queues = new Map<TestEndpoint, ScriptedResponse[]>()
  const provider = createProvider({
    store: memoryStore(),
    findUser: (id) => ({ id }),
    verifyPassword: (attempt) => (isRight(attempt) ? USER : undefined),
    accessTokenLifetimeSeconds,
    sessionLifetimeSeconds:
      accessTokenLifetimeSeconds && accessTokenLifetimeSeconds + SESSION_SECONDS,
    limits: { passwords: false, requestTokens: false, invalidSignatures: false },
    // Only the verifier, so that programs can read the page.
    pages: { verifier: ({ verifier }) => verifier },
    now: () => Date.now() + advancedSeconds * 1000,
  })
  const registered = await provider.consumers.register({
    name: 'the application under test',
    callbacks: [...LOOPBACK_CALLBACKS, ...(options.callbacks ?? [])],
    signatureMethods: options.signatureMethods,
    publicKeys: options.publicKey === undefined ? undefined : [options.publicKey],
    allowXauth: true,
    allowTwoLegged: true,
  })
  const consumer = { key: registered.key, secret: registered.secret ?? '' }
  const token = await provider.tokens.issue({ consumerKey: consumer.key, userId: USER })
  const mask = createMask()
  for (const secret of [password, consumer.secret, token.secret, token.sessionHandle ?? '']) {
    mask.add(secret)
  }

  function isRight(attempt: { readonly username: string; readonly password: string }): boolean {
    return Buffer.from(`${attempt.username} ${attempt.password}`).equals(
      Buffer.from(`${USER} ${password}`),
    )
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    keepRawBody(request, response, body)
    const received = readRequest(request, body)
    const script = queues.get(received.endpoint)?.shift()
    const { response: sent, problem } =
      script === undefined
        ? await handleRequest(received, request)
        : { response: createScriptedResponse(script), problem: script.problem }
    requests.push({ ...maskRequest(received, mask), status: sent.status, problem })
    writeNodeResponse(response, sent)
  }

  async function handleRequest(
    received: UnmaskedRequest,
    request: IncomingMessage,
  ): Promise<EndpointResponse> {
    switch (received.endpoint) {
      case 'request-token':
        return toEndpointResponse(await provider.requestToken(readNodeRequest(request)))
      case 'access-token':
        return toEndpointResponse(await provider.accessToken(readNodeRequest(request)))
      case 'authorize':
        return decide(received)
      case 'resource': {
        const result = await provider.authenticate(readNodeRequest(request), {
          allowTwoLegged: true,
        })
        if (!result.ok) return toEndpointResponse(result)
        const scripted = options.resource?.(received) ?? USER_RESOURCE
        return {
          response: createScriptedResponse({ status: 200, ...scripted }),
          problem: undefined,
        }
      }
    }
  }

  async function decide({ protocol }: UnmaskedRequest): Promise<EndpointResponse> {
    const tokenKey = protocol.find(([name]) => name === 'oauth_token')?.[1] ?? ''
    const input = { tokenKey, userId: USER }
    const loaded = await provider.authorization.load(input)
    if (!loaded.ok) return toEndpointResponse(loaded)
    const { approve, deny } = provider.authorization
    const decideAs = isDenied ? deny : approve
    isDenied = false
    return toEndpointResponse(await decideAs({ ...input, csrf: loaded.consent.csrf }))
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    requestTokenUrl: `${origin}/oauth/request_token`,
    authorizeUrl: `${origin}/oauth/authorize`,
    accessTokenUrl: `${origin}/oauth/access_token`,
    consumer,
    token,
    requests,
    respondNext(endpoint, response) {
      queues.set(endpoint, [...(queues.get(endpoint) ?? []), response])
    },
    denyNext() {
      isDenied = true
    },
    async approve(authorizeUrl) {
      const response = await fetch(authorizeUrl, { redirect: 'manual' })
      return response.headers.get('location') ?? (await response.text())
    },
    advance(seconds) {
      advancedSeconds += seconds
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

interface EndpointResponse {
  readonly response: ProviderResponse
  readonly problem: string | undefined
}

const USER_RESOURCE: ScriptedResponse = {
  headers: [['Content-Type', 'application/json']],
  body: JSON.stringify({ user: USER }),
}

function toEndpointResponse(
  result:
    | { readonly ok: true; readonly response: ProviderResponse }
    | {
        readonly ok: false
        readonly response: ProviderResponse
        readonly problem: { readonly code: string }
      },
): EndpointResponse {
  return { response: result.response, problem: result.ok ? undefined : result.problem.code }
}

function createScriptedResponse({
  problem,
  status = UNAUTHORIZED,
  headers = [],
  body,
}: ScriptedResponse): ProviderResponse {
  if (problem === undefined) return { status, headers, body: body ?? '' }
  const reported = [['oauth_problem', problem] as const]
  return {
    status,
    headers: [
      ['WWW-Authenticate', writeAuthorizationHeader(reported, 'test')],
      ['Content-Type', 'application/x-www-form-urlencoded'],
      ...headers,
    ],
    body: body ?? encodeForm(reported),
  }
}
