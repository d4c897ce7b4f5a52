import type { IncomingMessage, ServerResponse } from 'node:http'

import type { ProviderConfig } from '../../src/index.js'

import { vectors } from '../../src/vectors.js'
import { createEndpoints } from './base-endpoints.js'
import type { Answer } from './base-endpoints.js'
import type { BaseConsumer } from './base-verification.js'
import { startTransport } from './start-transport.js'
import type { Transport } from './start-transport.js'

/** Reports whether the fault with a name is planted. */
export type Faulty = (name: string) => boolean

const CALLBACK = 'http://127.0.0.1:9/ready'
const { privateKey = '', publicKey = '' } = vectors.keys.generated ?? {}

/** The consumers that the base knows, by key. */
export type BaseConsumers = Readonly<Record<string, BaseConsumer>>

/** The consumers of the base. */
export const BASE_CONSUMERS: BaseConsumers = {
  main: { key: 'main', secret: 'main-secret+%é', methods: ['HMAC-SHA1', 'HMAC-SHA256'] },
  other: {
    key: 'other',
    secret: 'other-secret',
    methods: ['HMAC-SHA1'],
    callback: 'http://127.0.0.1:9/only-other',
  },
  disabled: {
    key: 'disabled',
    secret: 'disabled-secret',
    methods: ['HMAC-SHA1'],
    isTwoLegged: true,
    isDisabled: true,
  },
  rsa: { key: 'rsa', publicKey, methods: ['RSA-SHA1'] },
  plaintext: { key: 'plaintext', secret: 'plaintext-secret', methods: ['PLAINTEXT'] },
  'two-legged': {
    key: 'two-legged',
    secret: 'two-legged-secret',
    methods: ['HMAC-SHA1'],
    isTwoLegged: true,
  },
  xauth: { key: 'xauth', secret: 'xauth-secret', methods: ['HMAC-SHA1'], isXauth: true },
}

/**
 * Starts a small provider that is right but for what is planted. It is made for this: it keeps
 * everything in memory, approves every request, and uses the testkit's implementation of the RFC.
 */
export async function startBaseProvider(
  faulty: Faulty = () => false,
  consumers: BaseConsumers = BASE_CONSUMERS,
  transport: Transport = 'http',
): Promise<{ readonly config: ProviderConfig; close(): Promise<void> }> {
  const endpoints = createEndpoints(faulty, consumers)
  let requests = 0

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { 'content-length': length, 'transfer-encoding': coding } = request.headers
    const isUnread = length === undefined && faulty('chunked-unread')
    if (request.method === 'POST' && length === undefined && faulty('status-411')) {
      response.writeHead(411).end()
      return
    }
    let answer: Answer
    requests += 1
    if (requests > 100 && faulty('rate-limited')) {
      response.writeHead(429).end('Too many requests')
      return
    }
    try {
      if (request.method === 'POST' && length === undefined && coding === undefined) {
        if (faulty('length-demanded')) throw new Error('no body')
      }
      if (faulty('slow')) await new Promise((resolve) => setTimeout(resolve, 50))
      const body = isUnread ? Buffer.alloc(0) : Buffer.concat(chunks)
      answer = await endpoints(withHost(request), body, running.origin)
    } catch (error) {
      // The response of a framework to an exception.
      answer = { status: 500, headers: [], body: String(error) }
      if (faulty('crash-ends-process')) {
        await running.close()
        return
      }
    }
    for (const [name, value] of answer.headers) response.setHeader(name, value)
    response.statusCode = answer.status
    response.end(answer.body)
  }

  const running = await startTransport((request, response) => {
    void serve(request, response)
  }, transport)
  const origin = running.origin + (faulty('path-prefix') ? '/apps/photos' : '')
  const secretOf = (name: string): { key: string; secret: string | undefined } => ({
    key: name,
    secret: consumers[name]?.secret,
  })
  return {
    config: {
      requestTokenUrl: `${origin}/request_token`,
      authorizeUrl: `${origin}/authorize`,
      accessTokenUrl: `${origin}/access_token`,
      resourceUrl: `${origin}/api/echo`,
      anyPathUrl: `${origin}/api/`,
      twoLeggedUrl: `${origin}/two-legged`,
      callback: CALLBACK,
      approve: { url: `${origin}/decide?oauth_token={oauth_token}&decision={decision}` },
      consumer: {
        ...secretOf('main'),
        methods: consumers.main?.methods,
        allowsTwoLegged: false,
      },
      otherConsumer: { ...secretOf('other'), callback: consumers.other?.callback },
      disabledConsumer: secretOf('disabled'),
      forbiddenUrl: `${origin}/forbidden`,
      revokeUrl: `${origin}/revoke?oauth_token={oauth_token}`,
      rsaConsumer: { key: 'rsa', privateKey },
      plaintextConsumer: secretOf('plaintext'),
      twoLeggedConsumer: secretOf('two-legged'),
      xauth: { ...secretOf('xauth'), username: 'jane', password: 'jane-password' },
      features: [
        'hmac-sha256',
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
      requestTokenLifetimeSeconds: 600,
      accessTokenLifetimeSeconds: 3600,
    },
    close: running.close,
  }
}

/** Gives a request by HTTP/2 the headers of one by HTTP/1.1. */
function withHost(request: IncomingMessage): IncomingMessage {
  const { rawHeaders } = request
  const authority = request.headers[':authority']
  if (typeof authority !== 'string') return request
  const pairs = Array.from({ length: rawHeaders.length / 2 }, (_, index) =>
    rawHeaders.slice(2 * index, 2 * index + 2),
  ).filter(([name = '']) => !name.startsWith(':'))
  const plain = { ...request.headers, host: authority }
  return Object.create(request, {
    rawHeaders: { value: ['Host', authority, ...pairs.flat()] },
    headers: { value: plain },
    url: { value: request.url },
    method: { value: request.method },
    socket: { value: request.socket },
  }) as IncomingMessage
}
