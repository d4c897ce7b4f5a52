import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import type { ConfiguredConsumer, ProviderConfig } from '../../../src/index.js'
import { vectors } from '../../../src/vectors.js'
import { createRules } from './provider-rules.js'
import type { Consumer, Rules, World } from './provider-rules.js'
import type { WebRequest, WebResponse } from './web.js'

/** Replaces rules by faulty ones. */
export type ProviderFault = (right: Rules, world: World) => Partial<Rules>

const CALLBACK = 'http://client.example:9/ready'
const OTHER_CALLBACK = 'http://client.example:9/other'
const CALLBACKS = [CALLBACK, `${CALLBACK}?x=1&y=a%20b%2F`, 'oob']
const { privateKey = '', publicKey = '' } = vectors.keys.generated ?? {}

const CONSUMERS: readonly Consumer[] = [
  {
    key: 'main',
    secret: 'main-secret+%é&=~ long',
    methods: ['HMAC-SHA1', 'HMAC-SHA256'],
    callbacks: CALLBACKS,
  },
  {
    key: 'other',
    secret: 'other-secret',
    methods: ['HMAC-SHA1'],
    callbacks: [...CALLBACKS, OTHER_CALLBACK],
  },
  {
    key: 'suspended',
    secret: 'suspended-secret',
    methods: ['HMAC-SHA1'],
    callbacks: CALLBACKS,
    isSuspended: true,
  },
  { key: 'rsa', publicKey, methods: ['RSA-SHA1'], callbacks: CALLBACKS },
  { key: 'plaintext', secret: 'plaintext-secret', methods: ['PLAINTEXT'], callbacks: CALLBACKS },
  {
    key: 'two-legged',
    secret: 'two-legged-secret',
    methods: ['HMAC-SHA1'],
    callbacks: CALLBACKS,
    isTwoLegged: true,
  },
  {
    key: 'xauth',
    secret: 'xauth-secret',
    methods: ['HMAC-SHA1'],
    callbacks: CALLBACKS,
    isXauth: true,
  },
]

/** Starts a provider that is right except for its fault. It shares no code with the testkit. */
export async function startIndependentProvider(
  fault: ProviderFault = () => ({}),
): Promise<{ readonly config: ProviderConfig; close(): Promise<void> }> {
  const world: World = {
    host: 'localhost',
    consumers: new Map(CONSUMERS.map((consumer) => [consumer.key, consumer])),
    tokens: new Map(),
    nonces: new Map(),
    advancedSeconds: 0,
    nowSeconds: () => Math.floor(Date.now() / 1000) + world.advancedSeconds,
  }
  const rules = createRules(world)
  Object.assign(rules, fault({ ...rules }, world))
  const server = createServer((incoming, response) => {
    void serve(incoming, response)
  })

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const [path = '', query = ''] = (incoming.url ?? '/').split(/\?(.*)/s)
    const { rawHeaders } = incoming
    const request: WebRequest = {
      method: incoming.method ?? 'GET',
      path,
      query,
      headers: Array.from({ length: rawHeaders.length / 2 }, (_, index) => [
        rawHeaders[2 * index] ?? '',
        rawHeaders[2 * index + 1] ?? '',
      ]),
      body: Buffer.concat(chunks),
    }
    let answer: WebResponse = { status: 500, headers: [], body: 'Internal Server Error' }
    try {
      answer = await rules.route(request)
      for (const [name, value] of answer.headers) response.appendHeader(name, value)
    } catch (error) {
      // As a framework does in production, or with a stack in development.
      answer = { status: 500, headers: [], body: error instanceof Crash ? error.message : '' }
    }
    response.statusCode = answer.status
    response.end(answer.body)
  }

  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  world.host = `localhost:${String((server.address() as AddressInfo).port)}`
  return {
    config: createConfig(`http://${world.host}`),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}

/** An exception whose message is shown. */
export class Crash extends Error {}

function createConfig(origin: string): ProviderConfig {
  const credentials = (key: string): ConfiguredConsumer => {
    const { secret, methods } = CONSUMERS.find((consumer) => consumer.key === key) ?? {}
    return { key, secret, methods }
  }
  return {
    requestTokenUrl: `${origin}/request_token`,
    authorizeUrl: `${origin}/authorize`,
    accessTokenUrl: `${origin}/access_token`,
    resourceUrl: `${origin}/api/photos`,
    anyPathUrl: `${origin}/api/`,
    twoLeggedUrl: `${origin}/two-legged`,
    callback: CALLBACK,
    approve: { url: `${origin}/decide?oauth_token={oauth_token}&decision={decision}` },
    consumer: { ...credentials('main'), allowsTwoLegged: false },
    otherConsumer: { ...credentials('other'), callback: OTHER_CALLBACK },
    disabledConsumer: credentials('suspended'),
    rsaConsumer: { ...credentials('rsa'), privateKey },
    plaintextConsumer: credentials('plaintext'),
    twoLeggedConsumer: credentials('two-legged'),
    xauth: { ...credentials('xauth'), username: 'jane', password: 'jane-password' },
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
  }
}
