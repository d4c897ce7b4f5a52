import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

import type { ParameterList } from '@oauthplus/core'
import { expect, it } from 'vitest'

import { verifyLaunch } from '../../examples/lti-launch/src/verify-launch.js'
import { browserOfFile } from '../browser/chromium.js'
import { launchPage } from './launch-page.js'

const CONSUMER = { key: 'platform', secret: 'shared & secret' }
const browser = browserOfFile()

it.for<[name: string, field: readonly [string, string]]>([
  ['a line feed', ['text\none', 'first\nsecond\n']],
  ['a carriage return', ['text\rone', 'first\rsecond\r']],
  ['CRLF', ['text\r\none', 'first\r\nsecond\r\n']],
  ['_charset_', ['_charset_', '']],
  ['letters of many languages', ['ключ', 'Žofie 千尋 🎓 <"\'&>']],
  ['spaces and signs of a form', [' a+b=c&d ', ' 100 % + 1~* ']],
])('a launch with %s that Chromium submits is verified', async ([, field], test) => {
  const received: (ParameterList | undefined)[] = []
  let page = ''
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      if (incoming.method === 'POST') {
        const request = new Request(`http://tool.example${incoming.url ?? ''}`, {
          method: 'POST',
          headers: { 'content-type': incoming.headers['content-type'] ?? '' },
          body: await text(incoming),
        })
        received.push(await verifyLaunch(tool, request))
      }
      outgoing.setHeader('content-type', 'text/html; charset=utf-8')
      outgoing.end(incoming.method === 'POST' ? '<!doctype html><title>Tool</title>' : page)
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // The browser closes first: callbacks run in reverse order.
  test.onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  const tool = {
    launchUrl: `${origin}/launch`,
    secretsOf: () => [CONSUMER.secret],
    recordNonce: () => true,
    nowSeconds: () => Date.now() / 1000,
  }
  page = await launchPage({
    url: `${origin}/launch?course=3`,
    consumer: CONSUMER,
    parameters: [field, ['user_id', '7']],
  })
  const chromium = await browser.open(test)
  await chromium.goto(origin)
  await chromium.getByRole('button').click()
  await chromium.waitForURL('**/launch?course=3')
  expect(received).toHaveLength(1)
  expect(received[0]).toContainEqual(['user_id', '7'])
})
