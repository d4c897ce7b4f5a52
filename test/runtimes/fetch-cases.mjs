// The cases for a provider on fetch, sent over HTTP to the server of any runtime.
/* global URLSearchParams */
import { Buffer } from 'node:buffer'
import { request as httpRequest } from 'node:http'

import { signRequest } from '@oauthplus/core'

import { CONSUMER, ORIGIN } from './fetch-consumer.mjs'

const FORM = ['Content-Type', 'application/x-www-form-urlencoded']
const JSON_TYPE = ['Content-Type', 'application/json']
const MULTIPART = ['Content-Type', 'multipart/form-data; boundary=x']
const MULTIPART_BODY = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n'
const LONG = `["${'x'.repeat(90_000)}"]`
const PAIRS = [
  ['b', '1'],
  ['a', ' '],
  ['b', '+'],
]

const form = { headers: [FORM], body: 'b=1&a=+&b=%2B' }
const json = { headers: [JSON_TYPE], body: '{"a":[1]}' }
const hashed = { ...json, sendBodyHash: true }

/** Requests with a body, each with what is sent of it, and what comes back: a status, and what a handler found. */
const BODIES = [
  ['a form', form, {}, [200, { form: PAIRS, body: form.body }]],
  ['a changed form', form, { body: 'b=2' }, [401]],
  ['an empty form', { ...form, body: '' }, {}, [200, { form: [], body: '' }]],
  ['JSON', json, {}, [200, { form: [], body: json.body }]],
  ['JSON with a hash', hashed, {}, [200, { body: json.body }]],
  ['changed JSON with a hash', hashed, { body: '{"a":[2]}' }, [401]],
  ['an empty body with a hash', { ...hashed, body: '' }, {}, [200, { body: '' }]],
  ['long JSON with a hash', { ...hashed, body: LONG }, {}, [200, { body: LONG }]],
  [
    'multipart with a hash',
    { headers: [MULTIPART], body: MULTIPART_BODY, sendBodyHash: true },
    {},
    [200, { body: MULTIPART_BODY }],
  ],
  ['a form beyond the limit', form, { body: `b=${'x'.repeat(200_000)}` }, [413]],
  ['a form that was kept', form, { headers: [['X-Read', 'kept']] }, [200, { form: PAIRS }]],
  ['a form that was lost', form, { headers: [['X-Read', 'lost']] }, [500]],
  ['JSON with a hash that was lost', hashed, { headers: [['X-Read', 'lost']] }, [500]],
]

/** Request targets that servers must not touch. */
const TARGETS = [
  '/a%2Fb',
  '/%7Euser/%E2%98%83',
  '//double',
  "/it's(*)",
  '/a;b=c,d',
  '/a%25/%',
  '?',
  '/a?b=1&b=0&c=',
  '/a?b=+%20%2B',
  '/a??b/c',
]

/** Request targets that servers rewrite, with what they become by the URL standard. */
export const REWRITTEN = [
  ['/a/../b', '/b'],
  ['/a/%2e%2E/b', '/b'],
  ['/a\\b', '/a/b'],
  ['/a"b', '/a%22b'],
]

/** Lists the cases for a server at a port. `hasPeerAddress`: whether the runtime knows the address of a client. */
export function fetchCases({ port, hasPeerAddress }) {
  const send = (request) => sendRaw(port, request)
  const cases = ['/echo', '/hono/echo'].flatMap((base) => [
    ...bodyCases(base, send),
    ...requestCases(base, send),
  ])
  return [...cases, ...flowCases(send), ...addressCases({ port, send, hasPeerAddress })]
}

function bodyCases(base, send) {
  return BODIES.flatMap(([title, request, changes, [status, found]]) =>
    [true, false].map((hasLength) => ({
      name: `${base}: ${title}, ${hasLength ? 'with' : 'without'} a length`,
      async run() {
        const signed = await sign({ method: 'POST', path: base, ...request })
        const { headers = [], ...changed } = changes
        const response = await send({
          ...signed,
          ...changed,
          headers: [...signed.headers, ...headers],
          hasLength,
        })
        expectEqual(response.status, status, response.text)
        for (const [name, value] of Object.entries(found ?? {})) {
          expectEqual(JSON.parse(response.text)[name], value)
        }
      },
    })),
  )
}

