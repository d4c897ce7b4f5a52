import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'

import { expect, it, vi } from 'vitest'

it('keeps the bytes for an adapter that has another copy of the package', async () => {
  const first = await import('../src/node.js')
  vi.resetModules()
  const second = await import('../src/node.js')
  expect(second.keepRawBody).not.toBe(first.keepRawBody)
  const request = new IncomingMessage(new Socket())
  const bytes = new TextEncoder().encode('a=1')
  first.keepRawBody(request, undefined, bytes)
  expect(await second.readNodeRequest(request).readBody(10)).toBe(bytes)
  expect(Object.keys(request)).not.toContain('rawBody')
  first.keepRawBody(request, undefined, new Uint8Array())
  expect(await second.readNodeRequest(request).readBody(10)).toHaveLength(0)
})
