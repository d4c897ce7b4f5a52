import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import { createProvider, memoryStore } from '@oauthplus/server'
import type { ProviderResponse } from '@oauthplus/server'
import { keepRawBody, readNodeRequest, writeNodeResponse } from '@oauthplus/server/node'

import { assertTestProviderOptions } from './assert-arguments.js'
import { encodeForm, writeAuthorizationHeader } from './reference/index.js'
import { createMask } from './report/mask.js'
import { arrivedRequest, maskedRequest } from './test-provider/recorded-request.js'
import type {
  ArrivedRequest,
  RecordedRequest,
  TestEndpoint,
} from './test-provider/recorded-request.js'
import type { ScriptedAnswer, TestProviderOptions } from './test-provider/test-provider-options.js'

/** A Provider for tests. It listens on a port of its own, and approves by itself. */
export interface TestProvider {
  /** Where it listens: `http://127.0.0.1:…`. Everything but its endpoints is a protected resource. */
  readonly origin: string
  /** Where Request Tokens are given. */
  readonly requestTokenUrl: string
  /** The page that approves by itself: it redirects to the callback, or shows the verifier. */
  readonly authorizeUrl: string
  /** Where Access Tokens are given. */
  readonly accessTokenUrl: string
  /** A Consumer that it knows. */
  readonly consumer: {
    /** The key. */
    readonly key: string
    /** The secret; empty where the Consumer signs by RSA. */
    readonly secret: string
  }
  /** An Access Token of that Consumer, for the User `jane`. */
  readonly token: {
    /** The token. */
    readonly key: string
    /** Its secret. */
    readonly secret: string
    /** What it can be renewed with, where tokens expire. */
    readonly sessionHandle: string | undefined
  }
  /** What it has received, in order, with passwords and secrets masked. */
  readonly requests: readonly RecordedRequest[]
  /** Answers the next request to an endpoint with something else: a problem, a status, a page. */
  readonly answerNext: (endpoint: TestEndpoint, answer: ScriptedAnswer) => void
  /** Lets the User refuse the next time. */
  readonly denyNext: () => void
  /** Does what a browser would: gives where the User is sent back to, or the verifier that is shown. */
  readonly approve: (authorizeUrl: string) => Promise<string>
  /** Moves its clock forward, so that tokens expire. */
  readonly advance: (seconds: number) => void
  /** Ends it. */
  readonly close: () => Promise<void>
}

const USER = 'jane'
const LOOPBACK_CALLBACKS = ['oob', 'http://127.0.0.1:*', 'http://localhost:*', 'http://[::1]:*']
const SESSION_SECONDS = 31_536_000
const UNAUTHORIZED = 401

/**
 * Starts a Provider for the tests of an application that calls one: on a free port, with a Consumer
 * and a token that are ready, approving by itself. It refuses what is signed wrongly, as
 * `@oauthplus/server` does.
 *
 * @example
 *
 * ```ts
 * const provider = await createTestProvider()
 * await callPhotos(provider.origin, provider.consumer, provider.token)
 * expect(provider.requests.at(-1)?.problem).toBeUndefined()
 * ```
 *
 * @param options What differs from the defaults.
 *
 * @returns The Provider; close it when the test has ended.
 *
 * @throws `TypeError` when an option cannot be: a callback that is none, an unknown signature method.
 *
 * @see [RFC 5849, section 2](https://www.rfc-editor.org/rfc/rfc5849#section-2)
 */
export async function createTestProvider(options: TestProviderOptions = {}): Promise<TestProvider> {
  assertTestProviderOptions(options)
  const { accessTokenLifetimeSeconds, password = 'sesame' } = options
  let advancedSeconds = 0
  let isDenied = false
  const requests: RecordedRequest[] = []
  const scripted = new Map<TestEndpoint, ScriptedAnswer[]>()
  const provider = createProvider({
    store: memoryStore(),
    findUser: (id) => ({ id }),
    verifyPassword: (attempt) => (isRight(attempt) ? USER : undefined),
    accessTokenLifetimeSeconds,
    sessionLifetimeSeconds:
      accessTokenLifetimeSeconds && accessTokenLifetimeSeconds + SESSION_SECONDS,
    limits: { passwords: false, requestTokens: false, invalidSignatures: false },
    // The verifier alone, for programs.
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
    const arrived = arrivedRequest(request, body)
    const script = scripted.get(arrived.endpoint)?.shift()
    const answer =
      script === undefined
        ? await answerTo(arrived, request)
        : { response: scriptedResponse(script), problem: script.problem }
    const { response: given, problem } = answer
    requests.push({ ...maskedRequest(arrived, mask), status: given.status, problem })
    writeNodeResponse(response, answer.response)
  }

  async function answerTo(arrived: ArrivedRequest, request: IncomingMessage): Promise<Answer> {
    switch (arrived.endpoint) {
      case 'request-token':
        return answerOf(await provider.requestToken(readNodeRequest(request)))
      case 'access-token':
        return answerOf(await provider.accessToken(readNodeRequest(request)))
      case 'authorize':
        return decide(arrived)
      case 'resource': {
        const result = await provider.authenticate(readNodeRequest(request), {
          allowTwoLegged: true,
        })
        if (!result.ok) return answerOf(result)
        const given = options.resource?.(arrived) ?? userResource
        return { response: scriptedResponse({ status: 200, ...given }), problem: undefined }
      }
    }
  }

  async function decide({ protocol }: ArrivedRequest): Promise<Answer> {
    const tokenKey = protocol.find(([name]) => name === 'oauth_token')?.[1] ?? ''
    const input = { tokenKey, userId: USER }
    const loaded = await provider.authorization.load(input)
    if (!loaded.ok) return answerOf(loaded)
    const { approve, deny } = provider.authorization
    const decided = isDenied ? deny : approve
    isDenied = false
    return answerOf(await decided({ ...input, csrf: loaded.consent.csrf }))
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
    answerNext(endpoint, answer) {
      scripted.set(endpoint, [...(scripted.get(endpoint) ?? []), answer])
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

interface Answer {
  readonly response: ProviderResponse
  readonly problem: string | undefined
}

const userResource: ScriptedAnswer = {
  headers: [['Content-Type', 'application/json']],
  body: JSON.stringify({ user: USER }),
}

function answerOf(
  result:
    | { readonly ok: true; readonly response: ProviderResponse }
    | {
        readonly ok: false
        readonly response: ProviderResponse
        readonly problem: { readonly code: string }
      },
): Answer {
  return { response: result.response, problem: result.ok ? undefined : result.problem.code }
}

function scriptedResponse(answer: ScriptedAnswer): ProviderResponse {
  const { problem, status = UNAUTHORIZED, headers = [], body } = answer
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
