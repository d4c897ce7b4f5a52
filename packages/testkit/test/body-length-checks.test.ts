import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

import { expect, it } from 'vitest'

import { testProvider } from '../src/index.js'
import { send } from '../src/wire/send.js'
import { startBaseProvider } from './mutants/base-provider.js'

const only = ['form.chunked', 'body.none', 'tampered.form-chunked']

it('sends a POST with chunks, and one without any length', async () => {
  const received: IncomingMessage['headers'][] = []
  const server = createServer((request, response) => {
    received.push(request.headers)
    request.resume().on('end', () => response.end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const message = { method: 'POST', scheme: 'http', target: '/' } as const
  const host = ['Host', 'a.example'] as const
  const chunked = ['Transfer-Encoding', 'chunked'] as const
  await send(origin, { ...message, headers: [host, chunked], body: Buffer.from('a=1') })
  await send(origin, { ...message, headers: [host], body: Buffer.alloc(0) })
  server.closeAllConnections()
  server.close()
  expect(received.map(({ host: name, ...rest }) => [name, rest['transfer-encoding']])).toEqual([
    ['a.example', 'chunked'],
    ['a.example', undefined],
  ])
  expect(received.map((headers) => headers['content-length'])).toEqual([undefined, undefined])
})

it('permits a server that requires a Content-Length', async () => {
  const { config, close } = await startBaseProvider((name) => name === 'status-411')
  const { results } = await testProvider(config, { only }).finally(close)
  expect(results.map(({ id, status }) => [id, status])).toEqual([
    ['form.chunked', 'not applicable'],
    ['body.none', 'not applicable'],
    ['tampered.form-chunked', 'passed'],
  ])
})

it('accepts a provider that reads every form', async () => {
  const { config, close } = await startBaseProvider()
  const { results } = await testProvider(config, { only }).finally(close)
  expect(results.map(({ status }) => status)).toEqual(['passed', 'passed', 'passed'])
})
