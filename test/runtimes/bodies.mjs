// Bodies behind `protect()` of Express on the runtime's own node:http, with the built packages. Says what fails.
import { Buffer } from 'node:buffer'
import { createServer, request as httpRequest } from 'node:http'

import { signRequest } from '@oauthplus/core'
import { createProvider, memoryStore } from '@oauthplus/server'
import { expressOAuth, keepRawBody } from '@oauthplus/server-express'
import express from 'express'

const FORM = 'application/x-www-form-urlencoded'
const JSON_TYPE = 'application/json'
const consumer = { key: 'dpf43f3p2l4k3l03', secret: 'kd94hf93k423kf44' }

if (!import.meta.resolve('@oauthplus/server-express').endsWith('/dist/index.js')) {
  throw new Error('These cases are for the built packages')
}
const provider = createProvider({ store: memoryStore(), findUser: (id) => ({ id }) })
await provider.consumers.register({ ...consumer, name: 'Printer', callbacks: ['oob'] })
const token = await provider.tokens.issue({ consumerKey: consumer.key, userId: 'jane' })
const { protect, grant } = expressOAuth(provider, {
  getUserId: () => 'jane',
  getLoginUrl: () => '/login',
})

const app = express()
function echo(request, response) {
  response.json([request.body ?? null, grant(request).form])
}
app.post('/parsed', protect(), express.json(), echo)
app.post(
  '/kept',
  express.urlencoded({ extended: false, verify: keepRawBody }),
  express.json({ verify: keepRawBody }),
  protect(),
  echo,
)
app.post('/lost', express.urlencoded({ extended: false }), express.json(), protect(), echo)
// Express recognises error handlers by their four parameters.
app.use(
  Object.defineProperty(
    (...[error, , response]) => response.status(500).json(error.name),
    'length',
    { value: 4 },
  ),
)
const server = createServer(app)
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const origin = `http://localhost:${server.address().port}`

const pairs = [
  ['a', '1'],
  ['a', '2'],
]
const form = { path: '/parsed', type: FORM, body: 'a=1&a=2' }
const json = { path: '/parsed', type: JSON_TYPE, body: '{"a":[1]}' }
const hashed = { ...json, sendBodyHash: true }
const CASES = [
  ['a form', form, [200, [{ a: ['1', '2'] }, pairs]]],
  ['a changed form', { ...form, sent: 'a=1&a=3' }, [401]],
  ['an empty form', { ...form, body: '' }, [200, [{}, []]]],
  ['JSON', json, [200, [{ a: [1] }, []]]],
  ['JSON with a hash', hashed, [200, [{ a: [1] }, []]]],
  ['changed JSON with a hash', { ...hashed, sent: '{"a":[2]}' }, [401]],
  ['an empty body with a hash', { ...hashed, body: '' }, [200]],
  ['long JSON with a hash', { ...hashed, body: `["${'x'.repeat(90_000)}"]` }, [200]],
  ['a form that a parser kept', { ...form, path: '/kept' }, [200, [{ a: ['1', '2'] }, pairs]]],
  ['an empty form before a parser', { ...form, path: '/kept', body: '' }, [200]],
  ['JSON with a hash that a parser kept', { ...hashed, path: '/kept' }, [200, [{ a: [1] }, []]]],
  ['a form that a parser lost', { ...form, path: '/lost' }, [500, 'TypeError']],
  ['JSON with a hash that a parser lost', { ...hashed, path: '/lost' }, [500, 'TypeError']],
]

for (const [name, request, expected] of CASES) {
  for (const hasLength of [true, false]) {
    const [status, body] = await send(request, hasLength)
    const found = JSON.stringify(expected.length === 1 ? [status] : [status, body])
    if (found === JSON.stringify(expected)) continue
    console.error(`${name}, ${hasLength ? 'with' : 'without'} a length: ${found}`)
    process.exitCode = 1
  }
}
server.close()

async function send({ path, type, body, sent = body, sendBodyHash = false }, hasLength) {
  const signed = await signRequest(
    { method: 'POST', url: `${origin}${path}`, headers: [['Content-Type', type]], body },
    { consumer, token },
    { sendBodyHash },
  )
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      signed.url,
      {
        method: 'POST',
        agent: false,
        headers: {
          ...Object.fromEntries(signed.headers),
          ...(hasLength
            ? { 'content-length': String(Buffer.byteLength(sent)) }
            : { 'transfer-encoding': 'chunked' }),
        },
      },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (piece) => (text += piece))
        response.on('end', () => {
          resolve([response.statusCode, response.statusCode === 401 ? undefined : JSON.parse(text)])
        })
      },
    )
    outgoing.on('error', reject)
    outgoing.end(sent)
  })
}
