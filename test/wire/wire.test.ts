import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import { createClient } from '@oauthplus/client'
import { dispatcherFetch, oauthInterceptor } from '@oauthplus/client/undici'
import vectors from '@oauthplus/testkit/vectors/tricky-requests.json' with { type: 'json' }
import { request } from 'undici'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { commandOf, findPython } from '../interop/foreign-client.js'
import { startRawServer } from './raw-server.js'
import type { RawServer, WireRequest } from './raw-server.js'

type Tricky = (typeof vectors)[number]

const SCRIPT = fileURLToPath(new URL('verify_wire.py', import.meta.url))
const METHODS = ['HMAC-SHA1', 'HMAC-SHA256', 'HMAC-SHA512', 'PLAINTEXT'] as const
const python = await findPython()

/** The result of the Python program. */
interface Verdict {
  readonly uri: string
  readonly method: string
  readonly body: string
  readonly judge: string
  readonly isAccepted: boolean
  readonly isRightByTheRfc: boolean
}

let server: RawServer

beforeAll(async () => {
  server = await startRawServer()
})

afterAll(() => server.stop())

function optionsFor({ consumerKey, consumerSecret, nonce, timestamp }: Tricky, method: string) {
  return {
    provider: { signatureMethod: method as (typeof METHODS)[number] },
    consumer: { key: consumerKey, secret: consumerSecret },
    // Some of them are for plain http.
    allowInsecure: true,
    now: () => timestamp * 1000,
    nonce: () => nonce,
  }
}

function tokenOf({ token, tokenSecret }: Tricky): { key: string; secret: string } | undefined {
  return token === null ? undefined : { key: token, secret: tokenSecret }
}

function headersOf({ input }: Tricky): Record<string, string> {
  return input.contentType === null ? {} : { 'content-type': input.contentType }
}

const WAYS: Readonly<Record<string, (tricky: Tricky, method: string) => Promise<unknown>>> = {
  async fetch(tricky, method) {
    const client = createClient({
      ...optionsFor(tricky, method),
      fetch: dispatcherFetch(server.dispatcher),
    })
    const token = tokenOf(tricky)
    const { fetch } = token === undefined ? client : client.withToken(token)
    const { input } = tricky
    await fetch(input.url, {
      method: input.method,
      body: input.body,
      headers: headersOf(tricky),
    })
  },
  async interceptor(tricky, method) {
    const { input } = tricky
    const interceptor = oauthInterceptor({
      ...optionsFor(tricky, method),
      origins: [new URL(input.url).origin],
      token: tokenOf(tricky),
    })
    await request(input.url, {
      dispatcher: server.dispatcher.compose(interceptor),
      method: input.method,
      body: input.body,
      headers: headersOf(tricky),
    })
  },
}

/** Gives the verdicts of one Python process on everything that has come out of the socket. */
function judged(command: string, sent: readonly (WireRequest & { tricky: Tricky })[]): Verdict[] {
  const cases = sent.map(({ scheme, bytes, tricky }) => ({
    scheme,
    bytes: bytes.toString('base64'),
    consumerSecret: tricky.consumerSecret,
    tokenSecret: tricky.token === null ? '' : tricky.tokenSecret,
  }))
  const told = execFileSync(command, [SCRIPT], { input: JSON.stringify(cases), encoding: 'utf8' })
  return JSON.parse(told) as Verdict[]
}

/** Returns the part of a URL that is sent: without a fragment and without the mark of an empty query. */
function withoutFragment(url: string): string {
  const { origin, pathname, search } = new URL(url)
  return origin + pathname + search
}

describe.each(Object.entries(WAYS))(
  'the 53 tricky requests out of the socket, by %s',
  (_way, send) => {
    it('are what was asked for, and signed for Python, under every method', async (context) => {
      const command = commandOf(python, context)
      const sent: (WireRequest & { tricky: Tricky })[] = []
      for (const method of METHODS) {
        for (const tricky of vectors) {
          await send(tricky, method)
          const taken = server.taken()
          expect(taken).toHaveLength(1)
          sent.push(...taken.map((one) => ({ ...one, tricky })))
        }
      }
      const verdicts = judged(command, sent)
      expect(vectors).toHaveLength(53)
      expect(verdicts).toHaveLength(53 * METHODS.length)
      const read = verdicts.map(({ judge, ...verdict }, index) => ({
        id: sent[index]?.tricky.id,
        // Raw brackets in a query are the one thing that oauthlib does not read.
        isJudgedByOauthlib: judge === 'oauthlib',
        ...verdict,
        method: verdict.method.toUpperCase(),
      }))
      const asked = sent.map(({ tricky: { id, wireUrl, input } }) => ({
        id,
        isJudgedByOauthlib: id !== 'c25',
        uri: withoutFragment(wireUrl),
        method: input.method.toUpperCase(),
        body: input.body ?? '',
        isAccepted: true,
        isRightByTheRfc: true,
      }))
      expect(read).toEqual(asked)
    })
  },
)