function requestCases(base, send) {
  const stream = base.replace('echo', 'stream')
  return [
    ...TARGETS.map((target) => ({
      name: `${base}: verifies ${target} as it was sent`,
      async run() {
        const response = await send(await sign({ method: 'GET', path: `${base}${target}` }))
        expectEqual(response.status, 200, response.text)
      },
    })),
    {
      name: `${base}: refuses a parameter that was not signed`,
      async run() {
        const signed = await sign({ method: 'GET', path: `${base}?a=1` })
        expectEqual((await send({ ...signed, target: `${base}?a=2` })).status, 401)
      },
    },
    {
      name: `${base}: refuses a fragment, or never shows it`,
      async run() {
        const signed = await sign({ method: 'GET', path: `${base}?a=1` })
        const { status, text } = await send({ ...signed, target: `${base}?a=1#b=2` })
        if (status !== 400) expectEqual([status, text.includes('b=2')], [200, false])
      },
    },
    {
      name: `${base}: refuses a body that breaks off, and goes on`,
      async run() {
        const signed = await sign({ method: 'POST', path: base, ...form })
        await send({ ...signed, breaks: true })
        expectEqual((await send(await sign({ method: 'POST', path: base, ...form }))).status, 200)
      },
    },
    ...[
      ['Authorization', 'Basic eDp5'],
      ['Authorization', 'OAuth oauth_token="x"'],
    ].flatMap((other) =>
      [true, false].map((isFirst) => ({
        name: `${base}: refuses a second ${other.join(': ')}, ${isFirst ? 'first' : 'last'}`,
        async run() {
          const signed = await sign({ method: 'GET', path: base })
          const headers = isFirst ? [other, ...signed.headers] : [...signed.headers, other]
          expectEqual((await send({ ...signed, headers })).status, 400)
        },
      })),
    ),
    {
      name: `${base}: refuses a second Content-Type that makes a form of a body`,
      async run() {
        const signed = await sign({ method: 'POST', path: base, ...json, body: 'a=1' })
        const { status } = await send({ ...signed, headers: [...signed.headers, FORM] })
        expectEqual(status, 400)
      },
    },
    {
      name: `${base}: challenges, without a body in reply to HEAD`,
      async run() {
        for (const method of ['GET', 'OPTIONS', 'POST', 'HEAD']) {
          const { status, headers, text } = await send({ method, target: base, headers: [] })
          expectEqual([status, headers['www-authenticate']], [401, 'OAuth realm="OAuth"'])
          expectEqual(text, '')
        }
        const response = await send(await sign({ method: 'HEAD', path: base }))
        expectEqual([response.status, response.text], [200, ''])
      },
    },
    {
      name: `${base}: says what caches may store`,
      async run() {
        const signed = await sign({ method: 'GET', path: base, transmission: 'query' })
        const { status, headers } = await send(signed)
        expectEqual(
          [status, headers['cache-control'], headers.vary],
          [200, 'no-store', 'Authorization'],
        )
      },
    },
    {
      name: `${stream}: passes a stream on`,
      async run() {
        const { status, text } = await send(await sign({ method: 'GET', path: stream }))
        expectEqual([status, text], [200, 'sea and sand'])
      },
    },
    {
      name: `${base}: takes many requests at once`,
      async run() {
        const all = await Promise.all(
          Array.from({ length: 20 }, async (_none, index) => {
            const body = `a=${index}`
            const signed = await sign({ method: 'POST', path: base, headers: [FORM], body })
            return JSON.parse((await send(signed)).text).body
          }),
        )
        expectEqual(
          all,
          all.map((_none, index) => `a=${index}`),
        )
      },
    },
  ]
}

function flowCases(send) {
  return [
    {
      name: 'goes through three-legged OAuth',
      async run() {
        const issued = await send(
          await sign({ method: 'POST', path: '/oauth/request_token', callback: 'oob' }),
        )
        const token = tokenOf(issued)
        const target = `/oauth/authorize?oauth_token=${token.key}`
        const page = await send({ method: 'GET', target, headers: [] })
        expectEqual(page.headers['content-type'], 'text/html; charset=utf-8')
        const csrf = /name="csrf" value="([^"]+)"/.exec(page.text)?.[1]
        const decision = new URLSearchParams({ oauth_token: token.key, csrf, decision: 'approve' })
        const decided = await send({
          method: 'POST',
          target,
          headers: [FORM],
          body: decision.toString(),
        })
        const verifier = /id="oauth_verifier">([^<]+)</.exec(decided.text)?.[1]
        const path = '/oauth/access_token'
        const access = tokenOf(await send(await sign({ method: 'POST', path, token, verifier })))
        const response = await send(await sign({ method: 'GET', path: '/echo', token: access }))
        expectEqual(response.status, 200, response.text)
      },
    },
  ]
}

function addressCases({ port, send, hasPeerAddress }) {
  const local = (request) => sign({ method: 'GET', path: '/local', ...request })
  return [
    {
      name: `/local: ${hasPeerAddress ? 'knows' : 'does not know'} that a client is on this machine`,
      async run() {
        const signed = await local({ origin: `http://127.0.0.1:${port}` })
        const { status, text } = await send({ ...signed, host: `127.0.0.1:${port}` })
        expectEqual(status, hasPeerAddress ? 200 : 403, text)
      },
    },
    {
      name: '/local: believes neither another host nor a target that names one',
      async run() {
        const origin = 'http://attacker.example'
        const signed = await local({ origin })
        expectEqual((await send({ ...signed, host: 'attacker.example' })).status, 400)
        const target = `${origin}/local`
        const { status } = await send({ ...signed, target, host: `127.0.0.1:${port}` })
        // A server that does not read the host of a target verifies another URL.
        expectEqual([400, 401, 403].includes(status), true, String(status))
      },
    },
  ]
}

/** Finds out how a server shows each target that is rewritten: as sent, normalized, or not at all. */
export async function findRewriting({ port }) {
  return Promise.all(
    REWRITTEN.map(async ([sent, normalized]) => {
      const statusOf = async (target) => {
        const signed = await sign({ method: 'GET', path: target })
        return (await sendRaw(port, { ...signed, target: sent })).status
      }
      if ((await statusOf(sent)) === 200) return 'as sent'
      return (await statusOf(normalized)) === 200 ? 'normalized' : 'refused'
    }),
  )
}

async function sign({ method, path, origin = ORIGIN, headers = [], body, token, ...options }) {
  const signed = await signRequest(
    { method, url: `${origin}${path}`, headers, body },
    { consumer: CONSUMER, token },
    options,
  )
  return {
    method,
    target: signed.url.slice(origin.length),
    headers: signed.headers,
    body: signed.body ?? undefined,
  }
}

/** Sends a request as it is: `fetch` would rewrite its target and join its headers. */
function sendRaw(
  port,
  { method, target, headers, body = '', host = 'photos.example', hasLength = true, breaks = false },
) {
  const bytes = Buffer.from(body)
  const length = hasLength
    ? ['Content-Length', String(bytes.length)]
    : ['Transfer-Encoding', 'chunked']
  const framing = hasLength && bytes.length === 0 ? [] : [length]
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      {
        host: '127.0.0.1',
        port,
        method,
        path: target,
        agent: false,
        headers: [['Host', host], ...headers, ...framing].flat(),
      },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (piece) => (text += piece))
        response.on('end', () => {
          resolve({ status: response.statusCode, headers: response.headers, text })
        })
      },
    )
    outgoing.on('error', reject)
    if (!breaks) {
      outgoing.end(bytes)
      return
    }
    outgoing.removeAllListeners('error').on('error', () => resolve({ status: 0 }))
    outgoing.write(bytes.subarray(0, 2), () => outgoing.destroy(new Error('broken off')))
  })
}

function tokenOf({ text }) {
  const issued = new URLSearchParams(text)
  return { key: issued.get('oauth_token'), secret: issued.get('oauth_token_secret') }
}

function expectEqual(found, expected, detail = '') {
  const [one, other] = [JSON.stringify(found), JSON.stringify(expected)]
  if (one !== other) throw new Error(`expected ${other}, found ${one} ${detail.slice(0, 200)}`)
}
